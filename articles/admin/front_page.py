"""The desk's first screen: what came, what is broken, what waits, and for whom; in fifteen queries
at most, those for the session and the rights among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from articles.admin.first_screen import (
    broken_pages,
    deliveries_of_week,
    index_health,
    movers,
    my_queue,
    readers,
    unpublished_work,
)
from articles.admin.first_screen.broken_pages import BrokenPages
from articles.admin.first_screen.deliveries_of_week import DeliveriesOfWeek
from articles.admin.first_screen.figure import Figure, list_url
from articles.admin.first_screen.index_health import IndexHealth
from articles.admin.first_screen.movers import Movers
from articles.admin.first_screen.my_queue import MyQueue
from articles.admin.first_screen.readers import Readers
from articles.admin.first_screen.tally import Counts, Tally
from articles.admin.first_screen.unpublished_work import UnpublishedWork
from articles.figures import last_weeks
from articles.models import Article, Conflict
from articles.models.conflict import REPLACEMENT
from articles.rights import may_draft, scope_of, within


@dataclass(frozen=True, slots=True)
class Decisions:
    """Open conflicts between an import and an editor; `held` of them are offers of another
    answer."""

    conflicts: Figure
    held: Figure


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """None where the user may not see the kind of thing, or where there is none. `subjects` are
    those in which he works, None where that is every one. `is_empty`: there is no article."""

    deliveries: DeliveriesOfWeek | None
    broken: BrokenPages | None
    health: IndexHealth | None
    queue: MyQueue | None
    movers: Movers | None
    readers: Readers
    decisions: Decisions | None
    unpublished: UnpublishedWork | None
    is_empty: bool
    subjects: Sequence[str] | None


def first_screen(request: HttpRequest) -> FirstScreen:
    """Read what the user may see. First what must be known to count or to name anything, then all
    counts in one query, then the articles that are named in another."""
    user = request.user
    scope, writes = scope_of(user), may_draft(user)
    sees_articles, sees_findings = _sees(user, "article"), _sees(user, "finding")
    runs = deliveries_of_week.read_runs(user)
    moved = movers.read_moved(user) if sees_articles else []
    turns = my_queue.read_turns(user) if writes else []
    work = unpublished_work.read_work(user, turns) if writes else None
    pages = broken_pages.read_pages(user) if sees_findings and sees_articles else []

    tally = Tally()
    deliveries_of_week.ask(tally, user, runs)
    readers.ask(tally, user)
    if sees_articles:
        index_health.ask(tally, user)
        movers.ask(tally, user, moved)
    if sees_findings:
        broken_pages.ask(tally, user, pages)
    if writes:
        my_queue.ask(tally, user)
    if _sees(user, "conflict"):
        _ask_for_conflicts(tally, user)
    counts = tally.read()

    keys = {one.key for one in moved} | {key for key, _ in pages}
    if work is not None:
        keys |= work.keys | my_queue.keys_of(user, counts, turns)
    found = Article.objects.select_related("subject").defer("answer")
    articles = found.in_bulk(keys) if keys else {}
    weeks = last_weeks(None if scope is None else scope.keys)
    health = index_health.index_health(user, counts, weeks) if sees_articles else None
    return FirstScreen(
        deliveries=deliveries_of_week.deliveries_of_week(user, runs, counts),
        broken=broken_pages.broken_pages(counts, weeks, pages, articles) if sees_findings else None,
        health=health,
        queue=my_queue.my_queue(user, counts, turns, articles) if writes else None,
        movers=movers.movers(counts, weeks, moved, articles) if sees_articles else None,
        readers=readers.readers(user, counts, weeks),
        decisions=_decisions(counts),
        unpublished=unpublished_work.unpublished_work(work, articles) if work else None,
        is_empty=health is not None and not health.total,
        subjects=None if scope is None else scope.names,
    )


def _sees(user: object, model: str) -> bool:
    return user.has_perm(f"articles.view_{model}") or user.has_perm(f"articles.change_{model}")


def _ask_for_conflicts(tally: Tally, user: object) -> None:
    """In the open ones alone, by their partial index."""
    waiting = Conflict.objects.filter(closed_at__isnull=True)
    tally.group("conflicts", within(user, waiting, "article__subject"), "field")


def _decisions(counts: Counts) -> Decisions | None:
    by_field = counts.by("conflicts")
    if not by_field:
        return None
    return Decisions(
        Figure(sum(by_field.values()), list_url("conflict")),
        Figure(by_field.get(REPLACEMENT, 0), list_url("conflict", field=REPLACEMENT)),
    )
