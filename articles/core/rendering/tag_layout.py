r"""Layout of numbered displays: the formula in the middle, its number at the right margin.

math-core draws numbers in the starred environments of amsmath only, and only plain characters in
them. So a display with a `\tag` is put into one of those, and each tag becomes digits of our own,
which are replaced in the MathML.
"""

import re
from dataclasses import dataclass
from html import escape

from articles.core.rendering.tex_to_text import to_text

_ENVIRONMENT = re.compile(
    r"\s*\\begin\s*\{(align|alignat|flalign|eqnarray|gather|equation|multline)\*?\}"
    r"(?:(?:(?<=at\})|(?<=at\*\}))\s*\{\d+\})?(.*)\\end\s*\{\1\*?\}([\s.,;]*)\Z",
    re.DOTALL,
)
_LAYOUTS = {
    **dict.fromkeys(["align", "alignat", "flalign", "eqnarray"], "align*"),
    **dict.fromkeys(["gather"], "gather*"),
}
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
# What a tag is while math-core has it: these digits and the tag's place among those of its display.
TAG_DIGITS = "9871"
_TAG_TEXT = re.compile(rf"<mtext>{TAG_DIGITS}(\d+)</mtext>")


@dataclass(frozen=True, slots=True)
class TagLayout:
    r"""A display without its environment: `body` goes into `environment`, `tag` behind it.

    `tag` is "" where each row has its own, in `body`. `words` are the tags as they are shown.
    """

    environment: str
    body: str
    tag: str
    words: tuple[str, ...]

    @property
    def has_rows(self) -> bool:
        return not self.tag

    def around(self, body: str) -> str:
        """`body`, in which TeX may have been repaired, in the environment."""
        return f"\\begin{{{self.environment}}}{body}{self.tag}\\end{{{self.environment}}}"


def lay_out_tags(tex: str) -> TagLayout | None:
    r"""A display with a `\tag` as the environment that draws it; None for one that has none.

    >>> lay_out_tags(r"x = 1 \tag{A}")
    TagLayout(environment='equation*', body='x = 1', tag='\\tag*{98710}', words=('(A)',))
    """
    if "\\tag" not in tex:
        return None
    words: list[str] = []

    def number(match: re.Match[str]) -> str:
        plain = to_text(match[2].replace("$", ""))
        words.append(plain if match[1] else f"({plain})")
        return rf"\tag*{{{TAG_DIGITS}{len(words) - 1}}}"

    match = _ENVIRONMENT.match(tex)
    if match and match[1] in _LAYOUTS:
        body = _TAG.sub(number, match[2].rstrip().removesuffix("\\\\"))
        return TagLayout(_LAYOUTS[match[1]], body, "", tuple(words))
    body = match[2] + match[3] if match else tex
    first = _TAG.search(body)
    if first is None:
        return None
    # One number for all of it: the rest becomes a whole of its own where it has rows.
    return TagLayout("equation*", _TAG.sub("", body).strip(), number(first), tuple(words))


def write_tags(mathml: str, words: tuple[str, ...]) -> str:
    """The MathML with the tags in the place of their digits."""
    return _TAG_TEXT.sub(lambda match: f"<mtext>{escape(words[int(match[1])])}</mtext>", mathml)
