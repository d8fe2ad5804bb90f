"""Links between articles: those that lead nowhere, and articles that nothing leads to."""

from collections import Counter

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Article, Finding, IndexStatus, Related
from articles.publishing.findings import insert_findings
from articles.text.problems import Problem

DANGLING = "related-dangling"
ORPHAN = "orphan"


@transaction.atomic
def audit_links() -> Counter[str]:
    """Bring the findings about links up to date; return how many there are of each kind.

    Only differences are written: a library whose links did not change costs two queries a kind.
    """
    counts: Counter[str] = Counter()
    counts[DANGLING] = _replace(DANGLING, _dangling())
    counts[ORPHAN] = _replace(ORPHAN, _orphans())
    return +counts


def _dangling() -> QuerySet:
    """Links to addresses where no article stands (310 of 103,133 in the whole library)."""
    return Related.objects.filter(target__isnull=True).values_list(
        "article_id", "article__subject__slug", "article__slug", "path"
    )


def _orphans() -> QuerySet:
    """Indexable articles that no other article relates to (10,392 of 35,915)."""
    linked = Related.objects.filter(target=OuterRef("pk"))
    return Article.objects.filter(~Exists(linked), index_status=IndexStatus.INDEXABLE).values_list(
        "pk", "subject__slug", "slug"
    )


def _replace(kind: str, rows: QuerySet) -> int:
    """Make the findings of a kind be exactly those of the rows (article id, subject, slug, and
    the detail where there is one)."""
    wanted = {(row[0], row[3] if len(row) > 3 else ""): f"{row[1]}/{row[2]}.md" for row in rows}
    known = {}
    for pk, article_id, detail in Finding.objects.filter(kind=kind).values_list(
        "pk", "article_id", "detail"
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
