r"""What TeX draws around and between signs: rules, strokes, small matrices.

A rule travels through math-core as words of digits, which become an `mspace` with ink afterwards;
words struck out and small matrices have a colour that nobody writes, which becomes a class.
"""

import re

from articles.core.tex_groups import read_group, read_option, rewrite_commands

# Of words math-core strikes out some by itself: what is in a text is left to it.
_COMMAND = re.compile(r"\\(rule|sout|enclose|text(?!color)[a-z]*|mbox|hbox)(?![A-Za-z])")
_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)\s*(pt|em|ex|mu|cm|mm|in|pc|bp|px)\s*")
# A unit in hundredths of an em, at 10 points.
_UNITS = {"pt": 10, "em": 100, "ex": 43, "mu": 5.556, "cm": 284.5, "mm": 28.45, "in": 722.7}
_UNITS |= {"pc": 120, "bp": 10.04, "px": 7.5}
_MOST = 1_000
_RULE_DIGITS = "98726"
_RULE_TEXT = re.compile(rf"<mtext>{_RULE_DIGITS}w(\d+)h(\d+)([ud])(\d+)</mtext>")
_RAISED = re.compile(r'<mpadded voffset="(-?)([\d.]+)r?em">(<mtext[^>]*>[^<]*</mtext>)</mpadded>')
# Of a line of words, in em: what is raised by less stays within the line.
_ASCENT, _DESCENT = 0.75, 0.25
# Colours that nobody writes -> class.
DRAWN_STYLES = {"color:#00FD00": "math-struck", "color:#00FD01": "math-small"}
INK_CLASS = "math-ink"
_STRUCK = r"\color[RGB]{0,253,0}"
_SMALL = r"\color[RGB]{0,253,1}"
_SMALL_MATRIX = re.compile(
    r"\\begin\s*\{([pbvVB]?)smallmatrix(\*?)\}(.*?)\\end\s*\{\1smallmatrix\2\}", re.DOTALL
)
# MathJax's notations, in commands that draw the same.
_NOTATIONS = {
    "longdiv": r"\overline{)#}", "box": r"\boxed{#}", "roundedbox": r"\boxed{#}",
    "updiagonalstrike": r"\cancel{#}", "downdiagonalstrike": r"\bcancel{#}",
    "horizontalstrike": rf"{{{_STRUCK}#}}", "top": r"\overline{#}", "bottom": r"\underline{#}",
    "actuarial": r"\angl{#}", "phasorangle": r"\phase{#}", "radical": r"\sqrt{#}",
}  # fmt: skip


def expand_drawings(tex: str) -> str:
    r"""`tex` with these commands in what math-core draws; what is not understood stays.

    >>> expand_drawings(r"\enclose{longdiv}{12}")
    '\\overline{)12}'
    """
    if "smallmatrix" in tex:
        tex = _SMALL_MATRIX.sub(_shrink, tex)
    if "\\rule" not in tex and "\\sout" not in tex and "\\enclose" not in tex:
        return tex
    return rewrite_commands(tex, _COMMAND, _rewrite)


def _rewrite(match: re.Match[str], tex: str) -> tuple[str, int] | None:
    if match[1] == "rule":
        return _rewrite_rule(tex, match.end())
    if match[1] not in ("sout", "enclose"):
        words = read_group(tex, match.end())
        return words and (tex[match.start() : words[1]], words[1])
    notation = ("horizontalstrike", match.end())
    if match[1] == "enclose":
        notation = read_group(tex, match.end())
        if notation is None:
            return None
    # Attributes of MathML stand in brackets: colours and widths of the line.
    _, position = read_option(tex, notation[1])
    content = read_group(tex, position)
    names = notation[0].split()
    if content is None or not names or not all(name in _NOTATIONS for name in names):
        return None
    shown = expand_drawings(content[0])
    for name in names:
        shown = _NOTATIONS[name].replace("#", shown)
    return shown, content[1]


def _shrink(match: re.Match[str]) -> str:
    name = match[1] + "matrix" + match[2]
    return rf"{{{_SMALL}\begin{{{name}}}{match[3]}\end{{{name}}}}}"


def _rewrite_rule(tex: str, position: int) -> tuple[str, int] | None:
    r"""`\rule[raised]{width}{height}`."""
    raised, position = read_option(tex, position)
    width = read_group(tex, position)
    height = width and read_group(tex, width[1])
    if not width or not height:
        return None
    sizes = [_hundredths(part) for part in (width[0], height[0], raised or "0pt")]
    if None in sizes:
        return None
    across, up, shift = sizes
    direction = "d" if shift < 0 else "u"
    words = f"{_RULE_DIGITS}w{max(0, across)}h{max(0, up)}{direction}{abs(shift)}"
    return rf"\text{{{words}}}", height[1]


def _hundredths(length: str) -> int | None:
    match = _LENGTH.fullmatch(length)
    if match is None:
        return None
    return max(-_MOST, min(_MOST, round(float(match[1]) * _UNITS[match[2]])))


def finish_drawings(mathml: str) -> str:
    """MathML with rules for the digits that stand for them, and with room for what is raised:
    `voffset` alone leaves it outside of the formula, which is cut there."""
    if _RULE_DIGITS in mathml:
        mathml = _RULE_TEXT.sub(_draw_rule, mathml)
    return _RAISED.sub(_make_room, mathml) if " voffset=" in mathml else mathml


def _make_room(match: re.Match[str]) -> str:
    sign, number, words = match.groups()
    offset = min(float(number), _MOST / 100)
    name, room = ("depth", _DESCENT) if sign else ("height", _ASCENT)
    return (
        f'<mrow><mspace width="0em" {name}="{room + offset:g}em"/>'
        f'<mpadded voffset="{sign}{offset:g}em">{words}</mpadded></mrow>'
    )


def _draw_rule(match: re.Match[str]) -> str:
    width, height, shift = int(match[1]), int(match[2]), int(match[4])
    shift = -shift if match[3] == "d" else shift
    up, down = (max(0, height + shift), max(0, -shift))
    # A rule without a width is a strut: it is room, and nothing to be seen.
    ink = f' class="{INK_CLASS}"' if width and height else ""
    return (
        f'<mspace{ink} width="{width / 100:g}em" height="{up / 100:g}em" depth="{down / 100:g}em"/>'
    )
