"""Saving a subject, whose being listed or hidden decides about every article in it."""

from contextlib import nullcontext
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from articles.core.rendering import render
from articles.database.retry import again_where_it_passes
from articles.models import Article, IndexStatus, Subject
from articles.publishing.effects.canonicals import elect
from articles.publishing.effects.indexnow_outbox import announce, is_announcing

_ARTICLES_A_TURN = 1_000


def save_subject(subject: Subject) -> None:
    """Save the subject; where it was listed or hidden, decide anew which pages are indexed: once
    the caller's transaction is over, for a million articles in one would keep everybody waiting.
    Search engines are told of it, unless it was hidden and stays so.
    """
    subject.introduction_html = introduction_html(subject)
    # One statement is a transaction of its own.
    with transaction.atomic() if is_announcing() else nullcontext():
        was_listed = is_announcing() and _is_listed(subject.pk)
        subject.save()
        if subject.is_listed or was_listed:
            announce([subject.get_absolute_url()])
    transaction.on_commit(partial(settle_subject, subject.pk))


def _is_listed(pk: int | None) -> bool:
    return Subject.objects.filter(pk=pk, is_listed=True).exists()


def introduction_html(subject: Subject) -> str:
    """The introduction as the page prints it, made as an answer is."""
    return render(subject.introduction).html if subject.introduction.strip() else ""


def rerender_introductions() -> int:
    """Render every subject's introduction anew and return how many came out otherwise.

    A subject that is saved meanwhile keeps what the save rendered.
    """
    written = 0
    for subject in Subject.objects.exclude(introduction=""):
        html = introduction_html(subject)
        same = Subject.objects.filter(pk=subject.pk, introduction=subject.introduction)
        written += same.exclude(introduction_html=html).update(introduction_html=html)
    return written


def settle_subject(pk: int) -> None:
    """Elect the twins of every article whose index status is not what its subject says by now: a
    thousand articles a transaction. What a process that died has left, the next one finishes.

    Listing or hiding changes the status of each article that may be indexed at all, and no other
    one's chance to be elected. The twins in other subjects are part of each election.
    """
    subject = Subject.objects.filter(pk=pk).first()
    last = 0
    while subject and (rows := list(_unsettled(subject).filter(pk__gt=last)[:_ARTICLES_A_TURN])):
        again_where_it_passes(lambda: _elect(rows))
        last = rows[-1][0]


@transaction.atomic
def _elect(rows: list[tuple[int, str]]) -> None:
    elect(digest for _, digest in rows)


def _unsettled(subject: Subject) -> QuerySet:
    """(key, digest) of the articles with a status that only the other kind of subject gives."""
    wrong = (
        [IndexStatus.HIDDEN_SUBJECT]
        if subject.is_listed
        else [IndexStatus.INDEXABLE, IndexStatus.DUPLICATE]
    )
    articles = Article.objects.filter(subject=subject, index_status__in=wrong)
    return articles.order_by("pk").values_list("pk", "content_digest")
