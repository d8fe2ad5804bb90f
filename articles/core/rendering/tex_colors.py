r"""Colours of formulas as a closed set of classes, each with enough contrast in light and dark.

An author's colour was chosen for white paper: `yellow` cannot be read there, `blue` not on a dark
ground. So each becomes the nearest of ten, for which the style sheet has one value a scheme. They
travel through math-core as colours that nobody writes, one for each of the ten: `CLASS_OF_COLOUR`
names the class of each.
"""

import colorsys
import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from articles.core.tex_groups import read_group, read_option, rewrite_commands

# In the order of their numbers in `_marker`; the style sheet has a rule for each.
COLOURS = (
    "red", "orange", "gold", "green", "teal", "blue", "purple", "pink", "grey", "plain",
)  # fmt: skip
# Upper limits of hue, in degrees, of the first eight; behind the last it is red again.
_HUES = (("red", 15), ("orange", 42), ("gold", 70), ("green", 160), ("teal", 195), ("blue", 255))
_HUES += (("purple", 290), ("pink", 345), ("red", 361))
_LEAST_SATURATION = 0.18
_COMMAND = re.compile(
    r"\\(color|textcolor|colorbox|fcolorbox|red|blue|green|orange|pink|purple|gray|kaBlue|kaGreen"
    r"|(?:blue|teal|green|gold|red|maroon|purple|mint|gray)[A-I])(?![A-Za-z])"
)
_KATEX_NAMES = {"maroon": "#800000", "mint": "#7dcea0", "gold": "#c5a100", "teal": "#008080"}
_KATEX_NAMES |= {"kaBlue": "blue", "kaGreen": "green"}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_STYLE_COLOUR = re.compile(r"color:#([0-9A-Fa-f]{6})")
_NAME = re.compile(r"[A-Za-z]+")
# Names of CSS are those of a family with a word before them: darkgreen, DodgerBlue.
_FAMILIES = {
    **dict.fromkeys(["crimson", "firebrick", "tomato", "salmon", "maroon", "brick"], "c00000"),
    **dict.fromkeys(["orange", "coral", "brown", "chocolate", "sienna", "peru"], "e07000"),
    **dict.fromkeys(["gold", "yellow", "khaki", "olive"], "c0a000"),
    **dict.fromkeys(["lime", "chartreuse", "green"], "00a000"),
    **dict.fromkeys(["teal", "aqua", "cyan", "turquoise"], "009c9c"),
    **dict.fromkeys(["navy", "blue", "azure"], "0000d0"),
    **dict.fromkeys(["indigo", "purple", "violet", "lavender", "orchid", "plum"], "7000c0"),
    **dict.fromkeys(["pink", "magenta", "fuchsia"], "d000a0"),
    **dict.fromkeys(["silver", "gray", "grey"], "808080"),
    "red": "ff0000",
}
_FAMILY = re.compile("(?:" + "|".join(_FAMILIES) + r")\Z")
_CONVERTER = LatexToMathML(fancy_error=False)


def _marker(name: str, *, is_ground: bool) -> tuple[int, int, int]:
    """The colour that stands for a class: near red for ink, near green for a ground."""
    number = COLOURS.index(name)
    return (0, 254, number) if is_ground else (254, 0, number)


CLASS_OF_COLOUR = {
    "color:#{:02X}{:02X}{:02X}".format(*_marker(name, is_ground=is_ground)): (
        f"math-{'on-' if is_ground else ''}{name}"
    )
    for name in COLOURS
    for is_ground in (False, True)
}


def expand_colours(tex: str) -> str:
    r"""`tex` with colours named by their nearest class; one that nobody knows stays as it is.

    >>> expand_colours(r"\textcolor{red}{x}")
    '{\\color[RGB]{254,0,0}x}'
    """
    if not _COMMAND.search(tex):
        return tex
    return rewrite_commands(tex, _COMMAND, _rewrite)


