"""Two texts side by side: what an editor wrote, and what stands in the article by now. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from articles.content import ArticleContent

_CONTEXT = 160  # characters: two lines or so
_WORDS = re.compile(r"\S+\s*|\s+")


class Piece(NamedTuple):
    """A run of text: `kind` is "same", "theirs" (stands in the article, not in the editor's text)
    or "mine" (in the editor's text alone)."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        """The text, of a long unchanged run its ends alone."""
        if self.kind != "same" or len(self.text) <= 3 * _CONTEXT:
            return self.text
        return f"{self.text[:_CONTEXT]} […] {self.text[-_CONTEXT:]}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, in pieces in reading order."""

    field: str
    pieces: tuple[Piece, ...]

    @property
    def label(self) -> str:
        return self.field.replace("_", " ").capitalize()


def differences(theirs: ArticleContent, mine: ArticleContent) -> tuple[Difference, ...]:
    """Return the fields in which the two differ, in the order of ArticleContent."""
    return tuple(
        Difference(name, tuple(_pieces(_as_text(theirs, name), _as_text(mine, name))))
        for name in ArticleContent.__dataclass_fields__
        if getattr(theirs, name) != getattr(mine, name)
    )


def _as_text(content: ArticleContent, name: str) -> str:
    value = getattr(content, name)
    if name == "related":
        return "\n".join(f"{link.path} {link.title}" for link in value)
    return "" if value is None else str(value)


def _pieces(theirs: str, mine: str) -> Iterator[Piece]:
    """Word by word: an answer's paragraph is one line, so that a line would say too little.

    Without autojunk, which would take every frequent word of a long answer for noise.
    """
    before, after = _WORDS.findall(theirs), _WORDS.findall(mine)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for code, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if code == "equal":
            yield Piece("same", "".join(before[a_start:a_end]))
            continue
        if a_end > a_start:
            yield Piece("theirs", "".join(before[a_start:a_end]))
        if b_end > b_start:
            yield Piece("mine", "".join(after[b_start:b_end]))
