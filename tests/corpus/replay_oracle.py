"""What deliveries and editors must come to, worked out without the code under test: answers are
merged by git, related questions by sets of rows and pairs."""

import subprocess
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from articles.core.article_content import FIELDS, ArticleContent
from articles.core.source import SourceDocument

OTHER_FIELDS = [name for name in FIELDS if name not in {"answer", "related"}]


@dataclass
class State:
    """One article as it must be: `base` is what its last delivered file said."""

    base: SourceDocument
    live: ArticleContent
    source_id: int | None
    status: str = "published"
    is_held: bool = False
    kept: SourceDocument | None = None
    collisions: set[str] = field(default_factory=set)
    # Of the rows in conflict, the base that they are measured against.
    related_base: tuple = ()


class Oracle:
    """The states by source path; `folder` is where git may write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: dict[str, State] = {}

    def deliver(self, path: str, file: SourceDocument) -> None:
        """An import reads a file."""
        state = self.states.get(path)
        if state is None:
            self.states[path] = State(file, file.content, file.source_id)
        elif state.status in {"withdrawn", "deleted"}:
            state.kept = file
        else:
            self._meet(state, file)

    def come_back(self, path: str, status: str) -> None:
        """A withdrawn or deleted article is public again; what came meanwhile is met now."""
        state = self.states[path]
        state.status = status
        if state.kept and status == "published":
            file, state.kept = state.kept, None
            self._meet(state, file)

    def _meet(self, state: State, file: SourceDocument) -> None:
        base, state.base = state.base, file
        if state.live == base.content and not state.is_held:
            state.live, state.source_id = file.content, file.source_id
            return
        is_other = self._is_other(base, base.content, file) or self._is_other(
            state, state.live, file
        )
        if state.is_held or is_other:
            state.is_held = True
            return
        merged, collisions = self.merge(base.content, file.content, state.live)
        if "related" in collisions - state.collisions:
            state.related_base = base.content.related
        state.live, state.source_id = merged, file.source_id
        state.collisions |= collisions
        self.settle(state)

    @staticmethod
    def _is_other(known, content: ArticleContent, file: SourceDocument) -> bool:
        """A new id, and less than nine tenths of the words in their places."""
        if known.source_id == file.source_id:
            return False
        words = content.answer.split(), file.content.answer.split()
        return SequenceMatcher(None, *words, autojunk=False).ratio() < 0.9

    def settle(self, state: State) -> None:
        """Forget the collisions in which the article says by now what the file says."""
        for name in list(state.collisions):
            if name == "related":
                rows = self.related(state.related_base, state.base.content.related, state.live.related)
                is_settled = not rows[1]
            else:
                is_settled = getattr(state.live, name) == getattr(state.base.content, name)
            if is_settled:
                state.collisions.remove(name)

    def merge(
        self, base: ArticleContent, theirs: ArticleContent, ours: ArticleContent
    ) -> tuple[ArticleContent, set[str]]:
        """The merge of a field each, and the fields that a person must be asked about."""
        values, collisions = {}, set()
        for name in OTHER_FIELDS:
            was, new, own = (getattr(side, name) for side in (base, theirs, ours))
            values[name] = new if own == was else own
            if own != was and new not in (was, own):
                collisions.add(name)
        answer = self._answer(base.answer, theirs.answer, ours.answer)
        if answer is None:
            collisions.add("answer")
            answer = ours.answer
        related, is_conflict = self.related(base.related, theirs.related, ours.related)
        if is_conflict:
            collisions.add("related")
        return replace(ours, answer=answer, related=related, **values), collisions

    def _answer(self, base: str, theirs: str, ours: str) -> str | None:
        if theirs in (base, ours) or ours == base:
            return theirs if ours == base else ours
        names = ("ours", "base", "theirs")
        for name, text in zip(names, (ours, base, theirs), strict=True):
            (self.folder / name).write_bytes(f"{text}\n".encode())
        command = ["git", "merge-file", "-p", *(str(self.folder / name) for name in names)]
        result = subprocess.run(command, capture_output=True)
        return result.stdout.decode()[:-1] if result.returncode == 0 else None

    @staticmethod
    def related(base: tuple, theirs: tuple, ours: tuple) -> tuple[frozenset | tuple, bool]:
        """The rows that must be live, as a list where one side alone changed it, else as a set;
        and whether a person must be asked."""
        if theirs in (base, ours):
            return ours, False
        if ours == base:
            return theirs, False
        was, new, own = ({row.path: row for row in side} for side in (base, theirs, ours))
        rows, conflict = set(), False
        for path in was.keys() | new.keys() | own.keys():
            sides = {side.get(path) for side in (new, own) if side.get(path) != was.get(path)}
            conflict = conflict or len(sides) == 2
            chosen = own.get(path) if len(sides) != 1 else sides.pop()
            rows |= {chosen} - {None}
        for mover, other, is_ours in ((own, new, True), (new, own, False)):
            turned = _pairs(was) & {(b, a) for a, b in _pairs(mover)}
            if turned and not any(a in other and b in other for a, b in turned):
                conflict = True
                lost = {path for pair in turned for path in pair} - other.keys()
                rows |= {own[path] for path in lost} if is_ours else set()
        both = [path for path in was if path in new and path in own]
        orders = [
            [path for path in side if path in both] for side in (was, new, own)
        ]
        moved = [
            _pairs(was) & {(b, a) for a, b in _pairs(side)} for side in (new, own)
        ]
        if all(moved) and orders[1] != orders[2]:
            conflict = True
        return frozenset(rows), conflict


def _pairs(rows: dict) -> set[tuple[str, str]]:
    paths = list(rows)
    return {(a, b) for place, a in enumerate(paths) for b in paths[place + 1 :]}
