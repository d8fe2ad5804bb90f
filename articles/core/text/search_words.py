"""Normalised words of a text for indexing and for queries.

The folding happens in Python and not in the database, so that both vendors, the spelling correction
and the highlighting use identical words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import filterfalse

from articles.core.text.lost_letters import restore_letters
from articles.core.text.script_signs import as_words

MAX_WORD_CHARACTERS = 40

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_FOLDED_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’][sS]\b")
_CONTRACTION = re.compile(r"(?<=[nN])['’](?=[tT]\b)")
# Names of programming languages: C++, C#, F#.
_LANGUAGE = re.compile(r"\b(?:[cC]\+\+|[cCfFjJ]#)(?![\w+#])")
# Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, ideographs, hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003134f]+"
)
# A word as it stands in a text, with what belongs to it: marks that combine, an apostrophe.
_PLACED_WORD = re.compile(
    f"{_LANGUAGE.pattern}|{_UNSPACED.pattern[:-1]}|"
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]|(?<=[nN])['’](?=[tT]\b))*"
)
# UTF-8 of U+2000 to U+22FF: quotation marks, dashes, arrows, operators.
_PUNCTUATION = re.compile(rb"\xe2[\x80-\x8b][\x80-\xbf]")
_LETTERS_AND_DIGITS = bytes(
    byte if byte > 127 or chr(byte).isalnum() else ord(" ") for byte in range(256)
)
_LETTERS_DIGITS_AND_LINES = _LETTERS_AND_DIGITS[:10] + b"\n" + _LETTERS_AND_DIGITS[11:]
# What stands in nearly every text says nothing about which one is meant. Answers alone are indexed
# without them; a question keeps each of its words ("What is IT?", "Who are the Who?").
STOP_WORDS = frozenset(
    """a about after all also an and any are as at be because been but by can could did do does for
    from had has have he her his how if in into is it its may more most must no not of on one only
    or other our out over s she should so some such t than that the their them then there these
    they this those to too under up us used was we were what when where which while who why will
    with would you your""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SearchText:
    """What of an article is searched, each field as folded words with single spaces between.

    `description` and `answer` are without stop words. `answer` has a line for each passage, which
    is a paragraph, a heading, an item of a list or a row of a table.
    """

    question: str
    keywords: str
    description: str
    answer: str


def search_text(question: str, keywords: str, description: str, answer: str) -> SearchText:
    """Return what is to be searched of an article; `answer` is its plain text, not its Markdown:
    a block a line. Letters that keywords and description have lost are the answer's: nobody looks
    for "Schrdinger"."""
    return SearchText(
        " ".join(words_of(question)),
        " ".join(words_of(restore_letters(keywords, answer).text)),
        " ".join(passages_of(restore_letters(description, answer).text)),
        "\n".join(passages_of(answer)),
    )


def fold(text: str) -> str:
    """Return the text without case, accents, ligatures and signs of width.

    >>> fold("Straße, Café, ﬁnance")
    'strasse, cafe, finance'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if decomposed.isascii():
        return decomposed
    bare = "".join(filterfalse(unicodedata.combining, decomposed))
    return unicodedata.normalize("NFC", bare)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in order.

    A run of a script without spaces becomes pairs of neighbours, so that any part of it is found.

    >>> words_of("Newton's C++ isn't 東京都")
    ['newton', 'cplusplus', 'isnt', '東京', '京都']
    """
    if "'" in text or "’" in text:
        text = _CONTRACTION.sub("", _POSSESSIVE.sub(" ", text))
    if "+" in text or "#" in text:
        text = _LANGUAGE.sub(_spelled_out, text)
    if text.isascii():
        return [word[:MAX_WORD_CHARACTERS] for word in _ASCII_WORD.findall(text.lower())]
    words: list[str] = []
    text = as_words(text)
    for word in _FOLDED_WORD.findall(unicodedata.normalize("NFC", text)):
        words += (word.lower(),) if word.isascii() else _folded(word)
    return [word[:MAX_WORD_CHARACTERS] for word in words]


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text with their places in it, for marking them: as `words_of`, but a run
    of a script without spaces comes as its single signs, and its pairs are for the caller to see.

    >>> [(word.text, word.start) for word in words_in("Newton's C++")]
    [('newton', 0), ('s', 7), ('cplusplus', 9)]
    """
    for match in _PLACED_WORD.finditer(text):
        folded = words_of(match[0])
        if folded:
            yield Word(folded[0], match.start(), match.end())


def passages_of(text: str) -> list[str]:
    """Return the telling words of each line of a long text, in order, with spaces between; lines
    without any are left out.

    Several times faster than `words_of`: bytes are cut by a table, and only what is not ASCII is
    folded.

    >>> passages_of("The Café.\\n\\nIt isn't Newton's.")
    ['cafe', 'isnt newton']
    """
    if "'" in text or "’" in text:
        text = _CONTRACTION.sub("", _POSSESSIVE.sub(" ", text))
    if "+" in text or "#" in text:
        text = _LANGUAGE.sub(_spelled_out, text)
    if not text.isascii():
        text = as_words(text)
    data = _PUNCTUATION.sub(b" ", text.lower().encode("utf-8", "ignore"))
    lines = data.translate(_LETTERS_DIGITS_AND_LINES).decode().split("\n")
    passages = [" ".join(_telling(line)) for line in lines]
    return [passage for passage in passages if passage]


def _telling(line: str) -> list[str]:
    """The folded words of a line of lower case letters, without the stop words."""
    words = [word for word in line.split() if word not in STOP_WORDS]
    if not line.isascii():
        words = [part for word in words for part in _parts_of(word)]
    if words and len(max(words, key=len)) > MAX_WORD_CHARACTERS:
        return [word[:MAX_WORD_CHARACTERS] for word in words]
    return words


def _parts_of(word: str) -> list[str]:
    return [word] if word.isascii() else _folded(word)


def _folded(word: str) -> list[str]:
    """Mostly one word; a sign may fold into several or none (½ is 1⁄2)."""
    folded = fold(word)
    if _UNSPACED.search(folded):
        folded = _UNSPACED.sub(_in_pairs, folded)
    return _FOLDED_WORD.findall(folded)


def _in_pairs(match: re.Match[str]) -> str:
    run = match[0]
    pairs = [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
    return f" {' '.join(pairs)} "


def _spelled_out(match: re.Match[str]) -> str:
    letter, sign = match[0][0], match[0][1]
    return letter + ("sharp" if sign == "#" else "plusplus")
