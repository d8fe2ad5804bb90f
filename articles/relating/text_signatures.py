"""Signatures of the library's texts in the database, and the index by which they are found."""

from collections.abc import Iterable, Mapping, Sequence

from articles.core.relatedness.signatures import Signature, strongest_terms, unpack
from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import insert_rows
from articles.models import TextPosting, TextSignature

_KEYS_A_STATEMENT = 500
_REPLACE = (
    "(article_id) DO UPDATE SET version = excluded.version,"
    " is_indexable = excluded.is_indexable, terms = excluded.terms"
)


def read_signatures(keys: Sequence[int]) -> dict[int, Signature]:
    """Return the signatures of the articles that have one."""
    return {
        pk: unpack(terms)
        for some in batches(keys, _KEYS_A_STATEMENT)
        for pk, terms in TextSignature.objects.filter(among("pk", some)).values_list("pk", "terms")
    }


def write_signatures(rows: Mapping[int, tuple[int, bool, bytes]]) -> None:
    """Replace signatures and postings: {article: (version, is indexable, packed signature)}. Only
    an indexable one is given postings: it alone shall be found."""
    stale, new = _postings_that_change(rows)
    for some in batches(stale, _KEYS_A_STATEMENT):
        TextPosting.objects.filter(article__in=some).delete()
    insert_rows(
        TextSignature,
        ("article", "version", "is_indexable", "terms"),
        [(pk, *row) for pk, row in rows.items()],
        on_conflict=_REPLACE,
    )
    insert_rows(
        TextPosting,
        ("term", "article"),
        [(term, pk) for pk in new for term in strongest_terms(rows[pk][2])],
    )


def _postings_that_change(
    rows: Mapping[int, tuple[int, bool, bytes]],
) -> tuple[list[int], list[int]]:
    """Return the articles whose postings are wrong now, and those that need some. Read again by
    the same counts, most texts say what they said."""
    stale, new = [], {pk for pk, (_, is_indexable, _) in rows.items() if is_indexable}
    for some in batches(sorted(rows), _KEYS_A_STATEMENT):
        known = TextSignature.objects.filter(among("pk", some), is_indexable=True)
        for pk, terms in known.values_list("pk", "terms"):
            if pk in new and set(strongest_terms(terms)) == set(strongest_terms(rows[pk][2])):
                new.remove(pk)
            else:
                stale.append(pk)
    return stale, sorted(new)


def remove_signatures(keys: Iterable[int]) -> None:
    """Forget the texts of these articles."""
    for some in batches(list(keys), _KEYS_A_STATEMENT):
        TextPosting.objects.filter(article__in=some).delete()
        TextSignature.objects.filter(article__in=some).delete()
