"""Sentence that says what a save of an article did."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.base.article_addresses import form_url
from articles.admin.base.field_changes import alike, label_of
from articles.models import Article, Status

_AWAY = {
    Status.DRAFT: "It is a draft now, and readers get “Page not found”.",
    Status.WITHDRAWN: "It is withdrawn: readers get “withdrawn” (410).",
}


def said_of_save(article: Article, changed: Sequence[str]) -> SafeString:
    """Return what was changed, `ArticleForm.changed_fields`, with a link to where it is seen."""
    fields = [name for name in changed if name not in {"address", "status"}]
    names = [group[0] for group in alike(fields, lambda name: name in fields)]
    parts = [f"Saved: {label_of(names).lower()}."] if names else []
    link = format_html('<a href="{}">{}</a>', form_url(article.pk), article.heading)
    address = article.get_absolute_url()
    if "address" in changed:
        parts.append(f"It stands at {address} now, and its old address leads there.")
    if "status" in changed:
        parts.append(_AWAY.get(article.status, "It is published."))
    said = format_html("{}. {}", link, " ".join(parts))
    if article.status == Status.PUBLISHED:
        return format_html('{} <a href="{}">See its page</a>', said, address)
    return said
