"""Redirect model: an old address and its target."""

from django.db import models
from django.db.models import Q


class Redirect(models.Model):
    """Exactly one of: an article or a plain page (foreign keys, so that chains cannot form), an
    address of another site, or gone (410). 300 characters: the longest address that an article can
    have. `last_used_on` is the day (UTC) on which somebody last followed it: of those that are
    older than this is noted, not before the upgrade."""

    old_path = models.CharField(max_length=300, unique=True)
    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, null=True, blank=True, related_name="redirects"
    )
    page = models.ForeignKey(
        "Page", on_delete=models.CASCADE, null=True, blank=True, related_name="redirects"
    )
    external_url = models.URLField("other site", max_length=500, blank=True)
    is_gone = models.BooleanField("gone for good", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("old_path",)
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(article__isnull=False, page__isnull=True, external_url="", is_gone=False)
                    | Q(article__isnull=True, page__isnull=False, external_url="", is_gone=False)
                    | (
                        Q(article__isnull=True, page__isnull=True, is_gone=False)
                        & ~Q(external_url="")
                    )
                    | Q(article__isnull=True, page__isnull=True, external_url="", is_gone=True)
                ),
                name="redirect_has_one_target",
                violation_error_message="Choose one: an article, a page, another site, or gone.",
            ),
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"),
                name="redirect_path_is_absolute",
                violation_error_message="An old address begins with a slash.",
            ),
        ]

    def __str__(self) -> str:
        return self.old_path
