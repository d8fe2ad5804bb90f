"""Stage two of relating: fill lists that have fewer than four related questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from articles.core.relatedness.library import Library
from articles.core.relatedness.lists import choose_lists
from articles.core.relatedness.selection import Candidate
from articles.core.relatedness.term_weights import Frequencies
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.models import ComputedRelated, Related, RelatingStage
from articles.publishing.effects import mark_due
from articles.relating.shown_articles import indexable_among, live_among

_KEYS_A_QUERY = 500
_COLUMNS = ("article", "position", "target", "method", "score", "is_extra")
_ATTRIBUTES = ("article_id", "position", "target_id", "method", "score", "is_extra")

Chosen = Mapping[int, Sequence[Candidate]]
_NOTHING: Chosen = MappingProxyType({})


def fill_due(
    keys: Sequence[int], library: Library, frequencies: Frequencies, chosen: Chosen = _NOTHING
) -> list[int]:
    """Choose the computed related questions of some articles anew; return those whose list changed.

    Writes only what differs. Whatever gains or loses a link by it is due to be counted. `chosen`
    lists are taken as they are, unless they name what may not be shown any more.
    """
    standing: dict[int, list[ComputedRelated]] = defaultdict(list)
    for row in ComputedRelated.objects.filter(article__in=keys).order_by("article", "position"):
        standing[row.article_id].append(row)
    chosen = _showable(chosen)
    left = [key for key in keys if key not in chosen]
    chosen |= choose_lists(library, left, frequencies) if left else {}
    extras = _listed_extras(standing)
    changed: dict[int, list[ComputedRelated]] = {}
    for key in keys:
        wished = _wished(key, chosen.get(key, []), extras.get(key, []))
        if [_facts(row) for row in wished] != [_facts(row) for row in standing.get(key, [])]:
            changed[key] = wished
    # What was read, and no more: another process may have placed an extra one meanwhile.
    read = [row.pk for key in changed for row in standing.get(key, [])]
    for some in batches(read, _KEYS_A_QUERY):
        ComputedRelated.objects.filter(pk__in=some).delete()
    insert_computed(row for rows in changed.values() for row in rows)
    lost = {row.target_id for key in changed for row in standing.get(key, [])}
    linked = Related.objects.filter(article__in=keys).exclude(target=None)
    lost |= set(linked.order_by().values_list("target_id", flat=True))
    mark_due(lost, RelatingStage.INBOUND)
    return list(changed)


def _showable(chosen: Chosen) -> dict[int, Sequence[Candidate]]:
    targets = {candidate.target for some in chosen.values() for candidate in some}
    indexable = indexable_among(targets)
    return {key: some for key, some in chosen.items() if all(x.target in indexable for x in some)}


def _listed_extras(
    standing: dict[int, list[ComputedRelated]],
) -> dict[int, list[ComputedRelated]]:
    """The extra ones of live articles that still lead to a question which is not the article's
    own: they hold up another article's two."""
    placed = [row for rows in standing.values() for row in rows if row.is_extra]
    if not placed:
        return {}
    live = live_among({row.article_id for row in placed})
    extras = {(row.article_id, row.target_id): row for row in placed if row.article_id in live}
    targets = {target for _, target in extras}
    indexable = indexable_among(targets)
    own = set(
        Related.objects.filter(
            article__in={key for key, _ in extras}, target__in=targets
        ).values_list("article", "target")
    )
    kept: dict[int, list[ComputedRelated]] = defaultdict(list)
    for (key, target), row in extras.items():
        if target in indexable and (key, target) not in own:
            kept[key].append(row)
    return kept


def _wished(
    key: int, chosen: Sequence[Candidate], extras: Sequence[ComputedRelated]
) -> list[ComputedRelated]:
    """The list as it ought to be. An extra one that is chosen for itself is none any more."""
    targets = {candidate.target for candidate in chosen}
    rows = [computed_row(key, place, candidate) for place, candidate in enumerate(chosen, start=1)]
    for row in extras:
        if row.target_id not in targets:
            candidate = Candidate(row.target_id, row.method, row.score)
            rows.append(computed_row(key, len(rows) + 1, candidate, is_extra=True))
    return rows


def computed_row(
    article: int, position: int, candidate: Candidate, *, is_extra: bool = False
) -> ComputedRelated:
    """Return an unsaved row."""
    return ComputedRelated(
        article_id=article,
        position=position,
        target_id=candidate.target,
        method=candidate.method,
        score=round(candidate.score, 3),
        is_extra=is_extra,
    )


def insert_computed(rows: Iterable[ComputedRelated]) -> None:
    """Write unsaved rows."""
    values = [[getattr(row, name) for name in _ATTRIBUTES] for row in rows]
    insert_rows(ComputedRelated, _COLUMNS, values)


def _facts(row: ComputedRelated) -> tuple[int, str, bool]:
    """What makes two rows the same; the score alone moves with every count of the terms."""
    return row.target_id, row.method, row.is_extra
