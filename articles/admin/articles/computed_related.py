"""Panel of computed related questions, which an editor can adopt as rows of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.admin.base.lookup_guards import read_number
from articles.core.article_content import RelatedLink
from articles.models import Article, ComputedRelated

_PREFIX = "adopt-"


@dataclass(frozen=True, slots=True)
class Computed:
    """One of them. `field` is the name of the box that adopts it; `note` says what speaks for it,
    and whether it stands there for the other article's sake."""

    target: Article
    field: str
    is_adopted: bool
    note: str


def computed_of(article: Article, data: Mapping[str, str] | None) -> Sequence[Computed]:
    """Return those that readers see, in order; one query. `data` is the form as it was sent."""
    adopted = _adopted_keys(data)
    return [
        Computed(
            target=row.target,
            field=f"{_PREFIX}{row.target_id}",
            is_adopted=row.target_id in adopted,
            note=_note(row),
        )
        for row in _rows(article)
    ]


def adopted_links(article: Article, data: Mapping[str, str] | None) -> list[RelatedLink]:
    """Return the links that the form adopts; no query where it adopts none. Only what is computed
    for this article can be adopted."""
    keys = _adopted_keys(data)
    if not keys or not article.pk:
        return []
    return [
        RelatedLink(row.target.get_absolute_url(), row.target.heading)
        for row in _rows(article)
        if row.target_id in keys
    ]


def _adopted_keys(data: Mapping[str, str] | None) -> set[int]:
    names = [name.removeprefix(_PREFIX) for name in data or () if name.startswith(_PREFIX)]
    return {key for key in map(read_number, names) if key is not None}


def _rows(article: Article) -> Sequence[ComputedRelated]:
    rows = ComputedRelated.objects.filter(article=article).shown().order_by("position")
    return rows.select_related("target__subject").defer("target__answer")


def _note(row: ComputedRelated) -> str:
    note = f"computed: {row.get_method_display()}"
    return f"{note}; here so that two questions lead to it" if row.is_extra else note
