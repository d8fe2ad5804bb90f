"""Decoder of the literal `\\n` in answers: a newline, a LaTeX command or a program's own escape.

docs/corpus.md, "Literal newlines": an answer is one physical line whose newlines are the two
characters `\\n`. Replacing every one of them would corrupt 169 of 35,915 articles: `\\neg` is a
command, and the `\\n` of `printf("even\\n")` belongs to the program. Nothing else is escaped: every
`\\t…` is LaTeX or code and stays as it is.
"""

import re
from bisect import bisect_right
from operator import attrgetter

from articles.core.tex_commands import AMBIGUOUS_N_COMMANDS, N_COMMANDS
from articles.core.text.markdown_scanner import Kind, Span, find_spans
from articles.core.text.string_literals import own_breaks

_NAMED = re.compile(rf"\\(?:({N_COMMANDS})|({AMBIGUOUS_N_COMMANDS}))(?![A-Za-z])")
_BREAK = "\\n"
# A stand-in of the same length, so that spans found in it are spans of the encoded text. The
# space cannot spoil a closing fence, which may be followed by blanks.
_STAND_IN = " \n"
# Inline code that is nothing but escapes, as in "split at `\n\n`".
_ESCAPES_AS_CODE = re.compile(r"(?<!`)`[\"'/]?(?:\\[nrt0])+[\"'/]?`(?!`)")
# Prose that quotes the escape: `("\n")`. Not `said "no"\n"But…`, hence the blanks around it.
_QUOTED_ESCAPE = re.compile(r"(?<=[\s(\[])([\"'])\\n\1(?=[\s.,;:)\]])|(?<=\s)\(\\n\)")
_LAYOUT = re.compile(r"\\n(?:\\n|  |\t|[-*+] |#{1,6} |\d+\. )")

_LINE_STARTS_HERE = re.compile(r"(?:\\begin\{\w+\*?\}(?:\{[^{}]*\}|\[[^\]]*\])*|\\hline|\\\\)$")
_COMMAND_FITS = re.compile(r"(?:\\n|[-+=<>(\[{,;|/*^_&:]|\\[A-Za-z]+|[A-Za-z}])$")
_EQUATION_STARTS = re.compile(r" ?(?:\([^()]{0,60}\))? ?=")
# What a line of its own has, and a mere factor (`h\nu = …`) has not.
_RELATION = re.compile(
    r"[=<>≈≤≥≠]|\\(?:leq?|geq?|neq?|approx|sim|simeq|equiv|propto|to|in|ll|gg|implies|iff"
    r"|(?:long)?(?:left|right)+arrow|text\w*|mathrm)(?![A-Za-z])"
)
_LINE_BREAK = re.compile(r"\\\\|&|\\n(?!(?:u|e|i|in|mid|less|sim|exists|parallel|gtr)(?![A-Za-z]))")
# Factors that stand before a frequency: Planck's constant, a wave's length, 2π.
_FREQUENCY_FACTOR = re.compile(r"(?:(?<![A-Za-z\\])h|\\(?:hbar|lambda|pi|Delta))$")
_BARE_U = re.compile(r"(?<![A-Za-z\\])u(?![A-Za-z])")
# Commands that the article itself defines.
_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|DeclareMathOperator|def|let)(?![A-Za-z])\*?\s*\{?\s*"
    r"\\(n[A-Za-z]+)"
)
# Units by their symbols in siunitx's arguments: `\SI{5}{\nm}`.
_UNITS = re.compile(r"\\(?:SI|qty|si|unit)(?:\[[^\]]*\])?(?:\{[^{}]*\}){1,2}")
_UNIT_SYMBOL = re.compile(r"\\n(?:m|s|g|A|F|N|W|H|C|V|J|T|mol|L|l)(?![A-Za-z])")
_WINDOW = 80
_start_of = attrgetter("start")


def decode_newlines(encoded: str) -> str:
    """The Markdown of an encoded answer: LF for each literal `\\n` that stands for a newline.

    A text that already holds real newlines is not encoded (an editor or a block scalar has
    written it): its literal `\\n` are content and stay, unless they outnumber the real ones.

    >>> decode_newlines(r"If $ \\neg P $:\\n\\n- no")
    'If $ \\\\neg P $:\\n\\n- no'
    """
    if _BREAK not in encoded or _is_decoded(encoded):
        return encoded
    if not _needs_care(encoded):
        return encoded.replace(_BREAK, "\n")
    kept = _find_kept(encoded)
    if not kept:
        return encoded.replace(_BREAK, "\n")
    pieces: list[str] = []
    start = 0
    for position in sorted(kept):
        pieces.append(encoded[start:position].replace(_BREAK, "\n"))
        pieces.append(_BREAK)
        start = position + 2
    pieces.append(encoded[start:].replace(_BREAK, "\n"))
    return "".join(pieces)


def _is_decoded(text: str) -> bool:
    real = text.strip("\n").count("\n")
    return real > 0 and real >= text.count(_BREAK)


def _needs_care(encoded: str) -> bool:
    """False for the nine answers in ten that hold no code, command or quoted escape."""
    return (
        "`" in encoded
        or "~~~" in encoded
        or '"\\n"' in encoded
        or "'\\n'" in encoded
        or "(\\n)" in encoded
        or _NAMED.search(encoded) is not None
        or _DEFINITION.search(encoded) is not None
        or _UNITS.search(encoded) is not None
    )


