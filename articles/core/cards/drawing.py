"""Drawing of a card as a PNG with a reduced palette, about 20 KB."""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock

from PIL import Image, ImageDraw

from articles.core.cards.card import HEIGHT, WIDTH, Card
from articles.core.cards.typefaces import (
    MATHEMATICS,
    SCRIPT_SIZE,
    SYMBOLS,
    TEXT,
    Run,
    begins_right_to_left,
    font,
    placed,
)
from articles.core.cards.typesetting import LEADING, Headline, Word, fit, shortened, words_of

# The site's own colours (static/css/tokens.css and img/icon.svg), on its light ground.
_GROUND, _INK, _QUIET = "#ffffff", "#1a1d21", "#566069"
_BRAND, _RUBRIC, _SHADE = "#123a5e", "#a0321f", "#eef2f6"
_COLOURS = 64

_MARGIN, _RIGHT = 96, WIDTH - 72
_BAND = 20
_RUBRIC_SIZE, _RUBRIC_BASELINE = 36, 112
_BRAND_SIZE, _ICON = 36, 60
_HEADLINE_TOP, _HEADLINE_BOTTOM = 150, 500
# The text below a headline: three lines, where the headline keeps a size that a glance can read.
_TEXT_SIZE, _TEXT_LINES, _TEXT_GAP, _LEAST_BESIDE_TEXT = 34, 3, 22, 54
_ICON_TOP = HEIGHT - 48 - _ICON
_MATHEMATICS_STROKE = 0.016  # Latin Modern is thin beside a semibold

# FreeType's faces are not for two threads at once; and one drawing at a time is all that a
# process of this site may spend on crawlers.
_LOCK = Lock()


def draw(card: Card) -> bytes:
    """Return the card as a PNG of 1200 by 630 pixels."""
    with _LOCK:
        return _encode(_draw(card))


def _draw(card: Card) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    pen = ImageDraw.Draw(image)
    pen.text((WIDTH - 40, HEIGHT + 96), "?", font=font(TEXT, 620), fill=_SHADE, anchor="rs")
    pen.rectangle((0, 0, _BAND - 1, HEIGHT), fill=_BRAND)
    faces = (TEXT, SYMBOLS, *card.fonts, MATHEMATICS)
    words, rubric = words_of(card.heading, card.fonts), card.rubric
    if not words:  # a script that no face here has: the subject says what it is about
        words = words_of(card.rubric, card.fonts) or words_of(card.brand, card.fonts)
        rubric = ""
    is_leftward = begins_right_to_left(card.heading)
    _rubric(pen, rubric, faces, is_leftward=is_leftward)
    top = _HEADLINE_TOP if rubric else _HEADLINE_TOP - _RUBRIC_SIZE
    height = _HEADLINE_BOTTOM - top
    text = _text_of(card, words)
    if text:
        room = height - round(_TEXT_LINES * _TEXT_SIZE * LEADING) - _TEXT_GAP
        headline = fit(words, measure=_RIGHT - _MARGIN, height=room)
        if headline.size < _LEAST_BESIDE_TEXT:
            text = None
    if not text:
        headline = fit(words, measure=_RIGHT - _MARGIN, height=height)
    _headline(pen, headline, top, is_leftward=is_leftward)
    if text:
        below = top + round(len(headline.lines) * headline.size * LEADING) + _TEXT_GAP
        _lines(pen, text, below, colour=_QUIET)
    _brand(pen, card.brand, faces)
    return image


def _text_of(card: Card, shown: Sequence[Word]) -> Headline | None:
    """The lines of the text, as they stand below the heading; None where there is none, where it
    cannot be drawn, or where the heading itself could not and something else is shown."""
    if not card.text or begins_right_to_left(card.text) or begins_right_to_left(card.heading):
        return None
    words = words_of(card.text, card.fonts)
    if not words or not words_of(card.heading, card.fonts) or not shown:
        return None
    height = round(_TEXT_LINES * _TEXT_SIZE * LEADING) + 1
    return fit(words, measure=_RIGHT - _MARGIN, height=height, sizes=(_TEXT_SIZE,))


