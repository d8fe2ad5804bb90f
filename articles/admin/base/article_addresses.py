"""Conversion between a pasted address, its article and the article's admin form."""

from django.urls import reverse
from django.utils.html import format_html

from articles.core.source.article_paths import parse_article_path
from articles.models import Article


def article_at(term: str) -> Article | None:
    """Return the one article that stands at an address, or stood there and moved on."""
    location = parse_article_path(term)
    if location is None:
        return None
    articles = Article.objects.select_related("subject")
    here = articles.filter(subject__slug=location.subject_slug, slug=location.slug).first()
    if here:
        return here
    path = f"/learn/{location.subject_slug}/questions/{location.slug}"
    return articles.filter(redirects__old_path=path).first()


def form_url(article_key: int) -> str:
    """Return the address of an article's form, where it is changed."""
    return reverse("admin:articles_article_change", args=[article_key])


def form_link(article: Article, place: str = "") -> str:
    """Return a link to an article's form, with the name of its subject; `place` is a query and an
    anchor in the form. The subject is loaded."""
    html = '<a href="{}{}">{}</a> <span class="quiet">{}</span>'
    return format_html(html, form_url(article.pk), place, article.heading, article.subject.name)