def _rewrite(match: re.Match[str], tex: str) -> tuple[str, int] | None:
    name = match[1]
    if name not in ("color", "textcolor", "colorbox", "fcolorbox"):
        return _named_command(name, tex, match.end())
    model, position = read_option(tex, match.end())
    found = read_group(tex, position)
    if found is None:
        return None
    colour, position = nearest(found[0], model), found[1]
    frame = colour
    if colour is None:
        return None
    if name == "color":
        return _switch(colour, is_ground=False), position
    if name == "fcolorbox":
        ground = read_group(tex, position)
        colour = ground and nearest(ground[0], model)
        position = ground[1] if ground else position
    content = read_group(tex, position) if colour else None
    if content is None:
        return None
    if name == "textcolor":
        return f"{{{_switch(colour, is_ground=False)}{expand_colours(content[0])}}}", content[1]
    box = f"{{{_switch(colour, is_ground=True)}\\text{{{content[0]}}}}}"
    if name == "fcolorbox":
        # A frame is drawn in the colour of what stands in it, and the words are none of it.
        inside = f"{{{_switch('plain', is_ground=False)}{box}}}"
        box = f"{{{_switch(frame, is_ground=False)}\\boxed{{{inside}}}}}"
    return box, content[1]


def _named_command(name: str, tex: str, position: int) -> tuple[str, int] | None:
    r"""KaTeX's `\red{x}`, `\blueC{x}`."""
    found = read_group(tex, position)
    base = name[:-1] if name[-1].isupper() else name
    colour = nearest(_KATEX_NAMES.get(base, base), None) if found else None
    if colour is None:
        return None
    return f"{{{_switch(colour, is_ground=False)}{expand_colours(found[0])}}}", found[1]


def _switch(colour: str, *, is_ground: bool) -> str:
    red, green, blue = _marker(colour, is_ground=is_ground)
    return f"\\color[RGB]{{{red},{green},{blue}}}"


@lru_cache(maxsize=1024)
def nearest(colour: str, model: str | None) -> str | None:
    """The name of the class that is nearest to a colour, None where nobody knows the colour.

    `colour` is a name (`red`, `SeaGreen`, `red!50`), `#rgb` or `#rrggbb`, or the numbers of
    a `model` of xcolor: `RGB`, `rgb`, `HTML`, `gray`.
    """
    parts = _channels(colour.strip(), (model or "").strip())
    if parts is None or not all(0 <= part <= 1 for part in parts):
        return None
    hue, lightness, saturation = colorsys.rgb_to_hls(*parts)
    if lightness < 0.08 or lightness > 0.97:
        return "plain"
    if saturation < _LEAST_SATURATION:
        return "grey"
    return next(name for name, limit in _HUES if hue * 360 < limit)


def _channels(colour: str, model: str) -> tuple[float, float, float] | None:
    numbers = colour.split(",")
    try:
        if model == "gray":
            return (float(colour),) * 3
        if model in ("rgb", "RGB"):
            red, green, blue = (float(n) / (255 if model == "RGB" else 1) for n in numbers)
            return red, green, blue
    except ValueError:
        return None
    digits = _HEX.fullmatch(colour) if model in ("", "HTML") else None
    if digits and (colour.startswith("#") or model or not colour.isalpha()):
        return _from_hex(digits[1])
    # Of a mixture (`red!50!white`) the first colour is what it is called.
    name = _NAME.match(colour)
    if model or name is None or colour[name.end() : name.end() + 1] not in ("", "!"):
        return None
    family = _FAMILY.search(name[0].lower())
    if family:
        return _from_hex(_FAMILIES[family[0]])
    try:
        shown = _CONVERTER.convert_with_local_state(f"\\color{{{name[0]}}}x", displaystyle=False)
    except LatexError:
        return None
    style = _STYLE_COLOUR.search(shown)
    return _from_hex(style[1]) if style else None


def _from_hex(digits: str) -> tuple[float, float, float]:
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue
