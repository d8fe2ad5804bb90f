"""Amounts of money among dollar signs: what lies between two of them is then no formula.

Amounts stand before the number (`$5 y 10$`: the second is another's) or behind it (`5 $ oder 10 $`,
`5$/h`), in any language; prose in English is told apart by its words already
(articles.core.text.dollar_math). A formula without TeX relates or joins what it holds with signs,
so words between two numbers, and nothing else, are a sentence.
"""

import re

# Ends in a digit: a variable with one (`x1 $`) is rare, a number at the end of a sentence is not.
_AMOUNT_BEFORE = re.compile(r"(?<![A-Za-z\d])\d[\d.,'’]*[kKmMbB]?[ \u00a0\u202f]?\Z")
_RELATION = re.compile(r"[=<>≤≥≠≈∈+×·^_]|->")
_COMPARISON = re.compile(r"[=<>≤≥≠≈∈^_]")
_FUNCTIONS = (
    "(?:arc)?(?:sin|cos|tan|sec|csc|cot)h?|log|ln|lim|max|min|exp|mod|div|det|gcd|lcm|sup|inf|choose"
    "|over|ker|dim|deg|arg"
)
# Letters that join numbers in a formula typed without TeX.
_JOINING = rf"(?!(?:x|X|{_FUNCTIONS})\b)"
_WORD_BETWEEN = re.compile(
    rf"(?:\d[\d.,]*[kKmM%]?|[^\W\d_]+)[,;.:]? +(?:{_JOINING}[^\W\d_]+[,;.:]? +)+(?:\d|[^\W\d_])"
)
# A word beside a sum: `$5 fee + 10$`. Names of functions are none.
_PLAIN_WORD = re.compile(rf"(?<![^\W\d_])(?!(?:{_FUNCTIONS})\b)[^\W\d_]{{3,}}")
# Letters of other scripts than those of mathematics, directly beside a number.
_FOREIGN = re.compile(
    r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_STARTS_WITH_AMOUNT = re.compile(r"\s?\d[\d.,]*")
_ENDS_WITH_AMOUNT = re.compile(r"\d[\d.,]*\s?(?:[kKmMbB]n?|mil|Mio\.?|Mrd\.?)?\s?\Z")
_NUMBER = re.compile(r"[\d.,\s]+")
_RANGE = re.compile(r"\s?\d[\d.,]*[kKmM]?\s?[-–—~]\s?\d[\d.,]*[kKmMbB]?\s?")
_CURRENCY_FOLLOWS = re.compile(
    r"\s?(?:USD|US|dollars?|bucks|million|billion|trillion|per|each|a (?:day|week|month|year|head)"
    r"|/ ?(?:h|hr|hour|d|day|w|week|mo|month|yr|year|kg|lb|oz|unit|person|user|seat))(?![A-Za-z])"
)
_PER_UNIT = re.compile(r"/ ?[A-Za-z]{1,6}\b")
_PUNCTUATION = re.compile(r"[-–—~/,;:.…]")


def is_money(text: str, start: int, end: int) -> bool:
    """True if the dollar signs at `start` and `end` belong to amounts and enclose no formula.

    What they enclose holds no TeX.

    >>> is_money("Cuesta $5 y vale 10$ hoy.", 7, 19)
    True
    """
    body = text[start + 1 : end]
    core = body.strip()
    before = text[max(0, start - 24) : start]
    is_behind = _AMOUNT_BEFORE.search(before) is not None
    if is_behind and _is_behind_its_number(before, body, core):
        return True
    is_opened = _STARTS_WITH_AMOUNT.match(body) is not None
    is_closed = _ENDS_WITH_AMOUNT.search(body) is not None
    if is_opened and is_closed and _PLAIN_WORD.search(core):
        return not _COMPARISON.search(core)
    if _RELATION.search(core):
        return False
    if (is_opened or is_behind) and is_closed:
        return _WORD_BETWEEN.search(core) is not None or _FOREIGN.search(core) is not None
    if is_opened and text[end + 1 : end + 3].lstrip()[:1].isdigit():
        # `$ 5 y $ 10`: the second sign is that of the number behind it.
        return core[-1].isalpha() and core[-1] not in "xX"
    return False


def is_range_of_money(text: str, start: int, end: int) -> bool:
    """True for `$5-10$ per hour`: a range in dollar signs that a word of money follows."""
    return (
        _RANGE.fullmatch(text, start + 1, end) is not None
        and _CURRENCY_FOLLOWS.match(text, end + 1) is not None
    )


def _is_behind_its_number(before: str, body: str, core: str) -> bool:
    """Whether a sign that stands behind a number is that number's, and opens nothing."""
    is_close = not before[-1:].isspace()
    if is_close and body[:1].isspace():
        return True
    if is_close and (_PER_UNIT.match(body) or _PUNCTUATION.match(body)):
        return not core[1:2].isalpha() or "/" in core[:1]
    if not body[:1].isspace() or not body[-1:].isspace() or _NUMBER.fullmatch(core):
        return False
    if _COMPARISON.search(core):
        return False
    # `5 $ oder 10 $`, `5 $ - 10 $`, `5 $ und $x$`.
    return _ENDS_WITH_AMOUNT.search(core) is not None or re.search(r"[^\W\d_]{2}", core) is not None
