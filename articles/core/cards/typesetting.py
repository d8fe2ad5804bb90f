"""Line breaking of a headline at the largest size that fits, into lines of about equal width."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from articles.core.cards.formula_typesetting import Piece, formula_pieces, prose_pieces
from articles.core.cards.typefaces import (
    CAN_SET_RIGHT_TO_LEFT,
    MATHEMATICS,
    SYMBOLS,
    TEXT,
    Run,
    has_right_to_left,
    placed,
    run_width,
    runs_of,
    width,
)
from articles.core.text.question_markup import question_parts

SIZES = (120, 104, 96, 88, 80, 72, 66, 60, 54, 50, 46, 42)
LEADING = 1.22
# A headline of which more than this part cannot be drawn says something else, or nothing.
_MISSING_ALLOWED = 0.1
_ELLIPSIS = "…"
# No line begins with these (JIS X 4051's rule in its simplest form).
_NO_LINE_START = frozenset("、。，．：；！？）」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")


@dataclass(frozen=True, slots=True)
class Word:
    """What is not broken: its runs, its width as a part of the size, a blank before it or not."""

    runs: tuple[Run, ...]
    width: float
    has_blank: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """Lines of words at a size in pixels."""

    size: int
    lines: tuple[tuple[Word, ...], ...]


def words_of(heading: str, fonts: Sequence[str] = ()) -> list[Word]:
    """Return the words of a heading; none where too much of it cannot be drawn."""
    text = unicodedata.normalize("NFC", " ".join(heading.split()))
    if has_right_to_left(text):
        return _one_face(text) if CAN_SET_RIGHT_TO_LEFT else []
    pieces: list[tuple[Piece, tuple[str, ...]]] = []
    for part in question_parts(text):
        faces = (MATHEMATICS, TEXT) if part.is_formula else (TEXT,)
        found = formula_pieces(part.text) if part.is_formula else prose_pieces(part.text)
        pieces += [(piece, (*faces, SYMBOLS, *fonts, MATHEMATICS)) for piece in found]
    words: list[list] = []
    missing = total = 0
    is_open = False
    for piece, faces in pieces:
        for token, has_blank, is_closed in _tokens(piece.text):
            runs, lost = runs_of(token, faces, shift=piece.shift)
            missing += lost
            total += len(token)
            if has_blank or not is_open or not words:
                words.append([[], has_blank])
            words[-1][0] += runs
            is_open = not is_closed
    if missing > total * _MISSING_ALLOWED:
        return []
    return [_word(runs, has_blank) for runs, has_blank in words if runs]


def fit(
    words: Sequence[Word], *, measure: int, height: int, sizes: Sequence[int] = SIZES
) -> Headline:
    """Set words in lines of at most `measure` pixels, in a box of `height`.

    The largest size at which everything fits, in as few lines as it takes, and these about equal,
    so that no word stands alone in the last. What does not fit at the smallest size ends in "…".
    `words` is not empty.
    """
    for size in sizes:
        most = int(height / (size * LEADING))
        lines = _break(words, measure / size)
        if len(lines) <= most and all(word.width * size <= measure for word in words):
            return Headline(size, _balanced(words, measure / size, len(lines)))
    size = sizes[-1]
    most = int(height / (size * LEADING))
    words = _short_enough(words, measure / size)
    lines = _break(words, measure / size)
    if len(lines) <= most:
        return Headline(size, _balanced(words, measure / size, len(lines)))
    lines = [*lines[: most - 1], _cut(lines[most - 1], measure / size)]
    return Headline(size, tuple(tuple(line) for line in lines))


def line_width(line: Sequence[Word]) -> float:
    """How wide a line is, as a part of its size."""
    blanks = sum(word.has_blank for word in line[1:])
    return sum(word.width for word in line) + blanks * blank()


def shortened(text: str, faces: tuple[str, ...], most: float) -> list[Run]:
    """The runs of a text, cut with "…" where it is wider than `most` times its size."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    runs, _ = runs_of(text, faces)
    while sum(map(run_width, runs)) > most and len(text) > 1:
        text = text[:-2].rstrip() + _ELLIPSIS
        runs, _ = runs_of(text, faces)
    return runs


