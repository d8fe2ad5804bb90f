"""Decisions on duplicates that readers and search engines see: a canonical that somebody chose, and
an article that went into another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ChosenCanonical(models.Model):
    """That an article's canonical is another with a text of its own. The election
    (`articles/publishing/effects/canonicals.py`) heeds it while the other can be indexed; until
    then, and once it is taken back, the article stands for itself."""

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="chosen_canonical"
    )
    canonical = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="chosen_by")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(article=F("canonical")), name="chosen_canonical_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id}: canonical is {self.canonical_id}"


class Absorption(models.Model):
    """What went along as an article was absorbed by another, so that it can be taken back: the
    addresses that led to it, the related questions that the other gained, and its votes."""

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="absorption"
    )
    into = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="absorptions")
    old_paths = models.JSONField(default=list)
    related_paths = models.JSONField(default=list)
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(article=F("into")), name="absorption_is_into_another"
            ),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} in {self.into_id}"
