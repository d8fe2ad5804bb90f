r"""Repair of common TeX errors before conversion.

Two tables. `NORMALISATIONS` run on every formula: they stop math-core from dropping or printing
something without a word (`%` starts a comment, `\\` outside a table vanishes, `\\[6pt]` is
printed). `REPAIRS` run one after the other on what does not convert, until it does. None of them
guesses at mathematics: an argument that is missing, a brace without its partner or an unknown
command stays broken, and the page shows the source.
"""

import re
from collections.abc import Callable

from articles.core.rendering.doubled_backslashes import unescape_braces
from articles.core.rendering.math_in_words import separate_math
from articles.core.rendering.tex_spelling import respell
from articles.core.tex_commands import LIMITS, TYPE_SIZES, UNNUMBERED

_UNESCAPED_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_ROW_SPACING = re.compile(r"\\\\\*?\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|mu|pc)\s*\]")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+\*?)\}")
_ROW_BREAK = re.compile(r"\\\\|\\cr(?![A-Za-z])|\\newline(?![A-Za-z])")
_CELL = re.compile(r"(?<!\\)&")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_LABEL = re.compile(rf"\\label\s*\{{[^{{}}]*\}}|\\(?:{UNNUMBERED})(?![A-Za-z])")
_TEXT = re.compile(r"\\(text(?:rm|bf|it|sf|tt)?|mbox)\s*\{([^{}]*)\}")
_TEXT_SPECIAL = re.compile(r"(?<!\\)[_&#^]")
_SCRIPT = r"(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\s\\{}^_])"
_DOUBLE_SCRIPT = re.compile(rf"(([_^])\s*{_SCRIPT}(?:\s*(?!\2)[_^]\s*{_SCRIPT})?)\s*(?=\2)")
_SWITCH = re.compile(rf"\\(?:{TYPE_SIZES})\b")
_LIMITS = re.compile(rf"\\{LIMITS}(?![A-Za-z])")
_DOUBLE_RULE = re.compile(r"(\\hline)(?:\s*\\hline)+")
_RULE = re.compile(r"\\hline(?![A-Za-z])")
_SIDE = re.compile(r"\\(left|right)(?![A-Za-z])\s*(\.?)")
_BRACKETED = re.compile(
    r"\\(?P<side>left|right)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|[^\s\\])"
    r"|\\(?P<environment>begin|end)\s*\{[A-Za-z]+\*?\}|\\.|[{}]",
    re.DOTALL,
)
# Environments that number their rows, which GitHub does not either: "(1)" at every formula of a
# page would mean nothing. And names that math-core does not know.
_OTHER_NAME = {
    **dict.fromkeys(["align", "alignat", "alignedat", "eqnarray", "split", "flalign"], "aligned"),
    **dict.fromkeys(["gather", "multline", "equation"], "gathered"),
    **dict.fromkeys(["multlined", "displaymath", "math"], "gathered"),
    "darray": "array",
    # mathtools' starred matrices take an alignment, which respell() drops.
    **{f"{sides}matrix*": f"{sides}matrix" for sides in ("", "p", "b", "v", "V", "B")},
    "tabular": "array",
}
_COLUMNS_ARGUMENT = re.compile(r"(\\begin\s*\{(?:alignat|alignedat)\*?\})\s*\{\d+\}")


def normalise_tex(tex: str, *, wraps_rows: bool = True) -> str:
    r"""`tex` without what math-core would lose or print by mistake.

    `wraps_rows` is off where an environment will be put around `tex`.

    >>> normalise_tex(r"a \\ 5% b")
    '\\begin{gathered}a \\\\ 5\\% b\\end{gathered}'
    """
    tex = respell(tex)
    if "%" in tex:
        tex = _UNESCAPED_PERCENT.sub(r"\1\\%", tex)
    if "\\begin" in tex:
        tex = _rename_environments(tex)
    if "\\\\" in tex:
        tex = _ROW_SPACING.sub(r"\\\\", tex)
        tex = _stack_between_brackets(tex) if "\\left" in tex else tex
        tex = _wrap_rows(tex) if wraps_rows else tex
    return tex


