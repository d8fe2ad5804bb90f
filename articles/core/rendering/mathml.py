"""TeX to MathML, and the limits on what is converted.

math-core (Rust) writes MathML Core, which every browser draws without a script.
"""

from functools import lru_cache

from math_core import LatexError, LatexToMathML

from articles.core.rendering.chemistry import expand_chemistry
from articles.core.rendering.mathml_attributes import dress_mathml
from articles.core.rendering.tex_limits import MAX_CHARACTERS, MAX_DEPTH, is_within_limits
from articles.core.rendering.tex_macros import MACROS
from articles.core.rendering.tex_packages import expand_packages
from articles.core.rendering.tex_repair import REPAIRS, normalise_tex

_CONVERTER = LatexToMathML(macros=MACROS, fancy_error=False)
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
    if len(tex) > MAX_CHARACTERS or (tex.count("{") > MAX_DEPTH and not is_within_limits(tex)):
        return None
    prepared = normalise_tex(expand_chemistry(expand_packages(tex)))
    if not prepared.strip():
        return None
    mathml = _convert(prepared, is_display=is_display)
    for repair in REPAIRS:
        if mathml is not None:
            return dress_mathml(mathml, tex)
        repaired = repair(prepared)
        if repaired != prepared:
            prepared = repaired
            mathml = _convert(prepared, is_display=is_display)
    return None if mathml is None else dress_mathml(mathml, tex)


def _convert(tex: str, *, is_display: bool) -> str | None:
    # A repair may open brackets too, so each attempt is measured.
    if not is_within_limits(tex):
        return None
    try:
        mathml = _CONVERTER.convert_with_local_state(tex, displaystyle=is_display)
    except LatexError:
        return None
    return None if any(sign in mathml for sign in _GIVEN_UP) else mathml
