"""Stage two of relating: fill lists that have fewer than four related questions."""

from collections import defaultdict
from collections.abc import Sequence

from articles.models import Article, ComputedRelated, Related, RelatingStage
from articles.publishing.effects import mark_due
from articles.relating.candidates import Candidates, find_candidates
from articles.relating.selection import Candidate
from articles.relating.term_frequencies import Frequencies

# So many related questions an article has at least, its own and computed together, where there
# are so many that belong to it.
QUESTIONS_SHOWN = 4
# Some of those that the links name ask the same question: with twice as many there are four.
_ENOUGH_LINKED = 2 * QUESTIONS_SHOWN


def fill_due(keys: Sequence[int], frequencies: Frequencies) -> list[int]:
    """Choose the computed related questions of some articles anew; return those whose list changed.

    Writes only what differs. Whatever gains or loses a link by it is due to be counted.
    """
    live = list(
        Article.objects.live().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)
    )
    standing: dict[int, list[ComputedRelated]] = defaultdict(list)
    for row in ComputedRelated.objects.filter(article__in=keys).order_by("article", "position"):
        standing[row.article_id].append(row)
    needy = _needy(live)
    found = find_candidates(
        [key for key in live if key in needy], frequencies, enough=_ENOUGH_LINKED
    )
    extras = _listed_extras(live, standing)
    changed: dict[int, list[ComputedRelated]] = {}
    for key in keys:
        wished = _wished(key, found.get(key), extras.get(key, []))
        if [_facts(row) for row in wished] != [_facts(row) for row in standing.get(key, [])]:
            changed[key] = wished
    # What was read, and no more: another process may have placed an extra one meanwhile.
    read = [row.pk for key in changed for row in standing.get(key, [])]
    ComputedRelated.objects.filter(pk__in=read).delete()
    ComputedRelated.objects.bulk_create(row for rows in changed.values() for row in rows)
    lost = {row.target_id for key in changed for row in standing.get(key, [])}
    linked = Related.objects.filter(article__in=keys).exclude(target=None)
    lost |= set(linked.order_by().values_list("target_id", flat=True))
    mark_due(lost, RelatingStage.INBOUND)
    return list(changed)


def _needy(keys: Sequence[int]) -> set[int]:
    """Those whose page shows fewer than four of their own."""
    counts: dict[int, int] = defaultdict(int)
    for key in Related.objects.filter(article__in=keys).shown().values_list("article", flat=True):
        counts[key] += 1
    return {key for key in keys if counts[key] < QUESTIONS_SHOWN}


def _listed_extras(
    live: Sequence[int], standing: dict[int, list[ComputedRelated]]
) -> dict[int, list[ComputedRelated]]:
    """The extra ones of live articles that still lead to a question which is not the article's
    own: they hold up another article's two."""
    extras = {
        (row.article_id, row.target_id): row
        for key in live
        for row in standing.get(key, [])
        if row.is_extra
    }
    targets = {target for _, target in extras}
    indexable = set(Article.objects.indexable().filter(pk__in=targets).values_list("pk", flat=True))
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
    key: int, found: Candidates | None, extras: Sequence[ComputedRelated]
) -> list[ComputedRelated]:
    """The list as it ought to be. An extra one that is chosen for itself is none any more."""
    chosen: list[Candidate] = []
    if found:
        chosen = found.best(QUESTIONS_SHOWN - found.around.shown_count)
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


def _facts(row: ComputedRelated) -> tuple[int, str, bool]:
    """What makes two rows the same; the score alone moves with every count of the terms."""
    return row.target_id, row.method, row.is_extra
