"""Change model: the last public change of each article, numbered for mirrors."""

from django.db import models


class Change(models.Model):
    """One row an article that is, or once was, published; each change gives it the next number.

    So the numbers say in which order the library came to be what it is now, whoever has seen
    everything up to a number asks for the rows above it, and a million changes of a thousand
    articles take a thousand rows. It outlives its article: `path` is the address that a removed
    one had when readers last found it, "" while the article can be asked. Written by
    `articles.publishing.effects.change_log` alone.
    """

    class Kind(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        MOVED = "moved", "Moved"
        UNPUBLISHED = "unpublished", "Made a draft"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DELETED = "deleted", "Deleted"

    REMOVALS = (Kind.UNPUBLISHED, Kind.WITHDRAWN, Kind.DELETED)

    article_key = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=11, choices=Kind)
    path = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["new", "changed", "moved", "unpublished", "withdrawn", "deleted"]
                ),
                name="change_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: article {self.article_key} {self.kind}"

    @property
    def is_removal(self) -> bool:
        """Whether readers find the article no more."""
        return self.kind in self.REMOVALS
