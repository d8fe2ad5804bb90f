"""Decision of what an undo does with an article, derived from the article's history.

Imports and their undos form a stack: the changes of a run and of its undo cancel each other, so
after the third import is undone the second one's article is current and counts as untouched.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from articles.models import Revision


class Fate(Enum):
    """What becomes of an article; DONE: there is nothing of the run's in it, or no more."""

    RESTORED = "restored"
    REMOVED = "removed"
    CHANGED = "it was changed since"
    DELETED = "it was deleted since"
    TAKEN = "another article stands at its old address, or the subject of that is gone"
    DONE = "done"

    @property
    def is_kept(self) -> bool:
        return self in {Fate.CHANGED, Fate.DELETED, Fate.TAKEN}


@dataclass(frozen=True, slots=True)
class Step:
    """One change in the life of an article: the key of its revision, the version that it changed,
    the run that made it, or, with `is_undo`, that was undone by it (None: a person's)."""

    revision_id: int
    version: int
    run_id: int | None
    is_undo: bool


def read_steps(article_keys: Iterable[int]) -> dict[int, list[Step]]:
    """Return every step of each article, the first one first; at most a few hundred keys."""
    steps = defaultdict(list)
    rows = Revision.objects.filter(article_key__in=list(article_keys)).order_by("version")
    for key, pk, version, run_id, kind in rows.values_list(
        "article_key", "pk", "version", "import_run", "kind"
    ):
        steps[key].append(Step(pk, version, run_id, kind == Revision.Kind.UNDONE))
    return steps


def standing(steps: Iterable[Step]) -> list[Step]:
    """Return the steps that no undo took back: `import 2, import 3, undo of 3` -> `import 2`."""
    stack: list[Step] = []
    for step in steps:
        if not step.is_undo:
            stack.append(step)
            continue
        while stack and stack[-1].run_id == step.run_id:
            stack.pop()
    return stack


def fate_of(
    steps: Sequence[Step], run_id: int, *, version: int | None, is_own: bool
) -> tuple[Fate, Step | None]:
    """Return what an undo of the run does with an article, and the step before which it was as it
    shall be again.

    `version` is the live one, None where the article is gone; `is_own`: the run made the article.
    """
    stack = standing(steps)
    own = [step for step in stack if step.run_id == run_id]
    if not own and not is_own:
        return Fate.DONE, None
    if version is None:
        return Fate.DELETED, None
    last = steps[-1].version if steps else 0
    is_on_top = stack[len(stack) - len(own) :] == own
    if version != last + 1 or not is_on_top or (is_own and len(stack) > len(own)):
        return Fate.CHANGED, None
    return (Fate.REMOVED, None) if is_own else (Fate.RESTORED, own[0])
