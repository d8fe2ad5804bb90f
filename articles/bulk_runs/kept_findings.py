"""Findings and conflicts that a run of changes closes by the way, kept for its undo.

A save writes the findings of a text anew, closes what was found as the file was read, and mends
what only the library tells. Its undo makes the text again, not what somebody had dismissed, since
when a finding stands there and from which import, nor what no text tells.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.database.among import among
from articles.models import Article, Conflict, Finding, ImportRun, Related

_WORDS = ("article_id", "kind", "field", "detail")
_COLUMNS = (*_WORDS, "severity", "line", "path", "import_run_id", "is_dismissed", "created_at")
_ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood of some articles: their findings, and their open conflicts as (key, article)."""

    keys: Sequence[int]
    findings: Sequence[Sequence[Any]]
    conflicts: Sequence[tuple[int, int]]


def see(keys: Iterable[int]) -> Seen:
    """Return what stands of some articles now; two queries."""
    keys = sorted(set(keys))
    rows = Finding.objects.filter(among("article_id", keys)).order_by("pk")
    open_ones = Conflict.objects.open().filter(among("article_id", keys)).order_by("pk")
    return Seen(
        keys, list(rows.values_list(*_COLUMNS)), list(open_ones.values_list("pk", "article"))
    )


def lost_since(seen: Seen) -> dict[int, dict[str, Any]]:
    """Return, by the article, what has gone since, or is another row by now, as JSON can hold it;
    no article of which nothing has."""
    now = see(seen.keys)
    stand = set(now.findings)
    lost: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in seen.findings:
        if row not in stand:
            lost[row[0]].setdefault("findings", []).append(_row(row))
    for key, article in set(seen.conflicts) - set(now.conflicts):
        lost[article].setdefault("conflicts", []).append(key)
    return dict(lost)


def give_back(lost: dict[str, Any], key: int) -> None:
    """Put back what a change of the article `key` had closed. Of another article an orphan stays
    closed where a related question leads to it by now."""
    for row in lost.get("findings", ()):
        _give_back_finding(dict(zip(_COLUMNS, row, strict=True)), key)
    closed = Conflict.objects.filter(
        among("pk", lost.get("conflicts", ())), decision=Conflict.Decision.EDITED
    )
    for conflict in closed:
        others = Conflict.objects.open().filter(
            article=conflict.article_id, field=conflict.field, source_path=conflict.source_path
        )
        if not others.exists():
            rows = Conflict.objects.filter(pk=conflict.pk)
            rows.update(closed_at=None, closed_by=None, decision="")


def _give_back_finding(values: dict[str, Any], key: int) -> None:
    values["created_at"] = datetime.fromisoformat(values["created_at"])
    run = values["import_run_id"]
    if run is not None and not ImportRun.objects.filter(pk=run).exists():
        values["import_run_id"] = None
    same = Finding.objects.filter(**{name: values[name] for name in _WORDS})
    article = values["article_id"]
    if not same.exists():
        if article != key and not _is_still_orphan(values["kind"], article):
            return
        Finding.objects.create(**values)
    names = ("is_dismissed", "import_run_id", "created_at")
    same.update(**{name: values[name] for name in names})


def _is_still_orphan(kind: str, article: int) -> bool:
    return (
        kind == _ORPHAN
        and Article.objects.filter(pk=article).exists()
        and not Related.objects.filter(target=article).exists()
    )


def _row(row: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, datetime) else value for value in row]
