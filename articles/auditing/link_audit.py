"""Findings on links: dangling related questions, and articles without an inbound link."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager

from django.db import transaction
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet

from articles.core.text.problem_kinds import Problem
from articles.database.batches import batches
from articles.models import (
    Article,
    ComputedRelated,
    Finding,
    IndexStatus,
    Related,
    RelatingDue,
)
from articles.publishing.effects import insert_findings

DANGLING = "related-dangling"
ORPHAN = "orphan"


_ARTICLES_A_TURN = 20_000
_KEYS_A_TURN = 500


def audit_links(within: Callable[[], AbstractContextManager] = transaction.atomic) -> Counter[str]:
    """Bring the findings about links up to date; return how many there are of each kind.

    20,000 articles a transaction, each in `within()`, for a million in one would keep every writer
    waiting. Only differences are written: a library whose links did not change costs five queries
    a turn, and what an audit that died has left the next one writes.
    """
    counts: Counter[str] = Counter()
    for first, last in _ranges():
        with within():
            counts += _audit(Q(article_id__gte=first, article_id__lte=last))
    return +counts


def audit_links_of(
    keys: Collection[int], within: Callable[[], AbstractContextManager] = transaction.atomic
) -> None:
    """Bring the findings about links of these articles up to date, 500 in each `within()`."""
    for some in batches(sorted(keys), _KEYS_A_TURN):
        with within():
            _audit(Q(article_id__in=some))


def _audit(here: Q) -> Counter[str]:
    return Counter(
        {
            DANGLING: _replace(DANGLING, _dangling(), here),
            ORPHAN: _replace(ORPHAN, _orphans(), here),
        }
    )


def _ranges() -> Iterator[tuple[int, int]]:
    """Yield (first, last) key of every turn's articles; the last turn has no end, so that whatever
    is written meanwhile belongs to one of them."""
    keys = Article.objects.order_by("pk").values_list("pk", flat=True)
    first = 0
    while True:
        end = list(keys.filter(pk__gte=first)[_ARTICLES_A_TURN : _ARTICLES_A_TURN + 1])
        if not end:
            yield first, BigIntegerField.MAX_BIGINT
            return
        yield first, end[0] - 1
        first = end[0]


def _dangling() -> QuerySet:
    """Links to addresses where no article stands (310 of 103,133 in the whole library)."""
    return Related.objects.filter(target__isnull=True).values_list(
        "article_id", "article__subject__slug", "article__slug", "path"
    )


def _orphans() -> QuerySet:
    """Indexable articles to which no related question leads, given or computed. One that waits for
    its computed ones is none yet: of the 10,392 of 35,915 articles that no file relates to, 9,074
    have a computed one once these are filled."""
    there = [model.objects.filter(target=OuterRef("pk")) for model in (Related, ComputedRelated)]
    due = RelatingDue.objects.filter(article=OuterRef("pk"))
    return (
        Article.objects.filter(
            *(~Exists(rows) for rows in (*there, due)), index_status=IndexStatus.INDEXABLE
        )
        .annotate(article_id=F("pk"))
        .values_list("article_id", "subject__slug", "slug")
    )


def _replace(kind: str, rows: QuerySet, here: Q) -> int:
    """Make the findings of a kind about some articles be exactly those of the rows (article id,
    subject, slug, and the detail where there is one)."""
    wanted = {
        (row[0], row[3] if len(row) > 3 else ""): f"{row[1]}/{row[2]}.md"
        for row in rows.filter(here)
    }
    known = {}
    for pk, article_id, detail in (
        Finding.objects.filter(here, kind=kind).order_by().values_list("pk", "article_id", "detail")
    ):
        known[article_id, detail] = pk
    gone = [pk for key, pk in known.items() if key not in wanted]
    for start in range(0, len(gone), 500):
        Finding.objects.filter(pk__in=gone[start : start + 500]).delete()
    insert_findings(
        (article_id, path, Problem(kind, "related", None, detail), False)
        for (article_id, detail), path in wanted.items()
        if (article_id, detail) not in known
    )
    return len(wanted)
