r"""Commutative diagrams of amscd, `\begin{CD}`, as arrays.

A row of objects has arrows between them (`A @>f>> B`), a row of vertical arrows has one below each
object (`@VgVV @VVhV`). The array has a column for each object and one for what is between two.
"""

import re

from articles.core.tex_groups import closing_brace

_DIAGRAM = re.compile(r"\\begin\s*\{CD\}(.*?)\\end\s*\{CD\}", re.DOTALL)
_ROW_BREAK = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
_ARROW = re.compile(r"@([>)<(VA=|.]|\\vert(?![A-Za-z])|\\Vert(?![A-Za-z]))")
_ACROSS = {">": r"\xrightarrow", ")": r"\xrightarrow", "<": r"\xleftarrow", "(": r"\xleftarrow"}
_DOWN = {"V": r"\Big\downarrow", "A": r"\Big\uparrow"}
_LINES = {"|": r"\Big\Vert", r"\vert": r"\Big\Vert", r"\Vert": r"\Big\Vert"}
_EQUALS = r"\xlongequal{\hspace{1em}}"
# Wider than any that a page can show.
_MOST_COLUMNS = 40


def expand_diagrams(tex: str) -> str:
    r"""`tex` with arrays for its diagrams; one that cannot be read stays.

    >>> expand_diagrams(r"\begin{CD}A @>f>> B\end{CD}")
    '\\begin{array}{ccc}A&\\xrightarrow{f}&B\\end{array}'
    """
    if "{CD}" not in tex:
        return tex
    return _DIAGRAM.sub(lambda match: _array(match[1]) or match[0], tex)


def _array(body: str) -> str | None:
    rows = [_read_row(row.strip()) for row in _ROW_BREAK.split(body.strip())]
    if None in rows:
        return None
    columns = max(len(row) for row in rows)
    if not 0 < columns <= _MOST_COLUMNS:
        return None
    shown = r"\\".join("&".join(row) for row in rows)
    return rf"\begin{{array}}{{{'c' * columns}}}{shown}\end{{array}}"


def _read_row(row: str) -> list[str] | None:
    """The cells of a row, None where an arrow never ends."""
    cells: list[str] = []
    position = 0
    while match := _ARROW.search(row, position):
        before = row[position : match.start()].strip()
        sign = match[1]
        labels = _read_labels(row, match.end(), sign)
        if labels is None:
            return None
        first, second, position = labels
        is_vertical = sign in _DOWN or sign in _LINES or (sign == "." and not cells and not before)
        if is_vertical or (cells and cells[0].startswith("{}")):
            cells += [_vertical(sign, first, second), ""]
        else:
            cells += [before, _across(sign, first, second)]
    rest = row[position:].strip()
    return [*cells, rest] if rest or not cells or cells[-1] else cells[:-1]


def _read_labels(row: str, position: int, sign: str) -> tuple[str, str, int] | None:
    """Both labels of an arrow and where it ends: each ends at the arrow's own sign."""
    if sign not in _ACROSS and sign not in _DOWN:
        return "", "", position
    labels: list[str] = []
    start = position
    while len(labels) < 2:
        if position >= len(row):
            return None
        if row[position] == "{":
            position = closing_brace(row, position + 1)
            if position < 0:
                return None
        elif row[position] == "\\":
            # A command's name may hold the sign of the arrow: `\\Vert`.
            name = re.compile(r"\\[A-Za-z]+|\\.", re.DOTALL).match(row, position)
            position = name.end() - 1 if name else position
        elif row[position] == sign:
            labels.append(row[start:position].strip())
            start = position + 1
        position += 1
    return labels[0], labels[1], position


def _across(sign: str, above: str, below: str) -> str:
    if sign in _ACROSS:
        return f"{_ACROSS[sign]}{f'[{below}]' if below else ''}{{{above}}}"
    return _EQUALS if sign == "=" else ""


def _vertical(sign: str, left: str, right: str) -> str:
    """The arrow with its labels, each with the room of the other on its other side."""
    arrow = _DOWN.get(sign) or _LINES.get(sign)
    if arrow is None:
        return "{}"
    sides = [rf"{{\scriptstyle {label}}}" if label else "" for label in (left, right)]
    room = [rf"\hphantom{{{side}}}" if side else "" for side in sides]
    return f"{{}}{room[1]}{sides[0]}{arrow}{sides[1]}{room[0]}"
