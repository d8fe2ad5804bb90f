"""ArticleAssignment model: whose work an article is."""

from django.conf import settings
from django.db import models


class ArticleAssignment(models.Model):
    """One an article at most. The desk's own: no reader, revision, import or export knows it.

    `article_key` is no foreign key, as a draft's is none: an article that is deleted and brought
    back is still somebody's. Who is deleted leaves it to nobody. Of a finding it is a column,
    `Finding.assignee`.
    """

    article_key = models.BigIntegerField(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assigned_articles"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"article {self.article_key} is {self.user}'s"
