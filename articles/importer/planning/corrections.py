"""Corrections by editors that deliveries adopted, by the revisions and the files that came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.core.article_content import FIELDS, ArticleContent
from articles.importer.planning.corrected_parts import Corrected
from articles.importer.planning.decision import Known
from articles.importer.planning.taken_back import Delivery, adopted
from articles.models import ReplacedFile, Revision

# Written by a person. A move or another status changes no content.
_PERSONS = (Revision.Kind.EDITED, Revision.Kind.DECIDED, Revision.Kind.RESTORED)
# The fields that are merged part by part: article and last delivery may agree in some of it.
_IN_PARTS = ("answer", "related")


@dataclass(frozen=True, slots=True)
class Agreed:
    """The fields of an article in which it agrees, wholly or in part, with its last delivery
    (`base`) and not with the file of `path` that came now; `content` is the article's. `base_run`
    as in `Known`."""

    path: str
    base_run: int | None
    base: ArticleContent
    content: ArticleContent
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of an article: what it said before, when, by which import (None: a person's)."""

    moment: datetime
    content: ArticleContent
    kind: str
    run: int | None


def agreed(path: str, known: Known, theirs: ArticleContent) -> Agreed | None:
    """Return the fields that the file changes and in which article and last delivery may agree:
    what an editor once wrote there, the publisher has adopted. None where there is no such
    field."""
    if known.base is None or known.ours is None or known.is_same_file:
        return None
    fields = frozenset(
        name
        for name in FIELDS
        if getattr(theirs, name) not in (getattr(known.base, name), getattr(known.ours, name))
        and (name in _IN_PARTS or getattr(known.ours, name) == getattr(known.base, name))
    )
    return Agreed(path, known.base_run, known.base, known.ours, fields) if fields else None


def corrections(wanted: Mapping[int, Agreed]) -> dict[int, tuple[Corrected, ...]]:
    """Return what editors corrected in the wanted fields and deliveries adopted, by the article's
    key.

    A query, none where nothing is wanted; two more where an editor changed any of these fields.
    """
    touched = _touched_by_editors(wanted)
    if not touched:
        return {}
    steps = _steps(touched)
    files = _earlier_files([wanted[key].path for key in touched])
    return {
        key: _adopted(wanted[key], names, steps[key], files.get(wanted[key].path, []))
        for key, names in touched.items()
    }


def _touched_by_editors(wanted: Mapping[int, Agreed]) -> dict[int, set[str]]:
    """{article's key: the wanted fields that a person ever changed}."""
    if not wanted:
        return {}
    found: dict[int, set[str]] = {}
    edits = Revision.objects.filter(article_key__in=wanted, kind__in=_PERSONS).order_by()
    for key, fields in edits.values_list("article_key", "fields"):
        if names := wanted[key].fields.intersection(fields):
            found.setdefault(key, set()).update(names)
    return found


def _steps(keys: Iterable[int]) -> dict[int, list[_Step]]:
    """The changes of each article, the first one first."""
    found = defaultdict(list)
    for step in Revision.objects.filter(article_key__in=list(keys)).order_by("version"):
        found[step.article_key].append(
            _Step(step.created_at, step.content(), step.kind, step.import_run_id)
        )
    return found


def _earlier_files(paths: Sequence[str]) -> dict[str, list[ReplacedFile]]:
    """The earlier files of each path, the first one first."""
    found = defaultdict(list)
    replaced = ReplacedFile.objects.of_paths(paths).select_related("import_run")
    for file in replaced.order_by("import_run_id"):
        found[file.path].append(file)
    return found


def _adopted(
    wanted: Agreed, names: Iterable[str], steps: Sequence[_Step], files: Sequence[ReplacedFile]
) -> tuple[Corrected, ...]:
    if wanted.base_run is not None:
        # What came since was refused.
        files = [file for file in files if file.import_run_id < wanted.base_run]
    said = [*(file.read_base() for file in files), wanted.base]
    deliveries = []
    start = 0
    for file, theirs in zip(files, said[1:], strict=True):
        place = _place(file, steps)
        ours = steps[place].content if place < len(steps) else wanted.content
        drafts = tuple(step.content for step in steps[start:place] if step.kind in _PERSONS)
        deliveries.append(Delivery(theirs, ours, drafts))
        start = max(start, place)
    return adopted(said[0], deliveries, names)


def _place(file: ReplacedFile, steps: Sequence[_Step]) -> int:
    """The number of the first change that did not come before the import that replaced the file:
    the article said then what it said before that change."""
    run = file.import_run
    moment = run.finished_at or run.started_at
    for place, step in enumerate(steps):
        if step.run == run.pk or step.moment > moment:
            return place
    return len(steps)
