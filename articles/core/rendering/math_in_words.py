r"""Formulas among the words of a formula, `\text{if $x$ is even}`: math-core takes none."""

import re

from articles.core.tex_groups import closing_brace

_WORDS = re.compile(r"\\(text(?:rm|bf|it|sf|tt|normal|up|md)?|mbox|hbox|intertext)\s*\{")
_SIGN = re.compile(r"\\(text\w*|[mh]box)\s*\{|\\\(|\\\)|\\.|\$", re.DOTALL)


def separate_math(tex: str) -> str:
    r"""`\text{if $x$ is even}` -> `\text{if }x\text{ is even}`, at any depth.

    Words with an odd number of signs stay as they are.
    """
    pieces: list[str] = []
    position = 0
    while match := _WORDS.search(tex, position):
        end = closing_brace(tex, match.end())
        if end < 0:
            break
        words = tex[match.end() : end]
        parts = _split(words)
        pieces.append(tex[position : match.start()])
        if len(parts) % 2 == 0 or len(parts) == 1:
            pieces.append(tex[match.start() : end + 1])
        else:
            # In braces: a script behind the words is that of all of them.
            pieces.append("{")
            for index, part in enumerate(parts):
                if index % 2:
                    pieces.append(separate_math(part))
                elif part:
                    pieces.append(f"\\{match[1]}{{{part}}}")
            pieces.append("}")
        position = end + 1
    pieces.append(tex[position:])
    return "".join(pieces)


def _split(words: str) -> list[str]:
    """Words and formulas in turns, split at the signs that no words inside of a formula hold."""
    parts: list[str] = []
    start = position = 0
    while match := _SIGN.search(words, position):
        position = match.end()
        if match[0] in ("$", "\\(", "\\)"):
            parts.append(words[start : match.start()])
            start = match.end()
        elif match[1] and len(parts) % 2:
            end = closing_brace(words, match.end())
            position = end + 1 if end >= 0 else position
    return [*parts, words[start:]]