def blank() -> float:
    """The width of a blank between words, as a part of the size."""
    return width(" ", TEXT)


def _one_face(text: str) -> list[Word]:
    """The words of a text that runs to the left, all in the one face that has both directions:
    where it turns around is then known to Raqm alone."""
    plain = "".join(part.text for part in question_parts(text))
    words = []
    for token in plain.split():
        runs, missing = runs_of(token, (SYMBOLS,))
        if missing:
            return []
        words.append(_word(runs, True))
    return words


def _word(runs: Sequence[Run], has_blank: bool) -> Word:
    return Word(tuple(runs), placed(runs)[1], has_blank)


def _tokens(text: str) -> list[tuple[str, bool, bool]]:
    """(word, whether a blank stands before it, whether a line may end behind it)."""
    tokens: list[list] = []
    has_blank = False
    for sign in text:
        if sign.isspace() and sign != "\xa0":
            if tokens:
                tokens[-1][2] = True
            has_blank = True
            continue
        is_wide = unicodedata.east_asian_width(sign) in "WF"
        starts = not tokens or has_blank or tokens[-1][2]
        if (starts or is_wide) and not (tokens and not has_blank and sign in _NO_LINE_START):
            tokens.append([sign, has_blank, is_wide])
        else:
            tokens[-1][0] += sign
            tokens[-1][2] = tokens[-1][2] and is_wide
        has_blank = False
    if has_blank:
        tokens.append(["", True, False])
    return [tuple(token) for token in tokens]


def _break(words: Sequence[Word], most: float) -> list[list[Word]]:
    """Fill line after line."""
    lines: list[list[Word]] = []
    room = 0.0
    for word in words:
        needed = word.width + (blank() if word.has_blank else 0)
        if lines and needed <= room:
            lines[-1].append(word)
            room -= needed
        else:
            lines.append([word])
            room = most - word.width
    return lines


def _balanced(words: Sequence[Word], most: float, count: int) -> tuple[tuple[Word, ...], ...]:
    """Of all ways to break words into `count` lines of at most `most`, the one whose lines differ
    the least from the widest possible (the sum of squares, as TeX has it, the last line too)."""
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for end in range(1, len(words) + 1):
        start = end - 1
        while start >= 0 and (start == end - 1 or line_width(words[start:end]) <= most):
            slack = (most - line_width(words[start:end])) ** 2
            for lines in range(1, min(count, end) + 1):
                before = best.get((start, lines - 1))
                found = best.get((end, lines))
                if before and (found is None or before[0] + slack < found[0]):
                    best[end, lines] = (before[0] + slack, start)
            start -= 1
    broken: list[tuple[Word, ...]] = []
    end = len(words)
    for lines in range(count, 0, -1):
        start = best[end, lines][1]
        broken.insert(0, tuple(words[start:end]))
        end = start
    return tuple(broken)


def _short_enough(words: Sequence[Word], most: float) -> list[Word]:
    """Words that are wider than a line, cut into pieces that are not."""
    short: list[Word] = []
    for word in words:
        if word.width <= most:
            short.append(word)
            continue
        signs = [run._replace(text=sign) for run in word.runs for sign in run.text]
        piece: list[Run] = []
        for sign in signs:
            if piece and sum(map(run_width, piece)) + run_width(sign) > most:
                short.append(_word(piece, word.has_blank and not short))
                piece = []
            piece.append(sign)
        short.append(_word(piece, False))
    return short


def _cut(line: Sequence[Word], most: float) -> list[Word]:
    """The last line that there is room for, with "…" behind as many of its words as fit."""
    kept = list(line)
    mark = Run(_ELLIPSIS, TEXT)
    while len(kept) > 1 and line_width(kept) + run_width(mark) > most:
        kept.pop()
    last = kept.pop()
    signs = [run._replace(text=sign) for run in last.runs for sign in run.text]
    end = _word((*last.runs, mark), last.has_blank)
    while signs and line_width([*kept, end]) > most:  # a word as wide as the line
        signs.pop()
        end = _word((*signs, mark), last.has_blank)
    return [*kept, end]
