"""Stage three of relating: give every indexable article two inbound links.

A missing link is added as the fifth or sixth related question of a near article, at most two per
page. Search engines and readers so reach each article by another path than a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from articles.core.relatedness.library import TEXT, Library
from articles.core.relatedness.lists import offer_pages
from articles.core.relatedness.selection import Candidate
from articles.core.relatedness.term_weights import Frequencies
from articles.database.among import among
from articles.database.batches import batches
from articles.models import Article, ComputedRelated, Related
from articles.relating.shown_articles import indexable_among
from articles.relating.stage_fill import Row, computed_row, insert_computed

INBOUND_LINKS = 2
_EXTRAS_A_PAGE = 2
_KEYS_A_QUERY = 500
_LOOKED_AT_FIRST = 8
# Where neither links nor texts offer enough pages with room: so many of the nearest keys.
_NEIGHBOURS = 200


@dataclass(slots=True)
class _Page:
    """What an article shows already."""

    extras: int = 0
    last_position: int = 0
    targets: set[int] = field(default_factory=set)


class _Pages(dict[int, _Page | None]):
    """What articles show, by their keys; None for one that shall show nothing to a search engine.

    Read when it is asked for: most articles find room on the first pages that are offered.
    """

    def read(self, keys: Iterable[int]) -> None:
        """Read those that were not read yet."""
        new = set(keys) - self.keys()
        self.update(dict.fromkeys(new))
        found = sorted(indexable_among(new))
        self.update((key, _Page()) for key in found)
        for some in batches(found, _KEYS_A_QUERY):
            own = Related.objects.filter(among("article", some)).exclude(target=None).order_by()
            for article, target in own.values_list("article", "target"):
                self[article].targets.add(target)
            computed = ComputedRelated.objects.filter(among("article", some)).order_by()
            for article, target, position, is_extra in computed.values_list(
                "article", "target", "position", "is_extra"
            ):
                page = self[article]
                page.targets.add(target)
                page.extras += is_extra
                page.last_position = max(page.last_position, position)


Offered = Mapping[int, Sequence[Candidate]]
_NOTHING: Offered = MappingProxyType({})


def hold_up(
    keys: Sequence[int], library: Library, frequencies: Frequencies, offered: Offered = _NOTHING
) -> list[int]:
    """See to it that two articles lead to each of these that is indexable; return the articles to
    which a link was added, one for each link. `offered` are pages near some of them."""
    wanting = count_wanting(keys)
    if not wanting:
        return []
    left = [key for key in wanting if key not in offered]
    near = {**offered, **(offer_pages(library, left, frequencies) if left else {})}
    pages = _Pages()
    pages.read(x.target for key in wanting for x in near.get(key, ())[:_LOOKED_AT_FIRST])
    added: list[Row] = []
    for key, count in wanting.items():
        rows = _place(key, count, near.get(key, ()), pages)
        if len(rows) < count:
            rows += _place(key, count - len(rows), _neighbours(key), pages)
        added += rows
    insert_computed(added)
    return [row.article for row in added]


def count_wanting(keys: Sequence[int]) -> dict[int, int]:
    """Return how many links the indexable ones of these lack, in the order of their keys, without
    those that lack none."""
    sources = _sources(sorted(indexable_among(keys)))
    wanting = {key: INBOUND_LINKS - len(found) for key, found in sources.items()}
    return {key: count for key, count in wanting.items() if count > 0}


def _sources(keys: Sequence[int]) -> dict[int, set[int]]:
    """{article: the indexable ones that lead to it}"""
    rows: set[tuple[int, int]] = set()
    for some in batches(keys, _KEYS_A_QUERY):
        for model in (Related, ComputedRelated):
            leading = model.objects.filter(among("target", some)).order_by()
            rows.update(leading.values_list("target", "article"))
    indexable = indexable_among({article for _, article in rows})
    found: dict[int, set[int]] = {key: set() for key in keys}
    for target, article in rows:
        if article in indexable:
            found[target].add(article)
    return found


def _place(key: int, count: int, offered: Sequence[Candidate], pages: _Pages) -> list[Row]:
    """Put the article on the first pages that have room: rows for them, at most `count`."""
    rows: list[Row] = []
    for number, candidate in enumerate(offered):
        if len(rows) == count:
            break
        if candidate.target not in pages:
            pages.read(x.target for x in offered[number:])
        page = pages[candidate.target]
        if page is None or key in page.targets or page.extras >= _EXTRAS_A_PAGE:
            continue
        page.last_position += 1
        page.extras += 1
        page.targets.add(key)
        placed = Candidate(key, candidate.method, candidate.score)
        rows.append(computed_row(candidate.target, page.last_position, placed, is_extra=True))
    return rows


def _neighbours(key: int) -> list[Candidate]:
    """The articles nearest by key, where links and texts know of none: first of the same subject,
    then of any. A score of 0, and by the text, for want of a better."""
    subject = Article.objects.filter(pk=key).values("subject")[:1]
    everywhere = Article.objects.indexable().only("pk")
    near: list[int] = []
    for articles in (everywhere.filter(subject__in=subject), everywhere):
        after = articles.filter(pk__gt=key).order_by("pk")
        before = articles.filter(pk__lt=key).order_by("-pk")
        found = [
            pk for some in (after, before) for pk in some.values_list("pk", flat=True)[:_NEIGHBOURS]
        ]
        near += sorted(found, key=lambda pk: (abs(pk - key), pk))
    return [Candidate(pk, TEXT, 0.0) for pk in dict.fromkeys(near)]
