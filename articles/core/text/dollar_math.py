"""Classification of text between two dollar signs as a formula or as prose between prices.

The starting point is pandoc's `tex_math_dollars` rule (no space inside, no digit after). The
library deviates in both directions: 4,000 of its formulas have inner spaces (`$ n $`), and prices
and formulas share paragraphs. So the words between the signs decide.
"""

import re

from articles.core.text.money import is_money, is_range_of_money

# A TeX command, or a character that prose between two prices does not hold.
_TEX = re.compile(r"\\[A-Za-z]+|\\[,;:!%{}|]|[\^_{}]")
# Two plain words of prose in a row, or a little word that joins amounts. Not "a" or "at": `$a$`
# is the library's most frequent formula of one letter, and `$v = u + at$` is one too.
_PROSE = re.compile(
    r"(?<![\\A-Za-z])(?:[A-Za-z]{2,}[,;:]? +[A-Za-z]{3,}|[A-Za-z]{3,}[,;:]? +[A-Za-z]{2,})"
    r"|(?<![\\A-Za-z])(?:to|and|or|for|per|from|the|in|is|it|as|on|of|by|with|an)(?![A-Za-z])"
    r"|(?<![\\A-Za-z])[a-z]{3,}[,.;:]? +[aI](?![A-Za-z])"
)
# `Profit = total revenue - total cost`: words, and yet a formula.
_EQUATION = re.compile(r"[A-Za-z(][^=.!?]{0,60}=")
# Commands whose argument is words, which are then no sign of prose.
_WORDS_COMMAND = re.compile(
    r"\\(?:text\w*|math\w+|operatorname|mbox|hbox|ce|pu|label|tag|begin|end|qty|SI|si|unit|num"
    r"|newcommand|DeclareMathOperator|color|intertext)\*? ?(?:\{[^{}]*\}){1,2}"
)
# Longer ones are displays by right.
_MOST_LINES = 30
_LIST_OR_HEADING = re.compile(r"\n[ \t]*(?:[*+] |#{1,6} |\d+[.)] |```|~~~|- [A-Z][a-z]|- \*\*)")
# A price and the punctuation up to the next sign: `$5**-**$`, `($5), ($`, `$5|$`.
_PRICE_AND_PUNCTUATION = re.compile(
    r"\d[\d,.]* ?(?:[kKmMbB]n?|million|billion|trillion)?[*)\],;:|/–—-]+[\s(*\[|~≈]*"
)
# `$HOME/bin:$PATH`, `$arr[$i]`: a variable of some shell, not `$n$th`.
_VARIABLE = re.compile(r"[A-Za-z_]\w+")


def is_inline_math(text: str, start: int, end: int) -> bool:
    """True if `text[start + 1:end]`, between dollar signs at `start` and `end`, is a formula.

    Both signs are single and unescaped, and no blank line stands between them.

        $5$, $10\\%$, $2x + 3$, $ n $, $n$th                   are formulas
        $5-$10, $20 and $30, $50,000 to $30,000, $HOME:$PATH   are not
    """
    body = text[start + 1 : end]
    core = body.strip()
    if not core or ("`" in body and "`" in _WORDS_COMMAND.sub("", body)):
        return False
    if body.count("\n") > 1 and not _goes_over_lines(core):
        return False
    follows = text[end + 1 : end + 2]
    if follows.isdigit() and core[0] not in "\\^_":  # `5 $\times$10` is no price
        return False
    symmetric = body[0].isspace() == body[-1].isspace()
    if not _TEX.search(core):
        return symmetric and not (
            _is_prose(core)
            or (len(core) < 40 and _PRICE_AND_PUNCTUATION.fullmatch(core))
            or _is_unbalanced(core)
            or (follows.isalpha() and _VARIABLE.match(core))
            or is_money(text, start, end)
            or is_range_of_money(text, start, end)
        )
    return (symmetric and not core[0].isdigit()) or not _is_prose(core)


def _goes_over_lines(core: str) -> bool:
    """Whether what spans three lines or more is one formula: TeX, braces in pairs, no sentence.

    Two prices far from each other hold neither; a list between them begins its lines with signs
    that a formula's lines begin with as well, so words decide.
    """
    if core.count("\n") > _MOST_LINES or not _TEX.search(core):
        return False
    opened, closed = core.count("{"), core.count("}")
    return opened == closed and not _is_prose(core) and not _LIST_OR_HEADING.search(core)


def is_delimited_math(body: str) -> bool:
    """True if `body`, between `$$` and `$$`, `\\(` and `\\)` or `\\[` and `\\]`, is a formula.

    False for what lies between two price levels (`$$ is moderate, $$$ is dear`), for brackets
    that Markdown escapes (`\\[sic, or so it says\\]`), and for the prose between two formulas,
    which is what a lost `$$` would turn into mathematics.
    """
    core = body.strip()
    if not core:
        return False
    if _TEX.search(core) and "\n\n" not in core.replace(" ", ""):
        return True
    return not _is_prose(core)


def _is_prose(core: str) -> bool:
    """Words that follow each other, outside the commands that hold words, and no equation."""
    if _EQUATION.match(core):
        return False
    return _PROSE.search(_WORDS_COMMAND.sub("", core)) is not None


def _is_unbalanced(core: str) -> bool:
    """More opening than closing brackets or the reverse; `[0, 1)` is an interval."""
    opening = core.count("(") + core.count("[")
    return opening != core.count(")") + core.count("]")
