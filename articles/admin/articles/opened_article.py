"""The article of a form, read in one query with what the page shows of it in single values."""

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from articles.models import Article, Conflict

_OPEN_CONFLICTS = (
    Conflict.objects.filter(article=OuterRef("pk"), closed_at__isnull=True)
    .order_by()
    .values("article")
    .annotate(number=Count("pk"))
    .values("number")
)
# The long texts of the rendering, of which the form shows none.
_NOT_SHOWN = ("rendering__html", "rendering__plain_text")


class OpenedArticleMixin:
    """For the ModelAdmin of articles."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """As Django does, by the key alone: with subject and rendering, and with `open_conflicts`,
        the number of decisions that wait."""
        articles = (
            self.get_queryset(request)
            .select_related("subject", "rendering")
            .defer(*_NOT_SHOWN)
            .annotate(open_conflicts=Coalesce(Subquery(_OPEN_CONFLICTS), 0))
        )
        try:
            return articles.get(pk=Article._meta.pk.to_python(object_id))
        except (Article.DoesNotExist, ValidationError, ValueError):
            return None
