"""Corrections by editors that the last delivery agreed with, read from the revisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from articles.core.article_content import FIELDS, ArticleContent
from articles.importer.planning.decision import Known
from articles.importer.planning.taken_back import lasting
from articles.models import ReplacedFile, Revision

# Written by a person. A move or another status changes no content.
_PERSONS = (Revision.Kind.EDITED, Revision.Kind.DECIDED, Revision.Kind.RESTORED)

Correction = tuple[str, object]
# When a person changed a field, and what it said before.
_Edit = tuple[datetime, object]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The fields of an article in which it agrees with its last delivery and not with the file of
    `path` that came now; `content` is the article's."""

    path: str
    content: ArticleContent
    fields: frozenset[str]


def agreed(path: str, known: Known, theirs: ArticleContent) -> Agreed | None:
    """Return the fields that the file changes and in which article and last delivery agree: what an
    editor once wrote there, the publisher has adopted. None where there is no such field."""
    if known.base is None or known.ours is None or known.is_same_file:
        return None
    fields = frozenset(
        name
        for name in FIELDS
        if getattr(known.ours, name) == getattr(known.base, name) != getattr(theirs, name)
    )
    return Agreed(path, known.ours, fields) if fields else None


def corrections(wanted: Mapping[int, Agreed]) -> dict[int, tuple[Correction, ...]]:
    """Return (field, what it said before) of each change that editors made to the wanted fields
    since a delivery last did, by the article's key, the newest first; without what an editor tried
    and gave up (`lasting`).

    Two queries, none where nothing is wanted; another where an editor went back to an earlier word.
    """
    if not wanted:
        return {}
    steps = Revision.objects.filter(article_key__in=wanted).order_by("-version")
    changed = _changed_by_editors(steps.values_list("pk", "article_key", "kind", "fields"), wanted)
    edits: dict[tuple[int, str], list[_Edit]] = defaultdict(list)
    contents = Revision.objects.filter(pk__in=changed).order_by("version") if changed else ()
    for revision in contents:
        content = revision.content()
        for name in sorted(changed[revision.pk]):
            edit = revision.created_at, getattr(content, name)
            edits[revision.article_key, name].append(edit)
    return _lasting(edits, wanted)


def _lasting(
    edits: Mapping[tuple[int, str], list[_Edit]], wanted: Mapping[int, Agreed]
) -> dict[int, tuple[Correction, ...]]:
    now = {(key, name): getattr(wanted[key].content, name) for key, name in edits}
    returned = {key for (key, name), some in edits.items() if _returns(some, now=now[key, name])}
    bases = _earlier_bases([wanted[key].path for key in returned])
    found: dict[int, list[Correction]] = defaultdict(list)
    for (key, name), some in edits.items():
        moves = _moves(bases.get(wanted[key].path, ()), name, now[key, name])
        found[key] += [
            (name, before) for before in lasting(some, now=now[key, name], moved_at=moves)
        ]
    return {key: tuple(some) for key, some in found.items()}


def _returns(edits: Sequence[_Edit], *, now: object) -> bool:
    """Whether a word stood there twice."""
    words = [*(before for _, before in edits), now]
    return any(word in words[:place] for place, word in enumerate(words))


def _earlier_bases(paths: Sequence[str]) -> dict[str, list[tuple[datetime, ArticleContent]]]:
    """{path: (when it was replaced, the content) of each earlier file}, the first one first."""
    found = defaultdict(list)
    if paths:
        replaced = ReplacedFile.objects.of_paths(paths).select_related("import_run")
        for file in replaced.order_by("import_run_id"):
            moment = file.import_run.finished_at or file.import_run.started_at
            found[file.path].append((moment, file.read_base()))
    return found


def _moves(
    bases: Sequence[tuple[datetime, ArticleContent]], name: str, now: object
) -> list[datetime]:
    """When deliveries gave the base of a field another value; `now` is the last."""
    values = [*(getattr(base, name) for _, base in bases), now]
    moments = [moment for moment, _ in bases]
    return [
        moment for moment, (old, new) in zip(moments, pairwise(values), strict=True) if old != new
    ]


def _changed_by_editors(
    steps: Iterable[tuple[int, int, str, Sequence[str]]], wanted: Mapping[int, Agreed]
) -> dict[int, set[str]]:
    """{key of a revision: the wanted fields that a person changed in it}; the steps come newest
    first, and behind a delivery's change of a field nothing of that field counts."""
    left = {key: set(asked.fields) for key, asked in wanted.items()}
    changed: dict[int, set[str]] = {}
    for pk, key, kind, fields in steps:
        touched = left[key].intersection(fields)
        if kind not in _PERSONS:
            left[key] -= touched
        elif touched:
            changed[pk] = touched
    return changed
