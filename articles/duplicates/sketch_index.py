"""Sketches of the library's texts in the database, and the articles that share some of them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from articles.core.duplicates.sketches import LEAST_SHARED, sketch
from articles.database.among import among
from articles.database.bulk_insert import insert_rows
from articles.duplicates.compared_texts import Text
from articles.models import SketchBand

# A phrase that a thousand texts begin with finds all of them: those that share most come first.
_MOST_COMPARED = 50
# Longer rows of one number are no likeness but a boilerplate; they are not read to their end.
_MOST_ROWS = 100_000

Bands = dict[int, tuple[int, ...]]


def write_sketches(keys: Sequence[int], texts: Mapping[int, Text]) -> Bands:
    """Replace what is stored of some articles by the sketches of their texts, nothing where an
    article has none that is compared; return them. Only differences are written."""
    bands = {key: sketch(text.words) for key, text in texts.items()}
    rows = SketchBand.objects.filter(among("article_id", keys)).order_by()
    stored = set(rows.values_list("band", "article_id"))
    wanted = {(band, key) for key, some in bands.items() for band in some}
    gone = {key for _, key in stored - wanted}
    if gone:
        SketchBand.objects.filter(among("article_id", sorted(gone))).delete()
        stored = {(band, key) for band, key in stored if key not in gone}
    insert_rows(SketchBand, ("band", "article"), sorted(wanted - stored))
    return bands


def candidates_of(bands: Bands) -> dict[int, list[int]]:
    """Return for each article at most fifty others that share two numbers with it, those that
    share most first: one query."""
    holders: dict[int, list[int]] = {}
    wanted = sorted({band for some in bands.values() for band in some})
    rows = SketchBand.objects.filter(among("band", wanted)).order_by()
    for band, key in rows.values_list("band", "article_id")[: _MOST_ROWS + len(wanted)]:
        holders.setdefault(band, []).append(key)
    found = {}
    for key, some in bands.items():
        shared = Counter(other for band in some for other in holders.get(band, ()))
        del shared[key]
        most = shared.most_common(_MOST_COMPARED)
        found[key] = [other for other, count in most if count >= LEAST_SHARED]
    return found
