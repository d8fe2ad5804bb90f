"""Meta descriptions derived from a file's description.

docs/corpus.md, "Page heads" lists the rules.
"""

import re

from articles.core.text.sentences import cut_at_word, find_sentence_ends

LIMIT = 155
_SHORTEST_SENTENCES = 90
_SHORTEST_CLAUSE = 70

# "This content discusses…" and its variants say nothing about the article. Verbs that only
# announce go with their subject; verbs that say what is done stay, as in "Compares A with B".
_OPENING = re.compile(
    r"(?:this|the)\s+(?:content|article|text|document|discussion|analysis|guide|section|passage"
    r"|response|answer|overview|piece|essay|explanation|summary|material|resource|page)\s+"
    r"(?:(?!only\b)\w+ly\s+)?"
    r"(?:(?P<announces>discusses|explains|explores|outlines|provides|describes|examines|covers"
    r"|details|presents|addresses|analyzes|analyses|elaborates\s+on|delves\s+into|focuses\s+on"
    r"|offers|gives|investigates)\s+(?:that\s+)?(?:about\s+)?"
    r"|(?=(?:compares|differentiates|distinguishes|contrasts|defines|summarizes|summarises"
    r"|highlights|lists|evaluates|identifies|illustrates|introduces|clarifies|demonstrates"
    r"|emphasizes|reviews|traces|reflects|argues|shows|critiques|assesses)\s))",
    re.IGNORECASE,
)
# The clause that may go when a description is too long: it only lists particulars.
_TAIL = re.compile(
    r", (?:including|highlighting|such as|focusing on|emphasizing|emphasising|detailing|covering"
    r"|outlining|showcasing|particularly|along with|as well as)\b"
)
# What is left of a command whose backslash and first letter an escape ate: `\f` + `orall`,
# `\t` + `ext{`. No English word is among them without the brace.
_LOST_ESCAPE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]"
    r"|(?<![A-Za-z\\])(?:ext|extbf|extit|extrm|rac|egin|oldsymbol|inom|oxed|ar|ilde|an|anh|op)\{"
    r"|(?<![A-Za-z\\])(?:orall|heta|imes|abla|ightarrow|riangle|ightharpoons)\b"
)
# One of these stands in every damaged text: plain searches spare most texts the patterns.
_DAMAGE_STEMS = ("{", "$", "orall", "heta", "abla", "imes", "ightarr", "ightharp", "riangle")
_LONE_DOLLAR = re.compile(r"(?:^|[\s,])\$\s*$")
_MIXED_CASE = re.compile(r"[a-z]+[A-Z]")
_DEFAULT_SEO_TITLE = re.compile(r"\s*QuickTakes\s*\|\s*[^|]*", re.IGNORECASE)


def file_description(raw: str) -> str:
    """A file's description as a page shows it; "" where there is none or it is damaged.

    The announcing opening is taken off, the capital restored, and more than 155 characters are
    cut at a sentence's end after 90, else before ", including…" after 70, else after a word.

    >>> file_description("This content explains how tides work.")
    'How tides work.'
    """
    text = " ".join(raw.split())
    if not text or is_damaged(text):
        return ""
    opening = _OPENING.match(text)
    if opening and opening.end() < len(text):
        text = _capitalise(text[opening.end() :])
    return shorten(text)


def is_damaged(raw: str) -> bool:
    """True if a description or a list of keywords has lost characters.

    `$orall$` and `ext{length }` are what remains when an escape eats the start of a LaTeX
    command; such a text may also end in the dollar sign of a formula that is gone.
    """
    if raw.isprintable() and not any(stem in raw for stem in _DAMAGE_STEMS):
        return False
    return _LOST_ESCAPE.search(raw) is not None or _LONE_DOLLAR.search(raw) is not None


def first_sentence(plain_text: str, limit: int = LIMIT) -> str:
    """The first sentence of a plain text's first paragraph, shortened to `limit` characters.

    The fallback where a description is damaged.

    >>> first_sentence("The U.S. has 50 states. Each has a governor.")
    'The U.S. has 50 states.'
    """
    stripped = plain_text.strip()
    if not stripped:
        return ""
    paragraph = " ".join(_first_paragraph(stripped).split())
    end = next(find_sentence_ends(paragraph), len(paragraph))
    return shorten(paragraph[:end], limit)


def _first_paragraph(plain_text: str) -> str:
    """The first line, with those that go on with its sentence.

    A plain text has a block a line, but a block's own line breaks, typed or `<br>`, are lines too.
    """
    first, *rest = plain_text.split("\n")
    for line in rest:
        goes_on = first.rstrip().endswith((",", ";")) or (
            line.lstrip()[:1].islower() and not first.rstrip().endswith((".", "!", "?", ":"))
        )
        if not goes_on:
            break
        first += " " + line
    return first


def shorten(text: str, limit: int = LIMIT) -> str:
    """The text in at most `limit` characters, cut where it hurts least."""
    if len(text) <= limit:
        return text
    ends = [end for end in find_sentence_ends(text) if _SHORTEST_SENTENCES <= end <= limit]
    if ends:
        return text[: ends[-1]]
    tails = [tail.start() for tail in _TAIL.finditer(text, _SHORTEST_CLAUSE, limit)]
    if tails:
        return text[: tails[-1]] + "."
    return cut_at_word(text, limit)


def is_default_seo_title(title: str) -> bool:
    """True for `QuickTakes | <Subject>`, which 44 values of all files follow: it says nothing."""
    return not title.strip() or _DEFAULT_SEO_TITLE.fullmatch(title) is not None


def split_keywords(keywords: str) -> list[str]:
    """The keywords of a comma-separated string, without empty and repeated ones.

    >>> split_keywords("heat,energy, Heat,, work")
    ['heat', 'energy', 'work']
    """
    found: dict[str, str] = {}
    for part in keywords.split(","):
        keyword = " ".join(part.split())
        if keyword:
            found.setdefault(keyword.casefold(), keyword)
    return list(found.values())


def _capitalise(text: str) -> str:
    """With a capital, unless the first word has one elsewhere: pH, mRNA, iPhone."""
    if _MIXED_CASE.match(text):
        return text
    return text[0].upper() + text[1:]
