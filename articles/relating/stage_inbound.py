"""Stage three of relating: give every indexable article two inbound links.

A missing link is added as the fifth or sixth related question of a near article, at most two per
page. Search engines and readers so reach each article by another path than a list.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from articles.database.batches import batches
from articles.models import Article, ComputedRelated, IndexStatus, Related, RelatingMethod
from articles.relating.candidates import find_candidates
from articles.relating.selection import Candidate
from articles.relating.stage_fill import computed_row
from articles.relating.term_frequencies import Frequencies

INBOUND_LINKS = 2
_EXTRAS_A_PAGE = 2
# Many pages near an article have no room left: more are asked for than are needed.
_ENOUGH_LINKED = 12
_KEYS_A_QUERY = 500
# Where neither links nor texts offer enough pages with room: so many of the nearest keys.
_NEIGHBOURS = 200


@dataclass(slots=True)
class _Page:
    """What an article shows already."""

    extras: int = 0
    last_position: int = 0
    targets: set[int] = field(default_factory=set)


def hold_up(keys: Sequence[int], frequencies: Frequencies) -> list[int]:
    """See to it that two articles lead to each of these that is indexable; return the articles to
    which a link was added, one for each link."""
    indexable = Article.objects.indexable().filter(pk__in=keys)
    sources = _sources(indexable.order_by("pk").values_list("pk", flat=True))
    wanting = {key: INBOUND_LINKS - len(found) for key, found in sources.items()}
    wanting = {key: count for key, count in wanting.items() if count > 0}
    if not wanting:
        return []
    found = find_candidates(list(wanting), frequencies, enough=_ENOUGH_LINKED)
    offered = {key: found[key].best(len(found[key].ranked)) for key in wanting if key in found}
    pages = _read_pages({x.target for some in offered.values() for x in some})
    added: list[ComputedRelated] = []
    for key, count in wanting.items():
        rows = _place(key, count, offered.get(key, []), pages)
        if len(rows) < count:
            near = _neighbours(key)
            pages |= _read_pages({x.target for x in near} - pages.keys())
            rows += _place(key, count - len(rows), near, pages)
        added += rows
    ComputedRelated.objects.bulk_create(added)
    return [row.article_id for row in added]


def _sources(keys: Iterable[int]) -> dict[int, set[int]]:
    """{article: the indexable ones that lead to it}"""
    found: dict[int, set[int]] = {key: set() for key in keys}
    status = IndexStatus.INDEXABLE
    for some in batches(list(found), _KEYS_A_QUERY):
        for model in (Related, ComputedRelated):
            rows = model.objects.filter(target__in=some, article__index_status=status).order_by()
            for target, article in rows.values_list("target", "article"):
                found[target].add(article)
    return found


def _read_pages(keys: Collection[int]) -> dict[int, _Page]:
    pages: dict[int, _Page] = {}
    for some in batches(sorted(keys), _KEYS_A_QUERY):
        pages |= {
            key: _Page()
            for key in Article.objects.indexable().filter(pk__in=some).values_list("pk", flat=True)
        }
        own = Related.objects.filter(article__in=some).exclude(target=None).order_by()
        for article, target in own.values_list("article", "target"):
            if article in pages:
                pages[article].targets.add(target)
        computed = ComputedRelated.objects.filter(article__in=some).order_by()
        for article, target, position, is_extra in computed.values_list(
            "article", "target", "position", "is_extra"
        ):
            if article in pages:
                page = pages[article]
                page.targets.add(target)
                page.extras += is_extra
                page.last_position = max(page.last_position, position)
    return pages


def _place(
    key: int, count: int, offered: Iterable[Candidate], pages: dict[int, _Page]
) -> list[ComputedRelated]:
    """Put the article on the first pages that have room: rows for them, at most `count`."""
    rows: list[ComputedRelated] = []
    for candidate in offered:
        page = pages.get(candidate.target)
        if len(rows) == count:
            break
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
    return [Candidate(pk, RelatingMethod.TEXT, 0.0) for pk in dict.fromkeys(near)]
