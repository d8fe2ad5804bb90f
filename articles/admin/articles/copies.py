"""Copies of an article's text: which there are, and saving a changed answer in them, too.

Of articles with one text one is indexed (docs/corpus.md, "Duplicate articles"). Where an editor
mends one of them alone, both texts are indexed from then on, and the other keeps its fault.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html

from articles import publishing
from articles.admin.base.article_addresses import form_url
from articles.core.article_content import ArticleContent, answer_digest
from articles.core.text.change_note import clean_note
from articles.models import Article, IndexStatus, Status
from articles.rights import is_within, may_change

FIELD = "copies"
MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article with the same text; `is_chosen`: it shall get the changed answer."""

    article: Article
    index: str
    is_chosen: bool


def copies_of(others: Iterable[Article], request: HttpRequest) -> Sequence[Copy]:
    """Return the copies that the user may change as the form offers them, those ticked that were
    sent as such."""
    chosen = _chosen(request.POST)
    return [
        Copy(other, IndexStatus(other.index_status).label, other.pk in chosen)
        for other in others
        if may_change(request.user, other)
    ]


def save_in_copies(
    desk: ModelAdmin, request: HttpRequest, saved: ArticleContent | None, article: Article
) -> None:
    """Give the answer of an article that was saved over `saved` to the copies that the editor has
    ticked, in a version each, and say which were left with the old one.

    In the transaction of the save. Raises StaleVersion where somebody else changes the answer of a
    copy at this moment; only what still has the old text is a copy.
    """
    digest = answer_digest(saved.answer) if saved else article.content_digest
    if digest == article.content_digest:
        return
    chosen = _chosen(request.POST)
    for other in others_with(digest, article)[:MOST_COPIES]:
        if other.pk in chosen and may_change(request.user, other):
            content = replace(other.content(), answer=article.answer)
            reason = f"As in {article.get_absolute_url()}"
            publishing.revise(
                other,
                content,
                actor=request.user,
                expected_version=other.version,
                reason=reason,
                note=clean_note(request.POST.get("readers_note", "")),
            )
            desk.log_change(request, other, [{"changed": {"fields": ["answer"]}}])
            _tell(request, messages.SUCCESS, "The answer was changed in {}, too.", other)
        elif other.status == Status.PUBLISHED or is_within(request.user, other.subject_id):
            text = "The same text stands in {}, which keeps the old answer: {}."
            other.refresh_from_db(fields=["index_status"])
            label = IndexStatus(other.index_status).label.lower()
            _tell(request, messages.WARNING, text, other, label)


def others_with(digest: str, article: Article) -> QuerySet:
    """Return the others with a text, withdrawn ones left out, with their subjects."""
    others = Article.objects.filter(content_digest=digest).exclude(pk=article.pk)
    others = others.exclude(status=Status.WITHDRAWN).select_related("subject")
    return others.order_by("pk")


def _chosen(sent: Mapping[str, str]) -> set[int]:
    keys = sent.getlist(FIELD) if isinstance(sent, QueryDict) else ()
    return {int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19}


def _tell(request: HttpRequest, level: int, text: str, other: Article, *values: str) -> None:
    link = format_html(
        '<a href="{}">{}</a> ({})', form_url(other.pk), other.heading, other.subject.name
    )
    messages.add_message(request, level, format_html(text, link, *values))
