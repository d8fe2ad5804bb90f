"""Related model: a related question of an article at its position."""

from django.db import models
from django.db.models import F, Q

from articles.models.index_status import IndexStatus


class RelatedQuerySet(models.QuerySet):
    def shown(self) -> "RelatedQuerySet":
        """Those that a reader sees: the target exists and is indexable. A target that is a twin
        of another (6,167 articles name one text twice: docs/corpus.md, "Related questions") is no
        indexable one."""
        return self.filter(target__index_status=IndexStatus.INDEXABLE)


class Related(models.Model):
    """`path` and `title` as the file or the editor gave them; `target` is null until an article
    with that address exists. The id that a file gives with a link is not kept: it is wrong in
    2,970 of 103,133 (docs/corpus.md, "Related questions")."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="related")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=300)
    title = models.TextField(blank=True)
    target = models.ForeignKey(
        "Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="related_from"
    )

    objects = RelatedQuerySet.as_manager()

    class Meta:
        ordering = ("article", "position")
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="related_position"),
            models.UniqueConstraint(fields=["article", "path"], name="related_path"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("article")),
                name="related_is_another",
            ),
        ]
        indexes = [
            # Where a new article looks for the links that waited for it.
            models.Index(fields=["path"], name="related_waiting", condition=Q(target__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title or self.path
