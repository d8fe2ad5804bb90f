"""Addresses made of names: of files, folders and categories that other systems name freely."""

import re
import unicodedata

# What NFKD does not take apart. German umlauts lose their dots as everything else does, as Hugo's
# and Jekyll's own addresses of such names are seldom typed by hand.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_OTHERS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’ʼ]")


def slug_of(name: str) -> str:
    """The address that a name gives; "" where it has no letter that one can hold.

    >>> [slug_of(name) for name in ("My_Post v1.2", "Über Größen", "你好")]
    ['my-post-v1-2', 'uber-grossen', '']
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _OTHERS.sub("-", _APOSTROPHES.sub("", plain)).strip("-")


def words_of(slug: str) -> str:
    """A title made of an address or a file's name, its first letter a capital.

    >>> words_of("what-is-heat")
    'What is heat'
    """
    words = " ".join(re.split(r"[-_\s]+", slug)).strip()
    return words[:1].upper() + words[1:]
