"""Pages for articles and subjects, in the way of Wagtail's tutorial."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

_PAGE_SIZE = 50
_NEWEST = 10


class LibraryHome(Page):
    """The subjects and the newest articles."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["subjects"] = SubjectPage.objects.child_of(self).live().order_by("title")
        context["newest"] = (
            ArticlePage.objects.descendant_of(self).live().order_by("-published_on")[:_NEWEST]
        )
        return context


class SubjectPage(Page):
    """The list of a subject's articles."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.child_of(self).live().order_by("-published_on")
        context["articles"] = Paginator(articles, _PAGE_SIZE).get_page(request.GET.get("page"))
        return context


class ArticlePage(Page):
    """A question with its answer."""

    published_on = models.DateField(db_index=True)
    body = RichTextField()

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
        InlinePanel("related_articles", label="Related articles"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["related"] = self.related_articles.select_related("target")
        return context


class RelatedArticle(Orderable):
    """A related question of an article."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="related_articles")
    target = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
