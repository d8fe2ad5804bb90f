"""Findings by kind and state, as lists, counts and pages of the desk name them."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from articles.bulk_runs import MOST_ROWS
from articles.core.text.problem_kinds import KINDS
from articles.models import Finding
from articles.rights import within


def kind_label(kind: str) -> str:
    """Return the label of a kind; a kind that a later version has dropped is named as it is."""
    return KINDS[kind].label if kind in KINDS else kind


def in_state(findings: QuerySet, *, is_dismissed: bool) -> QuerySet:
    """Filter by state so that an index serves: for `is_dismissed=False` Django writes
    `NOT is_dismissed`, for which SQLite reads the whole table (100 ms at 120,000 findings)."""
    return findings.filter(is_dismissed__in=[is_dismissed])


def open_counts(user: object) -> dict[str, int]:
    """Return how many findings of each kind are open in the subjects of a user, the most frequent
    first: one grouped count over the index (is_dismissed, kind)."""
    found = within(user, Finding.objects.order_by(), "article__subject")
    rows = in_state(found, is_dismissed=False).values_list("kind")
    return dict(rows.annotate(number=Count("pk")).order_by("-number", "kind"))


def articles_with(kinds: Iterable[str] | None = None) -> QuerySet:
    """Return the open findings of articles: of some kinds, or of any; the state in the words of the
    index `finding_open`, which has all that is asked of them here."""
    found = Finding.objects.filter(article__isnull=False, is_dismissed=False).order_by()
    return found if kinds is None else found.filter(kind__in=list(kinds))


def open_numbers(user: object, *, is_reversed: bool = False) -> dict[int, int]:
    """Return {key of an article of a user's subjects: how many of its findings are open}, of those
    that have most, or fewest, at most one more than MOST_ROWS."""
    rows = within(user, articles_with(), "article__subject")
    counted = rows.values_list("article").annotate(number=Count("pk"))
    order = ("number", "article") if is_reversed else ("-number", "-article")
    return dict(counted.order_by(*order)[: MOST_ROWS + 1])
