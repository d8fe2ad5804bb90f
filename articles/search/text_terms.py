"""Terms of a search through whole texts: what each typed word weighs, and what may stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from articles.core.text.search_words import STOP_WORDS
from articles.search.everyday_words import LITTLE, says_little
from articles.search.query_terms import Term, texts_with
from articles.search.synonyms import meant_by, spelled_out, spellings_of, synonyms_of

# What a synonym, and a word of what an abbreviation stands for, is worth beside the typed word.
# Measured on readers' queries (benchmarks/finding.py): 0.3 and 0.5 find the same within one query.
_SYNONYM, _SPELLED_OUT = 0.4, 0.5
# The same of a word that no article has.
_REPLACEMENT = 0.7
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


def text_terms(words: Sequence[str], terms: Sequence[Term], total: int) -> list[TextTerm]:
    """Return what to look for in texts: without stop words where there is another, and with what
    abbreviations and phrases stand for. `words` are those of the query in order, `total` is about
    the number of documents."""
    telling = [term for term in terms if not STOP_WORDS.issuperset(term.forms)] or list(terms)
    found = [_text_term(term, total) for term in telling]
    there = {word for term in found for word in term.forms}
    unknown = {term.forms[0] for term in telling if not term.texts and spelled_out(term.typed)}
    groups = _meanings(words, telling)
    behind = {word for group, _ in groups for word in group} - there - STOP_WORDS
    if behind:
        texts = texts_with(sorted(behind))
        for group, part in groups:
            forms = {word: 1.0 for word in group if word in behind}
            count = sum([texts[word] for word in forms])
            if count:
                weight = part * idf(count, total)
                found.append(TextTerm(" ".join(forms), weight, forms, count))
        if len(found) > len(telling):
            # What it stands for is what was typed: no article lacks an abbreviation that none has.
            return [term for term in found if term.word not in unknown]
    return found


def _meanings(words: Sequence[str], terms: Sequence[Term]) -> list[tuple[tuple[str, ...], float]]:
    """(words any of which is meant, worth beside a typed word). Of an abbreviation that no article
    has, what it stands for is what was typed."""
    groups: list[tuple[tuple[str, ...], float]] = [
        ((word,), _SPELLED_OUT if term.texts else 1.0)
        for term in terms
        for word in spelled_out(term.typed)
    ]
    return groups + [(meaning, _SPELLED_OUT) for meaning in meant_by(words)]


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
        # Those of a corrected word's own letters, too: "overrule" may be no mistyped "override".
        for word in (*synonyms_of(first), *(synonyms_of(term.typed) if term.is_corrected else ())):
            forms.setdefault(word, _SYNONYM if term.texts else _REPLACEMENT)
    weight = idf(term.texts, total) * (LITTLE if is_little else 1)
    return TextTerm(first, weight, forms, term.texts, is_little)
