"""Findings on questions that stand over different answers: on every indexable page that asks what
another one asks in nearly the same words (`articles/core/text/question_key.py`).

They follow each write, so that one is open only while it is true: whoever asks otherwise, or takes
a page away, closes those of the other pages as well.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from articles.core.source.article_paths import article_path, source_path
from articles.core.text.problem_kinds import Problem
from articles.core.text.question_key import question_digest
from articles.database.among import among
from articles.database.batches import batches
from articles.database.compiled_query import CompiledDelete, CompiledQuery
from articles.models import Article, Finding, IndexStatus
from articles.publishing.effects.changeset import ChangeSet
from articles.publishing.effects.findings import insert_findings

REPEATED = "question-repeated"
_DIGESTS_A_QUERY = 500

_ASKING = CompiledQuery(
    lambda digests: (
        Article.objects.filter(among("question_digest", digests))
        .order_by("pk")
        .values_list("pk", "question_digest", "index_status", "subject__slug", "slug")
    ),
    digests=list,
)
_FOUND = CompiledQuery(
    lambda articles: (
        Finding.objects.filter(among("article_id", articles), kind=REPEATED)
        .order_by()
        .values_list("pk", "article_id", "detail")
    ),
    articles=list,
)
_CLOSE = CompiledDelete(lambda keys: Finding.objects.filter(among("pk", keys)), keys=list)


def follow(changes: ChangeSet) -> None:
    """Look at the questions that an indexable page has by the change, or has no more."""
    if changes.titles:
        settle_questions({question_digest(title) for title in changes.titles})


def settle_questions(digests: Collection[str]) -> int:
    """Bring the findings of the articles with these questions up to date; return how many there
    are, dismissed ones among them. Only differences are written."""
    known = sorted(digest for digest in digests if digest)
    return sum(_settle(some) for some in batches(known, _DIGESTS_A_QUERY))


def _settle(digests: Sequence[str]) -> int:
    paths: dict[int, tuple[str, str]] = {}
    groups: dict[str, list[int]] = defaultdict(list)
    for key, digest, status, subject, slug in _ASKING.rows(digests=digests):
        paths[key] = subject, slug
        if status == IndexStatus.INDEXABLE:
            groups[digest].append(key)
    repeated = [keys for keys in groups.values() if len(keys) > 1]
    wanted = {key: _others(key, keys, paths) for keys in repeated for key in keys}
    gone = []
    for row, key, detail in _FOUND.rows(articles=sorted(paths)):
        if wanted.get(key) == detail:
            del wanted[key]
        else:
            gone.append(row)
    if gone:
        _CLOSE(keys=gone)
    if wanted:
        insert_findings(
            (key, source_path(*paths[key]), Problem(REPEATED, "title", None, detail), False)
            for key, detail in wanted.items()
        )
    return sum(map(len, repeated))


def _others(key: int, keys: Sequence[int], paths: dict[int, tuple[str, str]]) -> str:
    """The address of the first other page that asks the same, and how many more do."""
    first, *more = (other for other in keys if other != key)
    path = article_path(*paths[first])
    return f"{path[:180]} and {len(more)} more" if more else path[:200]
