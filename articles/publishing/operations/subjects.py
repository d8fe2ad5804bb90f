"""Saving a subject, whose being listed or hidden decides about every article in it."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.core.rendering import render
from articles.database.retry import again_where_it_passes
from articles.models import Article, IndexStatus, Subject
from articles.publishing.effects import EVERYTHING, ChangeSet, apply, pages_in
from articles.publishing.operations.unit_of_work import operation

_ARTICLES_A_TURN = 1_000
# What pages of articles show: the name, the feed of a listed subject, its place among those where
# the same text is filed.
_SHOWN = {"name", "is_listed", "position"}


def save_subject(subject: Subject) -> None:
    """Save the subject; where it was listed or hidden, decide anew which pages are indexed: once
    the caller's transaction is over, for a million articles in one would keep everybody waiting.
    Search engines are told of it, unless it was hidden and stays so. Where its articles' pages show
    something else of it, they are newer by it (`shown_otherwise_at`, `disclaimer_changed_at`), and
    where that is the disclaimer alone, no other page is made anew.
    """
    subject.introduction_html = introduction_html(subject)
    _write_subject(subject)
    transaction.on_commit(partial(settle_subject, subject.pk))


@operation
def _write_subject(subject: Subject) -> tuple[None, ChangeSet]:
    stored = Subject.objects.filter(pk=subject.pk).first()
    changed = _changed_columns(stored, subject) if stored else set()
    if changed & _SHOWN:
        subject.shown_otherwise_at = timezone.now()
    if "disclaimer" in changed:
        subject.disclaimer_changed_at = timezone.now()
    subject.save()
    if changed == {"disclaimer"}:
        return None, ChangeSet(stamps={pages_in(subject.slug)})
    is_public = subject.is_listed or bool(stored and stored.is_listed)
    announced = {subject.get_absolute_url()} if is_public else set()
    return None, ChangeSet(announced=announced, stamps={EVERYTHING})


def _changed_columns(stored: Subject, subject: Subject) -> set[str]:
    """The names of the columns that saving changes."""
    columns = {field.attname for field in Subject._meta.concrete_fields}
    return {name for name in columns if getattr(stored, name) != getattr(subject, name)}


@operation
def delete_subjects(subjects: Iterable[Subject]) -> tuple[None, ChangeSet]:
    """Remove subjects that hold no article (the database refuses others); search engines are told
    of those that were listed."""
    rows = Subject.objects.filter(pk__in=[subject.pk for subject in subjects])
    listed = {subject.get_absolute_url() for subject in rows if subject.is_listed}
    rows.delete()
    return None, ChangeSet(announced=listed, stamps={EVERYTHING})


def introduction_html(subject: Subject) -> str:
    """The introduction as the page prints it, made as an answer is."""
    return render(subject.introduction).html if subject.introduction.strip() else ""


@operation
def rerender_introductions() -> tuple[int, ChangeSet]:
    """Render every subject's introduction anew and return how many came out otherwise.

    A subject that is saved meanwhile keeps what the save rendered.
    """
    written = 0
    for subject in Subject.objects.exclude(introduction=""):
        html = introduction_html(subject)
        same = Subject.objects.filter(pk=subject.pk, introduction=subject.introduction)
        written += same.exclude(introduction_html=html).update(introduction_html=html)
    return written, ChangeSet(stamps={EVERYTHING} if written else set())


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
    apply(ChangeSet(digests={digest for _, digest in rows}))


def _unsettled(subject: Subject) -> QuerySet:
    """(key, digest) of the articles with a status that only the other kind of subject gives."""
    wrong = (
        [IndexStatus.HIDDEN_SUBJECT]
        if subject.is_listed
        else [IndexStatus.INDEXABLE, IndexStatus.DUPLICATE]
    )
    articles = Article.objects.filter(subject=subject, index_status__in=wrong)
    return articles.order_by("pk").values_list("pk", "content_digest")