def _stack_between_brackets(tex: str) -> str:
    r"""`\left( a \\ b \right)` with its rows in an environment, as MathJax shows it."""
    opened: list[tuple[str, int, bool]] = []
    places: list[tuple[int, str]] = []
    for match in _BRACKETED.finditer(tex):
        name = match["side"] or match["environment"] or match[0]
        if name == "\\\\":
            if opened and opened[-1][0] == "left":
                opened[-1] = (*opened[-1][:2], True)
        elif name in ("left", "begin", "{"):
            opened.append((name, match.end(), False))
        elif name in ("right", "end", "}") and opened:
            side, start, has_rows = opened.pop()
            if side == "left" and name == "right" and has_rows:
                has_cells = _CELL.search(_outside_environments(tex[start : match.start()]))
                environment = "aligned" if has_cells else "gathered"
                places.append((start, rf"\begin{{{environment}}}"))
                places.append((match.start(), rf"\end{{{environment}}}"))
    for position, words in sorted(places, reverse=True):
        tex = tex[:position] + words + tex[position:]
    return tex


def _wrap_rows(tex: str) -> str:
    r"""Rows outside of any environment, put into one; `a &= b \\ c &= d` is aligned."""
    core = tex.strip()
    while core.endswith("\\\\"):
        core = core[:-2].rstrip()
    outside = _outside_environments(core)
    if not _ROW_BREAK.search(outside) and not _CELL.search(outside):
        return core
    environment = "aligned" if _CELL.search(outside) else "gathered"
    return rf"\begin{{{environment}}}{core}\end{{{environment}}}"


def _outside_environments(tex: str) -> str:
    r"""What no `\begin…\end` and no braces enclose."""
    pieces: list[str] = []
    depth = position = 0
    for match in re.finditer(r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}|\\.|[{}]", tex, re.DOTALL):
        if depth == 0:
            pieces.append(tex[position : match.start()])
            if match[0] == "\\\\":
                pieces.append(match[0])
        position = match.end()
        if match[0].startswith("\\begin") or match[0] == "{":
            depth += 1
        elif match[0].startswith("\\end") or match[0] == "}":
            depth = max(0, depth - 1)
    if depth == 0:
        pieces.append(tex[position:])
    return "".join(pieces)


def _escape_text(tex: str) -> str:
    r"""`\text{max_value}` -> `\text{max\_value}`."""
    return _TEXT.sub(lambda match: f"\\{match[1]}{{{_TEXT_SPECIAL.sub(_escaped, match[2])}}}", tex)


def _escaped(match: re.Match[str]) -> str:
    return r"\textasciicircum{}" if match[0] == "^" else "\\" + match[0]


def _print_tags(tex: str) -> str:
    r"""`x = y \tag{1}` outside of a numbered environment: the number in brackets, apart."""
    return _TAG.sub(r"\\qquad\\text{(\1)}", tex)


def _drop_labels(tex: str) -> str:
    return _LABEL.sub("", tex)


def _separate_scripts(tex: str) -> str:
    r"""`B_n_{(s)}` -> `B_n{}_{(s)}`: TeX refuses two scripts on one base, print shows both."""
    return _DOUBLE_SCRIPT.sub(r"\1{}", tex)


def _rename_environments(tex: str) -> str:
    r"""`align` -> `aligned`, `equation` -> `gathered`, and so on; a matrix stays what it is."""
    tex = _COLUMNS_ARGUMENT.sub(r"\1", tex)

    def rename(match: re.Match[str]) -> str:
        name = _OTHER_NAME.get(match[2]) or _OTHER_NAME.get(match[2].rstrip("*"))
        return f"\\{match[1]}{{{name}}}" if name else match[0]

    return _ENVIRONMENT.sub(rename, tex)


def _drop_switches(tex: str) -> str:
    """Sizes of type, and limits where there is no operator: they change no meaning."""
    return _LIMITS.sub("", _SWITCH.sub("", tex))


def _mend_rules(tex: str) -> str:
    r"""Two rules on one another become one; a rule outside of a table goes."""
    tex = _DOUBLE_RULE.sub(r"\1", tex)
    return tex if "\\begin" in tex else _RULE.sub("", tex)


def _align_cells(tex: str) -> str:
    """`a &= b` in a single row."""
    if not _CELL.search(_outside_environments(tex)):
        return tex
    return rf"\begin{{aligned}}{tex}\end{{aligned}}"


def _unpair_brackets(tex: str) -> str:
    r"""`\left(` without its `\right`: the same brackets, which then do not grow."""
    sides = [match[1] for match in _SIDE.finditer(tex)]
    if sides.count("left") == sides.count("right"):
        return tex
    return _SIDE.sub("", tex)


REPAIRS: tuple[Callable[[str], str], ...] = (
    _drop_labels,
    _print_tags,
    _mend_rules,
    separate_math,
    _escape_text,
    _separate_scripts,
    _drop_switches,
    _align_cells,
    _unpair_brackets,
    unescape_braces,
)
