"""Terms of a search through whole texts: what each typed word weighs, and what may stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from articles.core.text.search_words import STOP_WORDS
from articles.search.everyday_words import LITTLE, says_little
from articles.search.query_terms import Term, texts_with
from articles.search.synonyms import spelled_out, spellings_of, synonyms_of

# What a synonym, and a word of what an abbreviation stands for, is worth beside the typed word.
# Measured on readers' queries (benchmarks/finding.py): 0.3 and 0.5 find the same within one query.
_SYNONYM, _SPELLED_OUT = 0.4, 0.5
# A word that no article has counts as one that two have: more would make the rest worth nothing.
_UNKNOWN_TEXTS = 2


@dataclass(frozen=True, slots=True)
class TextTerm:
    """A word that is looked for in whole texts.

    `weight` is its inverse document frequency, less for everyday words; `forms` are the words that
    stand for it, itself among them, each with its worth (0 to 1); `texts` in how many articles it
    stands, about.
    """

    word: str
    weight: float
    forms: dict[str, float]
    texts: int
    is_little: bool = False


def text_terms(terms: Sequence[Term], total: int) -> list[TextTerm]:
    """Return what to look for in texts: without stop words where there is another, and with what
    an abbreviation stands for."""
    telling = [term for term in terms if not STOP_WORDS.issuperset(term.forms)] or list(terms)
    found = [_text_term(term, total) for term in telling]
    there = {word for term in found for word in term.forms}
    behind = [word for term in telling for word in spelled_out(term.typed)]
    new = [word for word in dict.fromkeys(behind) if word not in there | STOP_WORDS]
    if new:
        found += [
            TextTerm(word, _SPELLED_OUT * idf(texts, total), {word: 1.0}, texts)
            for word, texts in texts_with(new).items()
        ]
    return found


def idf(texts: int, total: int) -> float:
    """Return the inverse document frequency of a word that `texts` of `total` documents have
    (Robertson and Spärck Jones, as in BM25, never below nought)."""
    texts = min(texts or _UNKNOWN_TEXTS, total)
    return log(1 + (total - texts + 0.5) / (texts + 0.5))


def _text_term(term: Term, total: int) -> TextTerm:
    first = term.forms[0]
    is_little = says_little(first)
    forms = dict.fromkeys(term.forms, 1.0)
    for form in term.forms:
        forms.update(dict.fromkeys(spellings_of(form), 1.0))
    if not is_little:
        for word in synonyms_of(first):
            forms.setdefault(word, _SYNONYM)
    weight = idf(term.texts, total) * (LITTLE if is_little else 1)
    return TextTerm(first, weight, forms, term.texts, is_little)
