"""Meta descriptions derived from a file's description.

docs/corpus.md, "Page heads" lists the rules.
"""

import re

from articles.core.text.description_cuts import LIMIT, SHORTEST_SENTENCES, shorten, with_a_stop
from articles.core.text.description_openings import (
    Opened,
    capitalise,
    find_second_verb,
    take_off_opening,
)
from articles.core.text.sentences import find_sentence_ends

_MOST_IN_AN_ITEM = 5
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
_DEFAULT_SEO_TITLE = re.compile(r"\s*QuickTakes\s*\|\s*[^|]*", re.IGNORECASE)


def file_description(raw: str) -> str:
    """A file's description as a page shows it; "" where there is none or it is damaged.

    The announcing opening is taken off, the capital restored, and more than 155 characters are
    cut by `shorten`.

    >>> file_description("This content explains how tides work.")
    'How tides work.'
    """
    text = " ".join(raw.split())
    if not text or is_damaged(text):
        return ""
    opened = take_off_opening(text)
    return shorten(text) if opened is None else _without_opening(opened)


def _without_opening(opened: Opened) -> str:
    """What is behind the opening, with a capital. The verb stays where the text does a second thing
    in what is shown: "The causes of tides and compares them" has lost its subject, "Explains the
    causes of tides and compares them" has not. Too long, it ends before that second thing."""
    rest = capitalise(opened.rest)
    shown = shorten(rest)
    second = find_second_verb(shown) if opened.verb else None
    if second is None:
        return shown
    whole = capitalise(opened.verb + opened.rest)
    if len(whole) > LIMIT and second >= SHORTEST_SENTENCES and _is_closed(shown[:second]):
        return with_a_stop(shown[:second])
    return shorten(whole)


def _is_closed(text: str) -> bool:
    """Return whether a list at the end of the text, if it is one, has its "and": "sols, and gels".
    More words than an item has are a clause."""
    last = text[text.rfind(",") :]
    return text.count(",") < 2 or " and " in last or len(last.split()) > _MOST_IN_AN_ITEM


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


def is_default_seo_title(title: str) -> bool:
    """True for `QuickTakes | <Subject>`, which 44 values of all files follow: it says nothing."""
    return not title.strip() or _DEFAULT_SEO_TITLE.fullmatch(title) is not None
