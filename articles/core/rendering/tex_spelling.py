r"""Spellings of TeX that math-core does not read, or reads as something else, in those it reads.

Each is right TeX (amsmath, mathtools) or what MathJax and KaTeX take: a blank written as a
backslash at a line's end, `\newline` for a row's end, the place of an environment in brackets, a
root typed as `√`, quotation marks in words.
"""

import re
import sys
import unicodedata

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
# KaTeX's and TeX's: a character by its number, hexadecimal, octal, decimal, or by itself.
_CHARACTER = re.compile(
    r"\\char\s*(?:\"(?P<hex>[0-9A-Fa-f]{1,6})|'(?P<octal>[0-7]{1,7})|`\\?(?P<itself>[^\s\\])"
    r"|(?P<decimal>\d{1,7}))[ ]?"
)
# In words: `\'e`, `\'{e}`, `\c{c}`, `\c c`.
_ACCENT = re.compile(
    r"\\(?:(?P<sign>['`^\"~=.])\s*|(?P<name>[Hcruvdbk])(?:\s+|(?=\{)))"
    r"(?:\{\s*\\?(?P<grouped>[A-Za-z])\s*\}|\\?(?P<bare>[A-Za-z])(?![A-Za-z]*\{))"
)
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "H": "\u030b", "c": "\u0327", "r": "\u030a", "u": "\u0306", "v": "\u030c",
    "d": "\u0323", "b": "\u0331", "k": "\u0328",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
}  # fmt: skip
_LETTER = re.compile(rf"\\({'|'.join(_LETTERS)})(?:\{{\}}|\s+|(?![A-Za-z]))")
_HAS_ACCENT = re.compile(r"\\(?:['`^\"~=.]|[HcruvdbkaAoOlLsij]{1,2}(?![A-Za-z]))|``|''")


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
    if "\\char" in tex:
        tex = _CHARACTER.sub(_write_character, tex)
    if "\\hspace*" in tex:
        tex = tex.replace("\\hspace*", "\\hspace")
    if _HAS_ACCENT.search(tex):
        tex = spell_texts(tex)
    return tex


def _write_character(match: re.Match[str]) -> str:
    r"""`\char"263A` -> `\text{☺}`; what nobody could see stays, and does not convert."""
    if match["itself"]:
        sign = match["itself"]
    else:
        base = 16 if match["hex"] else 8 if match["octal"] else 10
        number = int(match["hex"] or match["octal"] or match["decimal"], base)
        sign = chr(number) if number <= sys.maxunicode else ""
    if not sign or not sign.isprintable() or sign == " ":
        return match[0]
    return rf"\text{{{_VERBATIM_SIGNS.get(sign, sign)}}}"


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


def spell_texts(tex: str) -> str:
    r"""`\text{``caf\'e''}` -> `\text{“café”}`; outside of words `''` is a second derivative."""
    pieces: list[str] = []
    position = 0
    while match := _QUOTED_TEXT.search(tex, position):
        end = closing_brace(tex, match.end())
        if end < 0:
            break
        pieces += (tex[position : match.end()], _spell(tex[match.end() : end]))
        position = end
    return "".join([*pieces, tex[position:]])


def _spell(words: str) -> str:
    if "\\" in words:
        words = _LETTER.sub(lambda match: _LETTERS[match[1]], _ACCENT.sub(_set_accent, words))
    return words.replace("``", "“").replace("''", "”").replace("`", "‘")


def _set_accent(match: re.Match[str]) -> str:
    letter = match["grouped"] or match["bare"]
    accent = _ACCENTS[match["sign"] or match["name"]]
    return unicodedata.normalize("NFC", letter + accent)