def _find_kept(encoded: str) -> set[int]:
    """The positions of the literal `\\n` that are no newlines."""
    named = list(_NAMED.finditer(encoded))
    certain = _find_certain(encoded)
    protected = {match.start(): match for match in named}
    quoted: set[int] = set()
    for pattern in (_ESCAPES_AS_CODE, _QUOTED_ESCAPE):
        for match in pattern.finditer(encoded):
            quoted.update(_breaks_between(encoded, match.start(), match.end()))
    spans = find_spans(_replace_breaks(encoded, quoted.union(protected, certain)))
    fences = [span for span in spans if span.kind is Kind.FENCE]
    kept = {position for position in quoted if not _span_at(fences, position)}
    for span in spans:
        if span.kind is Kind.FENCE:
            kept.update(own_breaks(encoded, span))
        elif span.kind is Kind.CODE and not _LAYOUT.search(encoded, span.body_start, span.body_end):
            kept.update(_breaks_between(encoded, span.body_start, span.body_end))
    kept.update(_find_commands(encoded, named, spans))
    kept.update(position for position in certain if not _span_at(fences, position))
    return kept


def _find_certain(encoded: str) -> set[int]:
    """Where commands stand that the text defines itself, and units inside of siunitx's commands."""
    found: set[int] = set()
    names = {match[1] for match in _DEFINITION.finditer(encoded)}
    if names:
        pattern = re.compile(rf"\\(?:{'|'.join(sorted(names))})(?![A-Za-z])")
        found.update(match.start() for match in pattern.finditer(encoded))
    for units in _UNITS.finditer(encoded):
        symbols = _UNIT_SYMBOL.finditer(encoded, units.start(), units.end())
        found.update(match.start() for match in symbols)
    return found


def _replace_breaks(encoded: str, protected: set[int]) -> str:
    if not protected:
        return encoded.replace(_BREAK, _STAND_IN)
    pieces: list[str] = []
    start = 0
    for position in sorted(protected):
        pieces.append(encoded[start:position].replace(_BREAK, _STAND_IN))
        pieces.append(_BREAK)
        start = position + 2
    pieces.append(encoded[start:].replace(_BREAK, _STAND_IN))
    return "".join(pieces)


def _breaks_between(text: str, start: int, end: int) -> list[int]:
    found = []
    position = text.find(_BREAK, start, end)
    while position >= 0:
        found.append(position)
        position = text.find(_BREAK, position + 2, end)
    return found


def _find_commands(encoded: str, named: list[re.Match[str]], spans: list[Span]) -> list[int]:
    """Which of the names are LaTeX: those without another reading outside fences, the
    ambiguous ones in inline mathematics, and in displays where they fit."""
    commands: list[int] = []
    open_cases: list[tuple[re.Match[str], Span]] = []
    seen: set[str] = set()
    for match in named:
        span = _span_at(spans, match.start())
        if span and span.kind is Kind.FENCE:
            continue
        if match[1] or (span and span.kind is Kind.INLINE_MATH):
            commands.append(match.start())
            seen.add(match[0])
        elif span and span.kind is Kind.DISPLAY_MATH:
            open_cases.append((match, span))
    for match, span in open_cases:
        if _fits_display(encoded, match, span, is_known=match[0] in seen):
            commands.append(match.start())
    return commands


def _fits_display(encoded: str, match: re.Match[str], span: Span, *, is_known: bool) -> bool:
    """Whether an ambiguous name in a display is the command.

    Right after `$$`, `\\begin{…}`, `\\hline` or a row's end it is a newline, but a display of one
    line (`$$\\nu = c/\\lambda$$`) has none to begin with. After an operator, a factor or another
    newline it is the command: `E = h\\nu`. What begins an equation (`\\nu(t) = …`) is a newline,
    unless the article uses the command elsewhere, or the line before would be a mere factor.
    """
    # A window is enough to judge, and keeps a display of a megabyte from being copied each time.
    before = encoded[max(span.body_start, match.start() - _WINDOW) : match.start()].rstrip(" ")
    if not before:
        end = encoded[max(match.end(), span.body_end - _WINDOW) : span.body_end]
        return not end.rstrip(" ").endswith(_BREAK)
    if _LINE_STARTS_HERE.search(before):
        return False
    if before.endswith(_BREAK):
        return True
    starts_equation = _EQUATION_STARTS.match(encoded, match.end(), span.body_end)
    if starts_equation and not before.endswith(("=", "+", "-", "(", "{", ",")):
        return is_known or _is_factor(encoded, match, span, before)
    return is_known or _COMMAND_FITS.search(before[-20:]) is not None


def _is_factor(encoded: str, match: re.Match[str], span: Span, before: str) -> bool:
    """Whether what stands `before` a `\\nu = …` is a factor of it and no line of its own.

    `$$\\nh\\nu = \\phi$$`: the line "h" relates nothing to anything. `E = h\\nu = hc/\\lambda`:
    behind Planck's constant stands a frequency, where the display has no variable u.
    """
    breaks = list(_LINE_BREAK.finditer(before))
    if not breaks and match.start() - span.body_start > _WINDOW:
        return False
    line = before[breaks[-1].end() if breaks else 0 :].strip()
    if line and not _RELATION.search(line):
        return True
    if match[0] != "\\nu" or not _FREQUENCY_FACTOR.search(line):
        return False
    around = encoded[max(span.body_start, match.start() - 500) : match.start()]
    around += " " + encoded[match.end() : min(span.body_end, match.end() + 500)]
    return _BARE_U.search(around) is None


def _span_at(spans: list[Span], position: int) -> Span | None:
    index = bisect_right(spans, position, key=_start_of) - 1
    return spans[index] if index >= 0 and position < spans[index].end else None
