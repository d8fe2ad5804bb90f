"""A list of moved questions, `old_path,new_path`: plan what each row gives, then write it.

The real list has 2,167 rows, of which 32 chain, 20 conflict, 7 have no target, 756 lead from a
listed subject into a hidden one, and 591 old paths are articles of their own (FORMAT, trap 8).
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from articles.importer.lookup import articles_at
from articles.models import Article, Redirect, Status, Subject
from articles.publishing.batches import batches
from articles.publishing.redirects import point
from articles.publishing.removal import absorb
from articles.source.paths import article_path, parse_article_path

_ROWS_A_TRANSACTION = 500


class Verdict(StrEnum):
    """What becomes of a row; the first three are written, the others are for a person."""

    REDIRECTED = "redirected"
    ABSORBED = "absorbed, for the same text stands at both addresses"
    UNCHANGED = "unchanged"
    HIDDEN = "left, for it leads from a listed subject into a hidden one"
    DIFFERENT = "left, for the old address is an article with another text"
    MISSING = "left, for no article stands at the new address"
    CONFLICT = "left, for the list sends the old address to several places"
    LOOP = "left, for it leads in a circle"
    MALFORMED = "left, for it is no pair of paths"


@dataclass(frozen=True, slots=True)
class Row:
    """One decision. `new_path` is the end of the chain that begins with the row."""

    old_path: str
    new_path: str
    verdict: Verdict
    article: Article | None = None
    absorbed: Article | None = None


def read_rows(data: bytes) -> list[tuple[str, str]]:
    """Return the (old, new) paths of a CSV file, a heading `old_path,new_path` left out.

    Raises UnicodeDecodeError or csv.Error. A row of another length keeps what it has.
    """
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True)
    pairs = [(*[cell.strip() for cell in row], "", "")[:2] for row in rows if any(row)]
    return pairs[1:] if pairs and pairs[0] == ("old_path", "new_path") else pairs


def plan_redirects(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    """Decide about every old path, in the order of the list; reads the database only."""
    targets: dict[str, list[str]] = defaultdict(list)
    for old, new in pairs:
        old, new = _normalise(old), _normalise(new)
        if new not in targets[old]:
            targets[old].append(new)
    ends = {old: _end(old, targets) for old in targets}
    paths = {path for path in {*targets, *ends.values()} if path}
    addresses = filter(None, map(parse_article_path, paths))
    articles = {article_path(*key): article for key, article in articles_at(addresses).items()}
    hidden = set(Subject.objects.filter(is_listed=False).values_list("slug", flat=True))
    known = dict(
        Redirect.objects.filter(old_path__in=list(targets)).values_list("old_path", "article")
    )
    return [_decide(old, targets[old], ends[old], articles, hidden, known) for old in targets]


def apply_redirects(rows: Iterable[Row]) -> None:
    """Write the rows that may be written."""
    writing = [row for row in rows if row.verdict in {Verdict.REDIRECTED, Verdict.ABSORBED}]
    for some in batches(writing, _ROWS_A_TRANSACTION):
        with transaction.atomic():
            for row in some:
                if row.absorbed is None:
                    point(row.old_path, row.article)
                else:
                    absorb(row.absorbed, row.article)


def _normalise(path: str) -> str:
    """An article's path as the site writes it; any other path as it stands."""
    address = parse_article_path(path)
    return article_path(*address) if address else path


def _end(start: str, targets: Mapping[str, list[str]]) -> str:
    """Where a chain ends; "" where it comes back to an address that it has passed."""
    seen = {start}
    path = targets[start][0]
    while path in targets:
        if path in seen:
            return ""
        seen.add(path)
        path = targets[path][0]
    return path


def _decide(
    old: str,
    news: list[str],
    end: str,
    articles: Mapping[str, Article],
    hidden: set[str],
    known: Mapping[str, int],
) -> Row:
    if not old.startswith("/") or not all(news) or len(old) > 300:
        return Row(old, ", ".join(news), Verdict.MALFORMED)
    if len(news) > 1:
        return Row(old, ", ".join(news), Verdict.CONFLICT)
    if not end:
        return Row(old, news[0], Verdict.LOOP)
    target = articles.get(end)
    if target is None or target.status != Status.PUBLISHED:
        return Row(old, end, Verdict.MISSING)
    if known.get(old) == target.pk:
        return Row(old, end, Verdict.UNCHANGED)
    address = parse_article_path(old)
    if target.subject.slug in hidden and not (address and address[0] in hidden):
        return Row(old, end, Verdict.HIDDEN)
    standing = articles.get(old)
    if standing is None or standing.status != Status.PUBLISHED:
        return Row(old, end, Verdict.REDIRECTED, target)
    if standing.content_digest != target.content_digest:
        return Row(old, end, Verdict.DIFFERENT)
    return Row(old, end, Verdict.ABSORBED, target, standing)
