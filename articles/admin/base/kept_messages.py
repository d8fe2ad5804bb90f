"""Messages about deliveries that came while an article was away, and were taken since."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base.field_changes import label_of
from articles.core.article_content import changed_fields
from articles.core.source.article_paths import article_path
from articles.importer.kept_deliveries import Waiting
from articles.importer.planning.decision import Action
from articles.models import Article


def tell_taken(request: HttpRequest, article: Article, taken: Iterable[Waiting]) -> None:
    """Say what became of each delivery that had waited for the article."""
    for waiting in taken:
        level, text = _told(article, waiting)
        messages.add_message(request, level, text)


def _told(article: Article, waiting: Waiting) -> tuple[int, str]:
    kept, plan = waiting.kept, waiting.plan
    if plan and plan.action is Action.CREATED:
        document = plan.prepared.document
        text = "{} of import {}, which had waited for the address {}, stands there now: “{}”."
        address = article_path(document.subject_slug, document.slug)
        values = (kept.path, kept.import_run_id, address, plan.content.title)
        return messages.INFO, format_html(text, *values)
    of = f"{kept.path} of import {kept.import_run_id}, which had waited for “{article.heading}”,"
    if plan is None:
        return messages.ERROR, f"{of} was not taken: {waiting.refusal or 'it is not its file'}."
    desk = reverse("admin:articles_conflict_desk", args=[article.pk])
    if plan.action is Action.HELD:
        text = '{} is held: {}. <a href="{}">Decide</a>'
        return messages.WARNING, format_html(text, of, plan.reason, desk)
    changed = label_of(changed_fields(plan.known.ours, plan.content)).lower()
    done = f"was merged: {changed}" if changed else "changed nothing"
    if plan.action is Action.CONFLICT:
        fields = label_of(conflict.field for conflict in plan.conflicts)
        text = '{} {}. What an editor wrote stays in “{}”: <a href="{}">decide</a>'
        return messages.WARNING, format_html(text, of, done, fields, desk)
    history = reverse("admin:articles_article_history", args=[article.pk])
    text = '{} {}. <a href="{}">History</a>'
    return messages.INFO, format_html(text, of, done, history)
