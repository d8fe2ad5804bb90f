"""Import of a redirect list `old_path,new_path`: a plan for each row, then the writes.

The real list has 2,167 rows, of which 32 chain, 20 conflict, 7 have no target, 756 lead from a
listed subject into a hidden one, and 591 old paths are live articles (docs/corpus.md, "Moved
questions").
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from articles.core.source.article_paths import article_path, is_site_path, parse_article_path
from articles.database.batches import batches
from articles.importer.planning.database_state import articles_at
from articles.models import Article, Redirect, Status, Subject
from articles.publishing import MovedQuestion, redirect_moved

_ROWS_A_TRANSACTION = 500
# SQLite takes 32,766 values in one statement; a list may have any number of rows.
_PATHS_A_QUERY = 5_000
_PATH_LENGTH = Redirect._meta.get_field("old_path").max_length


class Verdict(Enum):
    """What becomes of a row. Of the first three, which need nobody, the text says what was done; of
    the others, which are left to a person, `reason` says why."""

    REDIRECTED = "redirected", ""
    ABSORBED = "absorbed, for the same text stands at both addresses", ""
    UNCHANGED = "unchanged", ""
    KEPT = "", "the old address leads elsewhere already (--overwrite changes that)"
    HIDDEN = "", "it leads from a listed subject into a hidden one"
    DIFFERENT = "", "the old address is an article with another text"
    MISSING = "", "no article stands at the new address"
    CONFLICT = "", "the list sends the old address to several places"
    LOOP = "", "it leads in a circle"
    MALFORMED = "", "it is no pair of paths"

    def __init__(self, done: str, reason: str) -> None:
        self.done = done
        self.reason = reason

    def __str__(self) -> str:
        return self.done or f"left, for {self.reason}"

    @property
    def is_left(self) -> bool:
        """True where a person must decide."""
        return not self.done


class ListedRow(NamedTuple):
    """A row as the list has it; `line` is its line in the file, the first being 1."""

    line: int
    old_path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Row:
    """One decision. `new_path` is the end of the chain that begins with the row."""

    old_path: str
    new_path: str
    verdict: Verdict
    article: Article | None = None
    absorbed: Article | None = None


def read_rows(data: bytes) -> list[tuple[str, str]]:
    """Return the (old, new) paths of a CSV file; raises as `list_rows` does."""
    return [(row.old_path, row.new_path) for row in list_rows(data)]


def list_rows(data: bytes) -> list[ListedRow]:
    """Return the rows of a CSV file, a heading `old_path,new_path` left out.

    Raises UnicodeDecodeError or csv.Error. A row of another length keeps what it has.
    """
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    listed = [
        ListedRow(rows.line_num, *(*[cell.strip() for cell in row], "", "")[:2])
        for row in rows
        if any(row)
    ]
    return listed[1:] if listed and listed[0][1:] == ("old_path", "new_path") else listed


def plan_redirects(pairs: Iterable[tuple[str, str]], *, overwrite: bool = False) -> list[Row]:
    """Decide about every old path, in the order of the list; reads the database only.

    An old address that leads elsewhere already stays so, unless `overwrite`: it is unknown by now
    whether an editor wished it. Those that a move made need no change: they follow their article.
    """
    news: dict[str, dict[str, None]] = defaultdict(dict)
    for old, new in pairs:
        news[normalise(old)][normalise(new)] = None
    targets = {old: list(some) for old, some in news.items()}
    ends = _ends(targets)
    articles = _articles({path for path in {*targets, *ends.values()} if path})
    hidden = set(Subject.objects.filter(is_listed=False).values_list("slug", flat=True))
    known = _known([path for path in targets if _is_old_path(path)])
    return [
        _decide(old, targets[old], ends[old], articles, hidden, known, overwrite=overwrite)
        for old in targets
    ]


def apply_redirects(rows: Iterable[Row]) -> None:
    """Write the rows that may be written."""
    writing = [row for row in rows if row.verdict in {Verdict.REDIRECTED, Verdict.ABSORBED}]
    for some in batches(writing, _ROWS_A_TRANSACTION):
        redirect_moved([MovedQuestion(row.old_path, row.article, row.absorbed) for row in some])


def normalise(path: str) -> str:
    """An article's path as the site writes it; any other path as it stands."""
    address = parse_article_path(path)
    return article_path(*address) if address else path


def _is_old_path(path: str) -> bool:
    return is_site_path(path) and len(path) <= _PATH_LENGTH


def _articles(paths: Iterable[str]) -> dict[str, Article]:
    addresses = sorted(filter(None, map(parse_article_path, paths)))
    return {
        article_path(*key): article
        for some in batches(addresses, _PATHS_A_QUERY)
        for key, article in articles_at(some).items()
    }


def _known(paths: Sequence[str]) -> dict[str, int | None]:
    """Return {old path: key of the article, None where it is gone or of another site}."""
    return {
        path: article
        for some in batches(paths, _PATHS_A_QUERY)
        for path, article in Redirect.objects.filter(old_path__in=some).values_list(
            "old_path", "article"
        )
    }


def _ends(targets: Mapping[str, list[str]]) -> dict[str, str]:
    """Return where the chain of each old path ends; "" where it runs in a circle."""
    ends: dict[str, str] = {}
    for start in targets:
        trail: dict[str, None] = {}
        path = start
        while path in targets and path not in ends and path not in trail:
            trail[path] = None
            path = targets[path][0]
        end = "" if path in trail else ends.get(path, path)
        ends |= dict.fromkeys(trail, end)
    return ends


def _decide(
    old: str,
    news: list[str],
    end: str,
    articles: Mapping[str, Article],
    hidden: set[str],
    known: Mapping[str, int | None],
    *,
    overwrite: bool,
) -> Row:
    if not _is_old_path(old) or not all(map(is_site_path, news)):
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
    if old in known and not overwrite:
        return Row(old, end, Verdict.KEPT)
    address = parse_article_path(old)
    if target.subject.slug in hidden and not (address and address[0] in hidden):
        return Row(old, end, Verdict.HIDDEN)
    standing = articles.get(old)
    if standing is None or standing.status != Status.PUBLISHED:
        return Row(old, end, Verdict.REDIRECTED, target)
    if standing.content_digest != target.content_digest:
        return Row(old, end, Verdict.DIFFERENT)
    return Row(old, end, Verdict.ABSORBED, target, standing)
