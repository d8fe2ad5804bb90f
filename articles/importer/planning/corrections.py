"""Corrections by editors that the last delivery agreed with, read from the revisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from articles.core.article_content import FIELDS, ArticleContent
from articles.importer.planning.decision import Known
from articles.models import Revision

# Written by a person. A move or another status changes no content.
_PERSONS = (Revision.Kind.EDITED, Revision.Kind.DECIDED, Revision.Kind.RESTORED)

Correction = tuple[str, object]


def agreed_fields(known: Known, theirs: ArticleContent) -> set[str]:
    """Return the fields that the file changes and in which article and last delivery agree: what an
    editor once wrote there, the publisher has adopted."""
    if known.base is None or known.ours is None or known.is_same_file:
        return set()
    return {
        name
        for name in FIELDS
        if getattr(known.ours, name) == getattr(known.base, name) != getattr(theirs, name)
    }


def corrections(wanted: Mapping[int, set[str]]) -> dict[int, tuple[Correction, ...]]:
    """Return (field, what it said before) of each change that editors made to the wanted fields
    since a delivery last did, by the article's key; `wanted` is {article key: fields}.

    Two queries, none where nothing is wanted.
    """
    if not wanted:
        return {}
    steps = Revision.objects.filter(article_key__in=wanted).order_by("-version")
    changed = _changed_by_editors(steps.values_list("pk", "article_key", "kind", "fields"), wanted)
    found: dict[int, list[Correction]] = defaultdict(list)
    contents = Revision.objects.filter(pk__in=changed).order_by("-version") if changed else ()
    for revision in contents:
        content = revision.content()
        for name in sorted(changed[revision.pk]):
            found[revision.article_key].append((name, getattr(content, name)))
    return {key: tuple(some) for key, some in found.items()}


def _changed_by_editors(
    steps: Iterable[tuple[int, int, str, Sequence[str]]], wanted: Mapping[int, set[str]]
) -> dict[int, set[str]]:
    """{key of a revision: the wanted fields that a person changed in it}; the steps come newest
    first, and behind a delivery's change of a field nothing of that field counts."""
    left = {key: set(fields) for key, fields in wanted.items()}
    changed: dict[int, set[str]] = {}
    for pk, key, kind, fields in steps:
        touched = left[key].intersection(fields)
        if kind not in _PERSONS:
            left[key] -= touched
        elif touched:
            changed[pk] = touched
    return changed
