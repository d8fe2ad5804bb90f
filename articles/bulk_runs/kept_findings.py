"""Findings and conflicts that a run closes by the way, kept for its undo.

A save writes the findings of a text anew, closes what was found as the file was read, and mends
what only the library tells, of other articles as well. Its undo makes the text again, not what
somebody had dismissed or been given, since when a finding stands there and from which import, nor
what no text tells.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q

from articles.assigning import may_take
from articles.core.text.problem_kinds import READING_KINDS
from articles.database.among import among
from articles.database.bulk_insert import insert_rows, update_rows
from articles.models import Article, Conflict, Finding, ImportRun, IndexStatus, Related, Status
from articles.publishing.effects import DANGLING, ORPHAN, SAME_TEXT

_WORDS = ("article_id", "kind", "field", "detail")
# What was kept before findings were assigned has no last one.
_COLUMNS = (*_WORDS, "severity", "line", "path", "import_run_id", "is_dismissed", "created_at")
_COLUMNS += ("assignee_id",)
_GIVEN_BACK = ("is_dismissed", "import_run_id", "created_at", "assignee_id")
Values = dict[str, Any]


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


def sharing(articles: Collection[Article]) -> dict[int, set[int]]:
    """Return, by the article, the others that ask the same, or say the same: a change of the one
    closes findings of the others. One query, by the indexes of both."""
    questions, texts = defaultdict(set), defaultdict(set)
    asked = sorted({article.question_digest for article in articles} - {""})
    said = sorted({article.content_digest for article in articles})
    rows = Article.objects.filter(
        Q(among("question_digest", asked)) | Q(among("content_digest", said))
    )
    columns = ("pk", "question_digest", "content_digest")
    for key, question, text in rows.order_by().values_list(*columns):
        if question:
            questions[question].add(key)
        texts[text].add(key)
    return {
        article.pk: (questions[article.question_digest] | texts[article.content_digest])
        - {article.pk}
        for article in articles
    }


def give_back(lost: Iterable[Mapping[str, Any]]) -> None:
    """Put back what changes had closed, once the articles are again what they were: a few queries
    for all. What is not true by now stays closed, for no save would close it."""
    parts = list(lost)
    _give_back_findings([row for part in parts for row in part.get("findings", ())])
    _give_back_conflicts([key for part in parts for key in part.get("conflicts", ())])


def _give_back_findings(rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    kept: dict[tuple[Any, ...], Values] = {}
    for row in rows:
        kept[tuple(row[:4])] = {"assignee_id": None} | dict(zip(_COLUMNS, row, strict=False))
    _leave_out_what_is_gone(kept.values())
    found = Finding.objects.filter(among("article_id", {words[0] for words in kept})).order_by()
    stands, differing = set(), []
    for pk, *values in found.values_list("pk", *_WORDS, *_GIVEN_BACK):
        words = tuple(values[:4])
        if (old := kept.get(words)) is None:
            continue
        stands.add(words)
        # What somebody has been given meanwhile stays his.
        new = [old[name] for name in _GIVEN_BACK[:-1]] + [values[-1] or old["assignee_id"]]
        if new != values[4:]:
            differing.append([*map(_adapted, new), pk])
    update_rows(Finding, _GIVEN_BACK, differing)
    missing = _holding([old for words, old in kept.items() if words not in stands])
    insert_rows(Finding, _COLUMNS, [[_adapted(old[name]) for name in _COLUMNS] for old in missing])


def _leave_out_what_is_gone(rows: Collection[Values]) -> None:
    """Read the moments, and forget imports that are gone, and who may not take a finding now."""
    runs = {row["import_run_id"] for row in rows} - {None}
    runs &= set(ImportRun.objects.filter(among("pk", runs)).values_list("pk", flat=True))
    users = get_user_model().objects.in_bulk({row["assignee_id"] for row in rows} - {None})
    own = {row["article_id"] for row in rows if row["assignee_id"]}
    subjects = dict(Article.objects.filter(among("pk", own)).values_list("pk", "subject"))
    for row in rows:
        row["created_at"] = datetime.fromisoformat(row["created_at"])
        row["import_run_id"] = row["import_run_id"] if row["import_run_id"] in runs else None
        user = users.get(row["assignee_id"])
        subject = subjects.get(row["article_id"])
        is_his = user is not None and subject is not None and may_take(user, subject)
        row["assignee_id"] = user.pk if is_his else None


def _holding(rows: Sequence[Values]) -> list[Values]:
    """Those that are true of the library as it is. What a text or a title says of itself was found
    anew where it is."""
    if not rows:
        return []
    keys = {row["article_id"] for row in rows}
    columns = ("pk", "content_digest", "index_status")
    known = {
        key: (digest, status)
        for key, digest, status in Article.objects.filter(among("pk", keys)).values_list(*columns)
    }
    true_of = {
        SAME_TEXT: _standing_elsewhere(known),
        DANGLING: _leading_nowhere(keys),
        ORPHAN: _led_to_by_none(known),
    }
    return [
        row
        for row in rows
        if (key := row["article_id"]) in known
        and (
            row["kind"] in READING_KINDS
            or key in true_of.get(row["kind"], ())
            or (key, row["detail"]) in true_of.get(row["kind"], ())
        )
    ]


def _standing_elsewhere(known: Mapping[int, tuple[str, str]]) -> set[int]:
    digests = {digest for digest, _ in known.values()}
    rows = Article.objects.filter(among("content_digest", digests)).exclude(status=Status.WITHDRAWN)
    at: dict[str, set[int]] = defaultdict(set)
    for key, digest in rows.order_by().values_list("pk", "content_digest"):
        at[digest].add(key)
    return {key for key, (digest, _) in known.items() if at[digest] - {key}}


def _leading_nowhere(keys: Collection[int]) -> set[tuple[int, str]]:
    rows = Related.objects.filter(among("article_id", keys), target__isnull=True).order_by()
    return set(rows.values_list("article", "path"))


def _led_to_by_none(known: Mapping[int, tuple[str, str]]) -> set[int]:
    led_to = Related.objects.filter(among("target_id", known)).order_by()
    offered = {key for key, (_, status) in known.items() if status == IndexStatus.INDEXABLE}
    return offered - set(led_to.values_list("target", flat=True))


def _give_back_conflicts(keys: Sequence[int]) -> None:
    """Open those again that an edit had decided, and that no later one stands in for."""
    if not keys:
        return
    place = ("article", "field", "source_path")
    edited = Conflict.objects.filter(among("pk", keys), decision=Conflict.Decision.EDITED)
    closed = {tuple(row[1:]): row[0] for row in edited.order_by("-pk").values_list("pk", *place)}
    articles = {article for article, *_ in closed}
    others = Conflict.objects.open().filter(among("article_id", articles)).values_list(*place)
    opened = [closed[which] for which in closed.keys() - set(others)]
    rows = Conflict.objects.filter(among("pk", opened))
    rows.update(closed_at=None, closed_by=None, decision="")


def _adapted(value: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _row(row: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, datetime) else value for value in row]
