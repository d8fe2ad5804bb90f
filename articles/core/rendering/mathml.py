"""TeX to MathML, and the limits on what is converted.

math-core (Rust) writes MathML Core, which every browser draws without a script.
"""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from articles.core.rendering.chemistry import expand_chemistry
from articles.core.rendering.made_operators import take_operators
from articles.core.rendering.mathml_attributes import dress_mathml
from articles.core.rendering.tag_layout import TAG_DIGITS, lay_out_tags, write_tags
from articles.core.rendering.tex_colors import expand_colours
from articles.core.rendering.tex_drawings import expand_drawings, finish_drawings
from articles.core.rendering.tex_limits import MAX_CHARACTERS, is_within_limits
from articles.core.rendering.tex_macros import MACROS
from articles.core.rendering.tex_packages import expand_packages
from articles.core.rendering.tex_repair import REPAIRS, normalise_tex
from articles.core.tex_commands import UNNUMBERED
from articles.core.tex_groups import is_too_deep

_CONVERTER = LatexToMathML(macros=MACROS, fancy_error=False)
# A reference whose label nobody gave: math-core writes "(??)" and a link to nowhere.
_REFERENCE = re.compile(r"\\(?:eq)?ref(?![A-Za-z])")
_UNNUMBERED = re.compile(rf"\\(?:{UNNUMBERED})(?![A-Za-z])")
# Between the pairs of their columns amsmath leaves no room, other than in `align`.
_WITHOUT_GAPS = re.compile(r"\\begin\s*\{align(?:edat|at\*?)\}")
_RIGHT_CELL = "text-align: right;justify-items: end;padding-right: 0;"
_LEFT_CELL = "text-align: left;justify-items: start;padding-left: 0;"
# Signs that the converter gave up inside of its output, should it ever do so without an error.
_GIVEN_UP = ("<merror", "math-core-error")


@lru_cache(maxsize=8192)
def to_mathml(tex: str, *, is_display: bool) -> str | None:
    r"""A `<math>` element for a formula, None where it cannot be converted.

    Formulas repeat (10,895 distinct among 33,029), hence the cache. Never raises.

    >>> to_mathml("x", is_display=False)
    '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation>…'
    """
    # Before any pattern reads it: a repair may look at each brace as often as there are braces, and
    # what a command is rewritten to may hold its argument rewritten.
    if len(tex) > MAX_CHARACTERS or is_too_deep(tex):
        return None
    expanded = expand_chemistry(expand_drawings(expand_colours(expand_packages(tex))))
    if not expanded.strip() or _REFERENCE.search(expanded):
        return None
    mathml = _convert_expanded(expanded, is_display=is_display)
    return None if mathml is None else dress_mathml(finish_drawings(mathml), tex)


def _convert_expanded(tex: str, *, is_display: bool) -> str | None:
    """TeX without the commands of packages; the operators that it makes are converted apart."""
    made = take_operators(tex)
    mathml = _convert_tagged(made.tex) if is_display else None
    if mathml is None:
        mathml = _convert_repaired(normalise_tex(made.tex), is_display=is_display)
    if mathml is not None and _WITHOUT_GAPS.search(made.tex):
        mathml = mathml.replace(_RIGHT_CELL, f"{_RIGHT_CELL}padding-left: 0;")
        mathml = mathml.replace(_LEFT_CELL, f"{_LEFT_CELL}padding-right: 0;")
    if mathml is None or not made.bodies:
        return mathml
    return made.put_back(mathml, lambda body: _convert_expanded(body, is_display=False))


def _convert_tagged(tex: str) -> str | None:
    """A display with its numbers at the margin, None where it has none or none can be drawn."""
    layout = lay_out_tags(tex)
    if layout is None:
        return None
    body = normalise_tex(layout.body, wraps_rows=not layout.has_rows)
    around = layout.around(_UNNUMBERED.sub("", body))
    mathml = _convert_repaired(around, is_display=True)
    # A repair prints tags as text, and would print the digits that stand for them.
    if mathml is None or f"({TAG_DIGITS}" in mathml:
        return None
    return write_tags(mathml, layout.words)


def _convert_repaired(prepared: str, *, is_display: bool) -> str | None:
    """What the converter makes of a formula, or of the first repair of it that it takes."""
    mathml = _convert(prepared, is_display=is_display)
    for repair in REPAIRS:
        if mathml is not None:
            return mathml
        repaired = repair(prepared)
        if repaired != prepared:
            prepared = repaired
            mathml = _convert(prepared, is_display=is_display)
    return mathml


def _convert(tex: str, *, is_display: bool) -> str | None:
    # A repair may open brackets too, so each attempt is measured.
    if not is_within_limits(tex):
        return None
    try:
        mathml = _CONVERTER.convert_with_local_state(tex, displaystyle=is_display)
    except LatexError:
        return None
    return None if any(sign in mathml for sign in _GIVEN_UP) else mathml
