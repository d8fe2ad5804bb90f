"""What the ModelAdmin of articles has for the time of writing: checks, the search-engine panel, and
the copies of a text."""

from django.http import HttpRequest
from django.urls import URLPattern, path

from articles.admin.articles.copies import copies_of, save_in_copies
from articles.admin.articles.live_checks import checks, follow_save, ignore
from articles.admin.articles.search_panel import card, search_panel
from articles.admin.articles.side_panel import ArticlePanel
from articles.core.article_content import ArticleContent
from articles.core.images.stored_image import MOST_UPLOAD_BYTES
from articles.models import Article


class WhileWritingMixin:
    """The addresses that the scripts of the form ask, what the form needs, and what a save does."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("checks/", checks, name="articles_article_checks"),
            path("ignore/", ignore, name="articles_article_ignore"),
            path("search-panel/", search_panel, name="articles_article_search_panel"),
            path("card/", card, name="articles_article_card"),
            *super().get_urls(),
        ]

    def writing_context(
        self, request: HttpRequest, panel: ArticlePanel | None
    ) -> dict[str, object]:
        """Return what the templates of the form print; `panel` is None for a new article."""
        return {
            "copies": copies_of(panel.same_text, request) if panel else (),
            "most_upload_bytes": MOST_UPLOAD_BYTES,
        }

    def follow_written(
        self, request: HttpRequest, saved: ArticleContent | None, article: Article
    ) -> None:
        """Do what a save of `article` over `saved` (None: a new one) sets off."""
        save_in_copies(self, request, saved, article)
        follow_save(request, saved, article)
