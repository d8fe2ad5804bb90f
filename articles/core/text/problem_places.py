"""Places of problems in their texts: the words that a problem quotes, as a range to be selected."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from articles.core.text.problem_kinds import Problem


class Place(NamedTuple):
    """`text[start:end]`, in characters of Python; `in_utf16` gives what a browser counts."""

    start: int
    end: int

    def in_utf16(self, text: str) -> "Place":
        """The same range in UTF-16 code units, of which a textarea's selection is made (HTML Living
        Standard, 4.10.20 "APIs for the text control selections").

        >>> Place(1, 2).in_utf16("𝑥y")
        Place(start=2, end=3)
        """
        start = self.start + _astral(text[: self.start])
        return Place(start, start + (self.end - self.start) + _astral(text[self.start : self.end]))


def find_places(
    problems: Sequence[Problem], text_of: Callable[[str], object]
) -> list[Place | None]:
    """Return where each problem's words stand in the text of its field, `text_of(field)`; its whole
    line where they stand nowhere, None where there is neither.

    Equal words on one line, found twice, stand in their order.
    """
    seen: Counter[Problem] = Counter()
    places = []
    for problem in problems:
        text = text_of(problem.field)
        place = _find(problem, text, seen[problem]) if isinstance(text, str) else None
        seen[problem] += 1
        places.append(place)
    return places


def _find(problem: Problem, text: str, skipped: int) -> Place | None:
    line = _line(text, problem.line) if problem.line else Place(0, len(text))
    if line is None:
        return None
    words = problem.detail
    if words:
        start = text.find(words, line.start)
        for _ in range(skipped):
            start = text.find(words, start + 1) if start >= 0 else start
        if start < 0:
            # What breaks off is quoted from before its last line.
            start = text.rfind(words, 0, line.end)
        if start < 0 and "\n" in words:
            # Words over several lines may be quoted without what leads each line.
            words = words.split("\n")[0]
            start = text.find(words, line.start)
        if start >= 0:
            return Place(start, start + len(words))
    return line if problem.line else None


def _line(text: str, number: int) -> Place | None:
    """The range of a line, counted from 1, without its newline."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if not start:
            return None
    end = text.find("\n", start)
    return Place(start, end if end >= 0 else len(text))


def _astral(text: str) -> int:
    """How many characters take two code units."""
    return 0 if text.isascii() else sum(character > "\uffff" for character in text)
