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
    # The related questions in conflict, by path; "" is their order.
    rows: set[str] = field(default_factory=set)


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
        sides = (side.related for side in (base.content, file.content, state.live))
        state.rows |= self.related(*sides)[1]
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

    def see(self, path: str, live: ArticleContent) -> None:
        """Where both sides changed rows, take the order in which the right ones stand: whoever
        goes on, goes on from that."""
        state = self.states[path]
        if isinstance(state.live.related, frozenset) and set(live.related) == state.live.related:
            state.live = replace(state.live, related=live.related)

    def settle(self, state: State) -> None:
        """Forget the collisions in which the article says by now what the file says."""
        for name in list(state.collisions):
            said, live = (getattr(each, name) for each in (state.base.content, state.live))
            if name == "related":
                state.rows = {path for path in state.rows if not _agree(path, said, live)}
            if not state.rows if name == "related" else said == live:
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
        related, rows = self.related(base.related, theirs.related, ours.related)
        if rows:
            collisions.add("related")
        return replace(ours, answer=answer, related=related, **values), collisions

    def _answer(self, base: str, theirs: str, ours: str) -> str | None:
        if theirs in (base, ours) or ours == base:
            return theirs if ours == base else ours
        if _is_between_rewritten(base, theirs, ours) or _is_between_rewritten(base, ours, theirs):
            return None
        names = ("ours", "base", "theirs")
        for name, text in zip(names, (ours, base, theirs), strict=True):
            (self.folder / name).write_bytes(f"{text}\n".encode())
        command = ["git", "merge-file", "-p", *(str(self.folder / name) for name in names)]
        result = subprocess.run(command, capture_output=True)
        return None if result.returncode else result.stdout.decode()[:-1]

    @staticmethod
    def related(base: tuple, theirs: tuple, ours: tuple) -> tuple[frozenset | tuple, set[str]]:
        """The rows that must be live, as a list where one side alone changed it, else as a set; and
        the paths of those that a person must be asked about, "" for the order."""
        if theirs in (base, ours):
            return ours, set()
        if ours == base:
            return theirs, set()
        was, new, own = ({row.path: row for row in side} for side in (base, theirs, ours))
        rows, asked = set(), set()
        for path in was.keys() | new.keys() | own.keys():
            sides = {side.get(path) for side in (new, own) if side.get(path) != was.get(path)}
            if len(sides) == 2:
                asked.add(path)
            rows.add(sides.pop() if len(sides) == 1 else own.get(path))
        for mover, other in ((own, new), (new, own)):
            turned = _turned(was, mover)
            if turned and not any(a in other and b in other for a, b in turned):
                lost = {path for pair in turned for path in pair} - other.keys()
                asked |= lost
                rows |= {own.get(path) for path in lost}
        orders = [
            [path for path in side if path in was and path in both]
            for side, both in ((new, own), (own, new))
        ]
        if _turned(was, new) and _turned(was, own) and orders[0] != orders[1]:
            asked.add("")
        return frozenset(rows - {None}), asked


def _agree(path: str, said: tuple, live: tuple) -> bool:
    """Whether two lists have the same row; of "", whether what both have stands in one order."""
    there, here = ({row.path: row for row in side} for side in (said, live))
    if path:
        return there.get(path) == here.get(path)
    return [path for path in there if path in here] == [path for path in here if path in there]


def has_adopted(base: tuple, file: tuple, own: tuple) -> bool:
    """Whether a file says of a row, or of two rows' order, what an editor had said."""
    was, new, now = ({row.path: row for row in side} for side in (base, file, own))
    rows = {path for path in was.keys() | new.keys() if new.get(path) != was.get(path)}
    return any(new.get(path) == now.get(path) for path in rows) or bool(
        _turned(was, new) & _turned(was, now)
    )


def _turned(was: dict, side: dict) -> set[tuple[str, str]]:
    """The pairs that stand the other way round."""
    return _pairs(was) & {(b, a) for a, b in _pairs(side)}


def _pairs(rows: dict) -> set[tuple[str, str]]:
    paths = list(rows)
    return {(a, b) for place, a in enumerate(paths) for b in paths[place + 1 :]}


def _is_between_rewritten(base: str, rewriter: str, inserter: str) -> bool:
    """Whether one side inserted words between two lines with words that it left and that the other
    has not kept: git takes what is left around them, "$$" and blank lines, for their place."""
    was, kept, own = (text.split("\n") for text in (base, rewriter, inserter))
    lost = set(was) & set(own) - set(kept)
    for tag, start, end, at, to in SequenceMatcher(None, was, own, autojunk=False).get_opcodes():
        if tag == "equal" or any(map(_has_words, was[start:end])):
            continue
        before = next(filter(_has_words, was[:start][::-1]), None)
        behind = next(filter(_has_words, was[end:]), None)
        if any(map(_has_words, own[at:to])) and {before, behind} <= lost:
            return True
    return False


def _has_words(line: str) -> bool:
    return any(sign.isalnum() for sign in line)
