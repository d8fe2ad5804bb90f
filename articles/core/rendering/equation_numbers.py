r"""Numbers of an article's display formulas, and the references to them.

As LaTeX does it: each row of `align`, `gather` and the like, and each `equation`, has the next
number, but for starred environments and rows with `\notag`; `\tag{A}` stands instead of a number. A
display without environment is numbered where it has a `\label`. Everything becomes a `\tag`, which
one layout (tag_layout.py) draws at the right margin.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Environments with a number for each row, and with one for all.
ROWS = "align|alignat|flalign|gather|eqnarray"
WHOLE = "equation|multline"
_NUMBERED = re.compile(
    rf"\s*\\begin\s*\{{({ROWS}|{WHOLE})(\*?)\}}(.*)\\end\s*\{{\1\2\}}[\s.,;]*\Z", re.DOTALL
)
_ROW_TOKEN = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\\\|\\.|[{}]", re.DOTALL)
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
_UNNUMBERED = re.compile(r"\\(?:notag|nonumber)(?![A-Za-z])")
_REFERENCE = re.compile(r"\\(eqref|ref)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Numbered:
    r"""A formula with its numbers as `\tag`, without labels; the labels that it carried.

    `reference` is the label where the formula is nothing but a reference, else "".
    """

    tex: str
    labels: tuple[str, ...] = ()
    reference: str = ""


def number_equations(
    formulas: Sequence[tuple[str, bool]],
) -> tuple[list[Numbered], dict[str, str]]:
    r"""The formulas of one article (TeX, whether a display) with their numbers; label -> number.

    >>> number_equations([(r"x \label{a}", True), (r"\eqref{a}", False)])
    ([Numbered(tex='x\\tag{1}', labels=('a',), reference=''), \
Numbered(tex='(1)', labels=(), reference='a')], {'a': '1'})
    """
    counter = _Counter()
    numbered = [
        counter.number(tex) if is_display else Numbered(tex) for tex, is_display in formulas
    ]
    if any("ref" in formula.tex for formula in numbered):
        numbered = [_resolve(formula, counter.numbers) for formula in numbered]
    return numbered, counter.numbers


class _Counter:
    def __init__(self) -> None:
        self.last = 0
        self.numbers: dict[str, str] = {}
        self.labels: list[str] = []

    def number(self, tex: str) -> Numbered:
        if "\\begin" not in tex and "\\label" not in tex:
            return Numbered(tex)
        self.labels = []
        match = _NUMBERED.match(tex)
        if match is None:
            # An inner environment's label is the display's, as is that of none at all.
            tex = self._number_row(tex, is_counted="\\label" in tex)
        elif match[1] in ROWS.split("|"):
            rows = _split_rows(match[3])
            counted = [self._number_row(row, is_counted=not match[2]) for row in rows]
            tex = tex[: match.start(3)] + "\\\\".join(counted) + tex[match.end(3) :]
        else:
            body = self._number_row(match[3], is_counted=not match[2])
            tex = tex[: match.start(3)] + body + tex[match.end(3) :]
        return Numbered(tex, tuple(self.labels))

    def _number_row(self, row: str, *, is_counted: bool) -> str:
        labels = _LABEL.findall(row)
        bare = _LABEL.sub("", row)
        tag = _TAG.search(bare)
        is_unnumbered = _UNNUMBERED.search(bare) is not None
        if tag:
            number = tag[2].strip()
        elif not is_unnumbered and (is_counted or labels) and bare.strip():
            self.last += 1
            number = str(self.last)
            bare = f"{bare.rstrip()}\\tag{{{number}}}"
        else:
            return _UNNUMBERED.sub("", bare) if is_unnumbered else bare
        for label in labels:
            # LaTeX warns of a label that stands twice; the first one is meant by more readers.
            self.numbers.setdefault(label.strip(), number)
            self.labels.append(label.strip())
        return bare


def _split_rows(body: str) -> list[str]:
    r"""The rows between the `\\` that no inner environment and no braces enclose."""
    rows: list[str] = []
    depth = start = 0
    for match in _ROW_TOKEN.finditer(body):
        token = match[0]
        if token == "\\\\" and depth == 0:
            rows.append(body[start : match.start()])
            start = match.end()
        elif token == "{" or token.startswith("\\begin"):
            depth += 1
        elif token == "}" or token.startswith("\\end"):
            depth -= 1
    return [*rows, body[start:]]


def _resolve(formula: Numbered, numbers: dict[str, str]) -> Numbered:
    r"""`\eqref{a}` as "(1)", `\ref{a}` as "1"; one without its label stays, and is reported."""

    def write(match: re.Match[str]) -> str:
        number = numbers.get(match[2].strip())
        if number is None:
            return match[0]
        return f"({number})" if match[1] == "eqref" else number

    alone = _REFERENCE.fullmatch(formula.tex.strip())
    reference = alone[2].strip() if alone and alone[2].strip() in numbers else ""
    return Numbered(_REFERENCE.sub(write, formula.tex), formula.labels, reference)
