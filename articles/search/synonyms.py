"""Other words for what was typed: of one meaning, spelled out, or spelled otherwise. Pure.

The tables are in articles/search/words/, made by hand; spellings of British and American English
follow from rules, and a form that no article has costs nothing.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).parent / "words"

_SHORTEST_RESPELLED = 5
_ENDINGS = (("ence", "ense"), ("tre", "ter"), ("bre", "ber"), ("tres", "ters"), ("bres", "bers"))
# (British, American): where a word has the one, it may be spelled with the other.
_SPELLINGS = (
    *(("our", "or"), ("ise", "ize"), ("isation", "ization"), ("yse", "yze"), ("ogue", "og")),
    *(("aem", "em"), ("aes", "es"), ("oed", "ed"), ("oes", "es"), ("oet", "et"), ("paed", "ped")),
    *(("lled", "led"), ("lling", "ling")),
    *(("ising", "izing"), ("ised", "ized"), ("sulph", "sulf"), ("alumini", "alumin")),
    *(("grey", "gray"), ("plough", "plow"), ("programme", "program"), ("tyre", "tire")),
)


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """{word: the words that may stand for it}."""
    found: dict[str, dict[str, None]] = {}
    for line in _lines("synonyms"):
        words = line.split()
        for word in words:
            found.setdefault(word, {}).update(dict.fromkeys(words))
    return {
        word: tuple(other for other in others if other != word) for word, others in found.items()
    }


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    parts = (line.partition(":") for line in _lines("abbreviations"))
    return {short: tuple(words.split()) for short, _, words in parts}


def synonyms_of(word: str) -> tuple[str, ...]:
    """Return the words that may stand for a folded word, in any of its inflections.

    >>> synonyms_of("salaries")
    ('pay', 'wage', 'compensation', 'income', 'earnings', 'earn', 'paid')
    """
    groups = _groups()
    return next((groups[base] for base in _bases(word) if base in groups), ())


def spelled_out(word: str) -> tuple[str, ...]:
    """Return the words behind an abbreviation, () where it is none.

    >>> spelled_out("ww2")
    ('world', 'war', 'ii')
    """
    return _abbreviations().get(word, ())


@cache
def _phrases() -> dict[str, dict[tuple[str, ...], tuple[str, ...]]]:
    """{first word: {all words: what they mean}}."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for line in _lines("phrases"):
        phrase, _, meaning = line.partition(":")
        words = tuple(phrase.split())
        found.setdefault(words[0], {})[words] = tuple(meaning.split())
    return found


def meant_by(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what textbooks say for each phrase that stands in the words.

    >>> meant_by(["how", "did", "he", "get", "rid", "of", "rivals"])
    [('eliminate', 'removal', 'remove', 'suppress')]
    """
    return [
        meaning
        for start, word in enumerate(words)
        for phrase, meaning in _phrases().get(word, {}).items()
        if tuple(words[start : start + len(phrase)]) == phrase
    ]


def spellings_of(word: str) -> list[str]:
    """Return how a word may be spelled on the other side of the Atlantic; some are no words.

    >>> spellings_of("colour"), spellings_of("organize")
    (['color'], ['organise'])
    """
    if len(word) < _SHORTEST_RESPELLED and word not in ("grey", "gray", "tyre", "tire"):
        return []
    found = []
    for british, american in _ENDINGS:
        if word.endswith(british):
            found.append(word.removesuffix(british) + american)
        elif word.endswith(american):
            found.append(word.removesuffix(american) + british)
    for british, american in _SPELLINGS:
        if british in word:
            found.append(word.replace(british, american))
        elif american in word:
            found.append(word.replace(american, british))
    return found


def _bases(word: str) -> Iterator[str]:
    """The word, and it without an ending of inflection: some are no words."""
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    for ending in ("s", "es", "ing", "ed", "er", "est"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _lines(name: str) -> list[str]:
    text = (_TABLES / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
