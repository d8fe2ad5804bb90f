r"""Spellings of TeX that math-core does not read, or reads as something else, in those it reads.

Each is right TeX (amsmath, mathtools) or what MathJax and KaTeX take: a blank written as a
backslash at a line's end, `\newline` for a row's end, the place of an environment in brackets, a
root typed as `√`, quotation marks in words.
"""

import re

from articles.core.tex_groups import closing_brace, read_group

_CONTROL_SPACE = re.compile(r"(?<!\\)((?:\\\\)*)\\\n")
_VERBATIM = re.compile(r"\\verb\*?([^A-Za-z\s*{])([^\n]*?)\1")
_VERBATIM_SIGNS = {
    **{sign: f"\\{sign}" for sign in "{}_%&#$"},
    **{"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"},
}
_NEW_LINE = re.compile(r"\\(?:newline|cr)(?![A-Za-z])(?:\s*\[[^\]]*\])?")
# `\begin{aligned}[t]`: where the rows stand beside the line. `\begin{pmatrix*}[r]`: alignment of
# columns, which a page can do without.
_PLACE = re.compile(
    r"(\\begin\s*\{(?:aligned|alignedat|gathered|multlined|array|tabular|split|cases|dcases"
    r"|[pbvBV]?(?:small)?matrix\*)\})\s*\[[tbclr]\]"
)
_ARRAY = re.compile(r"\\begin\s*\{(?:array|tabular|darray)\}\s*(?=\{)")
_REPEATED = re.compile(r"\*\{(\d)\}\{([^{}]*)\}")
_COLUMN_EXTRAS = re.compile(r"[@!><]\{[^{}]*\}")
_COLUMN_WIDTHS = re.compile(r"[pmb]\{[^{}]*\}")
_ROOT = re.compile(r"([√∛∜])\s*(\{|\(|\d+(?:\.\d+)?|[A-Za-z]|\\[A-Za-z]+)?")
_ROOT_NAMES = {"√": r"\sqrt", "∛": r"\sqrt[3]", "∜": r"\sqrt[4]"}
_ANGLE = re.compile(r"\\(left|right|middle|[bB]igg?[lrm]?)\s*([<>])")
_ANGLE_NAMES = {"<": r"\langle ", ">": r"\rangle "}
# Chromium draws no moustaches with this font: the brackets that look most alike.
_MOUSTACHE = re.compile(r"\\([lr])moustache(?![A-Za-z])")
# Characters that math-core gives up on, as its commands for them.
_SIGNS = {
    "∅": r"\emptyset ", "∠": r"\angle ", "∡": r"\measuredangle ", "∢": r"\sphericalangle ",
    "∴": r"\therefore ", "∵": r"\because ", "⊤": r"\top ", "⊥": r"\bot ", "⟂": r"\perp ",
}  # fmt: skip
_SIGN = re.compile("[" + "".join(_SIGNS) + "]")
_QUOTED_TEXT = re.compile(r"\\(?:text[a-z]*|mbox|hbox)\s*\{")


def respell(tex: str) -> str:
    r"""`tex` in the spelling that math-core reads.

    >>> respell(r"a \newline b")
    'a \\\\ b'
    """
    if "\\\n" in tex:
        tex = _CONTROL_SPACE.sub(r"\1\\ ", tex)
    if "\\verb" in tex:
        tex = _VERBATIM.sub(_write_verbatim, tex)
    if "\\newline" in tex or "\\cr" in tex:
        tex = _NEW_LINE.sub(r"\\\\", tex)
    if "\\begin" in tex:
        tex = _PLACE.sub(r"\1", tex)
        tex = _simplify_columns(tex)
    if "moustache" in tex:
        tex = _MOUSTACHE.sub(r"\\\1group", tex)
    if "<" in tex or ">" in tex:
        tex = _ANGLE.sub(lambda match: f"\\{match[1]}{_ANGLE_NAMES[match[2]]}", tex)
    if not tex.isascii():
        tex = _name_roots(_SIGN.sub(lambda match: _SIGNS[match[0]], tex))
    if "``" in tex or "''" in tex:
        tex = quote_texts(tex)
    return tex


def _write_verbatim(match: re.Match[str]) -> str:
    r"""`\verb|a_b|` -> `\texttt{a\_b}`."""
    words = re.sub(r"[\\{}_%&#$^~]", lambda sign: _VERBATIM_SIGNS[sign[0]], match[2])
    return f"\\texttt{{{words}}}"


def _simplify_columns(tex: str) -> str:
    r"""`\begin{array}{@{}l p{2cm} *{2}{c}}` -> `\begin{array}{llcc}`: what a page can show."""
    pieces: list[str] = []
    position = 0
    for match in _ARRAY.finditer(tex):
        found = read_group(tex, match.end())
        if match.start() < position or found is None:
            continue
        columns = _REPEATED.sub(lambda m: m[2] * int(m[1]), found[0])
        columns = _COLUMN_WIDTHS.sub("l", _COLUMN_EXTRAS.sub("", columns))
        pieces += (tex[position : match.end()], "{", columns, "}")
        position = found[1]
    return "".join([*pieces, tex[position:]])


def _name_roots(tex: str) -> str:
    r"""`√2` -> `\sqrt{2}`, `√(x+1)` -> `\sqrt{x+1}`, `√{2}` -> `\sqrt{2}`."""
    pieces: list[str] = []
    position = 0
    while match := _ROOT.search(tex, position):
        pieces += (tex[position : match.start()], _ROOT_NAMES[match[1]])
        position = match.end()
        if match[2] is None:
            pieces.append("{}")
        elif match[2] == "{":
            position -= 1
        elif match[2] == "(":
            end = _partner(tex, position)
            # A bracket that never closes stays one: the root is then of nothing.
            pieces.append(f"{{{tex[position:end]}}}" if end >= 0 else "{}(")
            position = end + 1 if end >= 0 else position
        else:
            pieces.append(f"{{{match[2]}}}")
    return "".join([*pieces, tex[position:]])


def _partner(tex: str, start: int) -> int:
    depth = 1
    for match in re.finditer(r"[()]", tex[start:]):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return start + match.start()
    return -1


def quote_texts(tex: str) -> str:
    r"""`\text{``so''}` -> `\text{“so”}`; outside of words `''` is a second derivative."""
    pieces: list[str] = []
    position = 0
    while match := _QUOTED_TEXT.search(tex, position):
        end = closing_brace(tex, match.end())
        if end < 0:
            break
        words = tex[match.end() : end].replace("``", "“").replace("''", "”").replace("`", "‘")
        pieces += (tex[position : match.end()], words)
        position = end
    return "".join([*pieces, tex[position:]])
