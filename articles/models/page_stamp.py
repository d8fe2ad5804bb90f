"""Page stamps: when what pages show besides articles last changed, numbered."""

from django.db import models


class PageStamp(models.Model):
    """One row a thing that pages show: each change of it gives it the next number.

    Stored answers (`articles.page_store`) are good as long as nothing that they show has a later
    number than they saw. What articles show is numbered by `Change`; this is the rest. Names, none
    of which has a blank:
    `everything`, `addresses` (where any address leads), `list:<subject's slug>`,
    `readings` (once a day, what is ordered by views), `article:<key>`
    (its page changed by something that is no change of the article), `plain-pages` (what names
    them), `plain:<key>` (one of them), `people` (the index of people and every page of one),
    `credit:<digest of a name>` (whom articles' pages say that it means), `works:<digest of a name>`
    (the articles that were written or reviewed under it). Written by
    `articles.publishing.effects.page_stamps` alone.
    """

    name = models.CharField(max_length=210, primary_key=True)
    number = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"
