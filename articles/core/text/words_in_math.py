r"""Dollar signs inside the words of a formula: `$x = \text{if $y>0$ then } 1$` is one formula.

Words stand in the braces of `\text`, `\mbox`, `\tag` and the like; a formula among them may hold
words again.
"""

import re

from articles.core.tex_groups import closing_brace

# Words of a formula are short; a brace that is open longer belongs to a formula that never closes.
_LONGEST = 2_000
_TOKEN = re.compile(
    r"\\(?:text\w*|[mhf]box|tag\*?|intertext|shortintertext|operatorname\*?)\s*\{|\\.|\$", re.DOTALL
)


def end_outside_words(text: str, start: int, end: int, limit: int) -> int:
    r"""Where the formula that begins at `start` closes: `end`, a dollar sign, or a later one.

    `end` is the first dollar sign; where it stands within words, the next one outside of them and
    before `limit` counts. Without such a one it is `end` itself.

    >>> end_outside_words(r"$\text{if $y$} x$", 1, 10, 17)
    16
    """
    if "\\" not in text[start:end] or "{" not in text[start:end]:
        return end
    position = start
    limit = min(limit, start + _LONGEST)
    while match := _TOKEN.search(text, position, limit):
        if match[0] == "$":
            return match.start()
        position = match.end()
        if match[0].endswith("{") and match[0] != "\\{":
            closing = closing_brace(text[:limit], match.end())
            if closing < 0:
                return end
            position = closing + 1
    return end
