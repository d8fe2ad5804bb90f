"""Inflected forms of a word, matched more loosely than by either database's stemmer. Pure."""

SHORTEST_STEM = 3
# Of -ion and -ing the first letter is shared.
_SHARED_OF_ENDINGS = 2
_ENDINGS = frozenset(
    """able ably ability al ally als ance ances ant ants ate ated ates ation ations ative ator ators
    c cal cally cs e ed ence ences ent ents er ers es est ful g ial ible ic ical ically ics ied ies
    ing ings ion ions ious ism isms ist ists ity ities ive ives ize ized izes izing ised ises ising
    less ly ment ments ness or ors ous r rs s t tion tions ty y ying""".split()  # noqa: SIM905
) | {""}


def is_inflection(one: str, other: str) -> bool:
    """Return whether two words may be forms of one: equal but for their endings.

    >>> is_inflection("cell", "cells"), is_inflection("political", "politics")
    (True, True)
    >>> is_inflection("plan", "planning"), is_inflection("cell", "cellar")
    (True, False)
    """
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return any(
        _is_ending(one, stem) and _is_ending(other, stem)
        for stem in range(shared, max(shared - _SHARED_OF_ENDINGS, SHORTEST_STEM) - 1, -1)
    )


def _is_ending(word: str, start: int) -> bool:
    """A doubled letter before an ending (planning) belongs to it."""
    ending = word[start:]
    return ending in _ENDINGS or (
        bool(ending) and ending[0] == word[start - 1] and ending[1:] in _ENDINGS
    )