def _lines(pen: ImageDraw.ImageDraw, text: Headline, top: int, *, colour: str) -> None:
    baseline = top + text.size
    for line in text.lines:
        _runs(pen, _joined(line), (_MARGIN, round(baseline)), size=text.size, colour=colour)
        baseline += text.size * LEADING


def _headline(pen: ImageDraw.ImageDraw, headline: Headline, top: int, *, is_leftward: bool) -> None:
    """The lines from the top of their box down, so that all cards begin at one height."""
    size = headline.size
    baseline = top + size
    for line in headline.lines:
        if any(run.face == SYMBOLS for word in line for run in word.runs) and is_leftward:
            text = " ".join("".join(run.text for run in word.runs) for word in line)
            place = (_RIGHT, round(baseline))
            pen.text(place, text, font=font(SYMBOLS, size), fill=_INK, anchor="rs", direction="rtl")
        else:
            _words(pen, line, round(baseline), size)
        baseline += size * LEADING


def _words(pen: ImageDraw.ImageDraw, line: Sequence[Word], baseline: int, size: int) -> None:
    """One line, its runs joined where they stand in one face: kerning sees the blanks, too."""
    _runs(pen, _joined(line), (_MARGIN, baseline), size=size, colour=_INK)


def _joined(line: Sequence[Word]) -> list[Run]:
    joined: list[Run] = []
    for position, word in enumerate(line):
        runs = list(word.runs)
        if position and word.has_blank:
            runs.insert(0, Run(" ", TEXT))
        for run in runs:
            last = joined[-1] if joined else None
            if last and (last.face, last.shift) == (run.face, run.shift):
                joined[-1] = last._replace(text=last.text + run.text)
            else:
                joined.append(run)
    return joined


def _runs(
    pen: ImageDraw.ImageDraw, runs: Sequence[Run], start: tuple[int, int], *, size: int, colour: str
) -> None:
    """Draw runs from a point on the base line on, those that are scripts raised or lowered."""
    left, baseline = start
    for run, x in placed(runs)[0]:
        raised = {0: 0, 1: 0.36, -1: -0.16}[run.shift]
        pen.text(
            (round(left + x * size), round(baseline - raised * size)),
            run.text,
            font=font(run.face, round(size * (SCRIPT_SIZE if run.shift else 1))),
            fill=colour,
            anchor="ls",
            stroke_width=_MATHEMATICS_STROKE * size if run.face == MATHEMATICS else 0,
        )


def _rubric(
    pen: ImageDraw.ImageDraw, text: str, faces: tuple[str, ...], *, is_leftward: bool
) -> None:
    """What the headline belongs to, above it."""
    runs = shortened(text, faces, (_RIGHT - _MARGIN) / _RUBRIC_SIZE)
    left = _RIGHT - round(placed(runs)[1] * _RUBRIC_SIZE) if is_leftward else _MARGIN
    _runs(pen, runs, (left, _RUBRIC_BASELINE), size=_RUBRIC_SIZE, colour=_RUBRIC)


def _brand(pen: ImageDraw.ImageDraw, brand: str, faces: tuple[str, ...]) -> None:
    """The site's sign and name at the foot."""
    box = (_MARGIN, _ICON_TOP, _MARGIN + _ICON, _ICON_TOP + _ICON)
    pen.rounded_rectangle(box, radius=12, fill=_BRAND)
    middle = (_MARGIN + _ICON // 2, _ICON_TOP + round(_ICON * 0.84))
    pen.text(middle, "?", font=font(TEXT, 54), fill=_GROUND, anchor="ms")
    left = _MARGIN + _ICON + 20
    runs = shortened(brand, faces, (_RIGHT - left) / _BRAND_SIZE)
    _runs(pen, runs, (left, _ICON_TOP + _ICON - 18), size=_BRAND_SIZE, colour=_QUIET)


def _encode(image: Image.Image) -> bytes:
    """As few colours as the soft edges of the letters need. The median cut takes seven times as
    long as the octree; zlib's level 9 nine times as long as 6, to save 3 KB of 26."""
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    stream = BytesIO()
    small.save(stream, "PNG", compress_level=6)
    return stream.getvalue()
