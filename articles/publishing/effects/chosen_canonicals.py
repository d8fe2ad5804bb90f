"""Canonicals that somebody chose for articles whose text is another: nearly the same, or an answer
to the same question. The election of `canonicals.py` follows them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from articles.database.among import among
from articles.database.batches import batches
from articles.database.compiled_query import CompiledQuery
from articles.models import ChosenCanonical

_DIGESTS_A_QUERY = 500


class Choice(NamedTuple):
    """An article, by its text, and the canonical that was chosen for it."""

    key: int
    digest: str
    canonical: int
    canonical_digest: str


def choices_about(digests: Iterable[str]) -> list[Choice]:
    """Return every choice that hangs together with some texts, in the order of the articles: one
    query, and another for each step that a choice leads on."""
    found: set[Choice] = set()
    known, fresh = set(digests), set(digests)
    while fresh:
        read = {choice for some in batches(sorted(fresh), _DIGESTS_A_QUERY) for choice in _of(some)}
        found |= read
        ends = {digest for choice in read for digest in (choice.digest, choice.canonical_digest)}
        fresh = ends - known
        known |= fresh
    return sorted(found)


def chosen_digests() -> set[str]:
    """Return the texts for which a canonical was chosen, and those of the canonicals."""
    columns = ("article__content_digest", "canonical__content_digest")
    rows = ChosenCanonical.objects.order_by().values_list(*columns)
    return {digest for row in rows for digest in row}


def follow_choices(
    elected: Mapping[str, int | None], chosen: Sequence[Choice], can_be_indexed: Collection[int]
) -> dict[str, int | None]:
    """Return the canonical of each text by digest: its own elected article, or that of the text
    that its choices lead to. A choice whose canonical cannot be indexed leads nowhere, and neither
    does one of several that lead in a circle."""
    step: dict[str, str] = {}
    for choice in chosen:
        canonical = elected.get(choice.canonical_digest)
        if canonical in can_be_indexed and choice.digest != choice.canonical_digest:
            step.setdefault(choice.digest, choice.canonical_digest)
    found = {}
    for digest, own in elected.items():
        seen, last = {digest}, digest
        while last in step and step[last] not in seen:
            last = step[last]
            seen.add(last)
        found[digest] = own if last in step else elected[last]
    return found


def _of(digests: Sequence[str]) -> Iterable[Choice]:
    return (Choice(*row) for row in _CHOICES.rows(digests=digests))


def _choices(digests: Iterable[str]) -> QuerySet:
    """Those of articles, and of canonicals, with these texts. As two queries in one: for either
    condition SQLite would look at every article."""
    columns = ("article__content_digest", "canonical_id", "canonical__content_digest")
    of_articles, of_canonicals = (
        ChosenCanonical.objects.filter(among(f"{end}__content_digest", digests))
        .order_by()
        .values_list("article_id", *columns)
        for end in ("article", "canonical")
    )
    return of_articles.union(of_canonicals, all=True)


_CHOICES = CompiledQuery(_choices, digests=list)
