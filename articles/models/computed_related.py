"""ComputedRelated model: a related question that the site computed."""

from django.db import models
from django.db.models import F, Q

from articles.core.relatedness import library
from articles.models.index_status import IndexStatus


class RelatingMethod(models.TextChoices):
    """What speaks for a computed related question."""

    LINKS = library.LINKS, "from links"
    TEXT = library.TEXT, "from text"


class ComputedRelatedQuerySet(models.QuerySet):
    def shown(self) -> "ComputedRelatedQuerySet":
        """Those that a reader may see: the target is still indexable."""
        return self.filter(target__index_status=IndexStatus.INDEXABLE)


class ComputedRelated(models.Model):
    """Written by `articles.relating` alone and no part of ArticleContent: no export names it, no
    merge and no revision knows it. Related holds what the file or an editor says, and comes first.

    `is_extra`: placed below the usual four, so that the target has two questions that lead to it.
    `score` has no unit; it orders candidates of one article.
    """

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="computed")
    position = models.PositiveSmallIntegerField()
    target = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="computed_from")
    method = models.CharField(max_length=5, choices=RelatingMethod)
    score = models.FloatField()
    is_extra = models.BooleanField(default=False)

    objects = ComputedRelatedQuerySet.as_manager()

    class Meta:
        ordering = ("article", "position")
        verbose_name_plural = "computed related"
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="computed_position"),
            models.UniqueConstraint(fields=["article", "target"], name="computed_target"),
            models.CheckConstraint(condition=~Q(target=F("article")), name="computed_is_another"),
            models.CheckConstraint(
                condition=Q(method__in=RelatingMethod.values), name="computed_method_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} to {self.target_id}, {self.get_method_display()}"
