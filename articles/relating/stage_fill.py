"""Stage two of relating: fill lists that have fewer than four related questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from articles.core.relatedness.library import Library
from articles.core.relatedness.lists import choose_lists
from articles.core.relatedness.selection import Candidate
from articles.core.relatedness.term_weights import Frequencies
from articles.database.among import among
from articles.database.bulk_insert import insert_rows
from articles.models import ComputedRelated, Finding, Related, RelatingStage
from articles.publishing.effects import mark_due
from articles.relating.shown_articles import indexable_among, live_among

_COLUMNS = ("article", "position", "target", "method", "score", "is_extra")


class Row(NamedTuple):
    """A row of ComputedRelated, in the order of the columns that are written."""

    article: int
    position: int
    target: int
    method: str
    score: float
    is_extra: bool

    def facts(self) -> tuple[int, str, bool]:
        """What makes two rows the same; the score alone moves with every count of the terms."""
        return self.target, self.method, self.is_extra


Chosen = Mapping[int, Sequence[Candidate]]
_NOTHING: Chosen = MappingProxyType({})


def fill_due(
    keys: Sequence[int], library: Library, frequencies: Frequencies, chosen: Chosen = _NOTHING
) -> list[int]:
    """Choose the computed related questions of some articles anew; return those whose list changed.

    Writes only what differs. Whatever gains or loses a link by it is due to be counted. `chosen`
    lists are taken as they are, unless they name what may not be shown any more.
    """
    standing: dict[int, list[Row]] = defaultdict(list)
    ids: dict[int, list[int]] = defaultdict(list)
    stored = ComputedRelated.objects.filter(among("article", keys)).order_by("article", "position")
    for pk, *values in stored.values_list("pk", *_COLUMNS):
        row = Row(*values)
        standing[row.article].append(row)
        ids[row.article].append(pk)
    chosen = _showable(chosen)
    left = [key for key in keys if key not in chosen]
    chosen |= choose_lists(library, left, frequencies) if left else {}
    extras = _listed_extras(standing)
    changed: dict[int, list[Row]] = {}
    for key in keys:
        wished = _wished(key, chosen.get(key, []), extras.get(key, []))
        if [row.facts() for row in wished] != [row.facts() for row in standing.get(key, [])]:
            changed[key] = wished
    # What was read, and no more: another process may have placed an extra one meanwhile.
    read = [pk for key in changed for pk in ids.get(key, [])]
    if read:
        ComputedRelated.objects.filter(among("pk", read)).delete()
    insert_computed(row for rows in changed.values() for row in rows)
    lost = {row.target for key in changed for row in standing.get(key, [])}
    linked = Related.objects.filter(among("article", keys)).exclude(target=None)
    lost |= set(linked.order_by().values_list("target_id", flat=True))
    mark_due(lost, RelatingStage.INBOUND)
    return list(changed)


def _showable(chosen: Chosen) -> dict[int, Sequence[Candidate]]:
    targets = {candidate.target for some in chosen.values() for candidate in some}
    indexable = indexable_among(targets)
    return {key: some for key, some in chosen.items() if all(x.target in indexable for x in some)}


def _listed_extras(
    standing: Mapping[int, Sequence[Row]],
) -> dict[int, list[Row]]:
    """The extra ones of live articles that still lead to a question which is not the article's
    own: they hold up another article's two."""
    placed = [row for rows in standing.values() for row in rows if row.is_extra]
    if not placed:
        return {}
    live = live_among({row.article for row in placed})
    extras = {(row.article, row.target): row for row in placed if row.article in live}
    targets = {target for _, target in extras}
    indexable = indexable_among(targets)
    own = set(
        Related.objects.filter(
            article__in={key for key, _ in extras}, target__in=targets
        ).values_list("article", "target")
    )
    kept: dict[int, list[Row]] = defaultdict(list)
    for (key, target), row in extras.items():
        if target in indexable and (key, target) not in own:
            kept[key].append(row)
    return kept


def _wished(key: int, chosen: Sequence[Candidate], extras: Sequence[Row]) -> list[Row]:
    """The list as it ought to be. An extra one that is chosen for itself is none any more."""
    targets = {candidate.target for candidate in chosen}
    rows = [computed_row(key, place, candidate) for place, candidate in enumerate(chosen, start=1)]
    for row in extras:
        if row.target not in targets:
            candidate = Candidate(row.target, row.method, row.score)
            rows.append(computed_row(key, len(rows) + 1, candidate, is_extra=True))
    return rows


def computed_row(
    article: int, position: int, candidate: Candidate, *, is_extra: bool = False
) -> Row:
    """Return a row that shows a candidate."""
    score = round(candidate.score, 3)
    return Row(article, position, candidate.target, candidate.method, score, is_extra)


def insert_computed(rows: Iterable[Row]) -> None:
    """Write rows, and close the findings that nothing leads to their targets."""
    rows = list(rows)
    insert_rows(ComputedRelated, _COLUMNS, rows)
    targets = sorted({row[_COLUMNS.index("target")] for row in rows})
    if targets:
        Finding.objects.filter(among("article_id", targets), kind="orphan").delete()
