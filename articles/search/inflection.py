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
# Families of words that share a stem and no meaning, a row for each stem. Both stemmers of the
# databases, Porter's and Snowball's English, take most of a row for one word.
_APART_ROWS = """
apart | apartment apartments
depart departs departed departing departure | department departments departmental
base bases based | basement basements
secret secrets | secretary secretaries
universe universes universal | university universities
organ organs organic | organize organized organizing organization organizations
general generals generally | generate generates generated generating generation generations
police policing | policy policies
import imports imported importing importation | important importance importantly
arm arms | army armies armed
new newer newest newly | news
human humans humanity humanities | humane
mean means meaning meanings meant | meaner meanest
past | paste pasted
wand wands | wander wandered
station stations | static | state states stated statement | statue statues
nation nations national | nature natural native natives
art arts artist artists artistic | artery arteries arterial
come comes coming | comet comets comedy comedies
desert deserts | dessert desserts
plan plans planned planning | plane planes | planet planets planetary | plant plants planting
gene genes genetic genetics | genus genera | genre genres | genesis
moral morals morality | morale
matter matters | material materials | matrix
mine mines mining miner miners | minor minors minority minorities | mineral minerals
major majority majorities | majesty
commune communes communal | communism communist communists | communicate communication
experience experiences experienced | experiment experiments experimental
object objects | objective objectives objectivity | objection objections
subject subjects | subjective subjectivity
author authors authorship | authority authorities authorize
relate relates related relation relations | relative relatives | relativity relativism
opera operas | operate operates operated operating operation operations operator operators
ration rations rationing | rational rationality rationalism | ratio ratios
second seconds | secondary
custom customs customary | customer customers
conserve conserves conserved conservation | conservative conservatives conservatism
corporate corporation corporations | corporal corpse
execute executed execution executions executing | executive executives
electron electrons | electric electrical electricity | elect elected election elections electoral
contract contracts | contraction contractions
process processes processed processing | procession processions
product products production | productive productivity
positive positively | position positions
medium media | mediate mediation | median
animal animals | animate animated animation animations
"""
_FAMILIES = {
    word: (row, family)
    for row, line in enumerate(_APART_ROWS.strip().splitlines())
    for family, words in enumerate(line.split("|"))
    for word in words.split()
}


def is_inflection(one: str, other: str) -> bool:
    """Return whether two words may be forms of one: equal but for their endings.

    >>> is_inflection("cell", "cells"), is_inflection("political", "politics")
    (True, True)
    >>> is_inflection("plan", "planning"), is_inflection("cell", "cellar")
    (True, False)
    >>> is_inflection("factor", "factories"), is_inflection("apart", "apartments")
    (False, False)
    """
    if _are_apart(one, other):
        return False
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return any(
        _is_ending(one, stem) and _is_ending(other, stem)
        for stem in range(shared, max(shared - _SHARED_OF_ENDINGS, SHORTEST_STEM) - 1, -1)
    )


def _are_apart(one: str, other: str) -> bool:
    """Whether two words are known to mean different things: of two families of a row, or a person
    or thing that acts and a place (factor and factory, director and directory)."""
    row, family = _FAMILIES.get(one, (-1, 0))
    other_row, other_family = _FAMILIES.get(other, (-2, 0))
    if row == other_row and family != other_family:
        return True
    actor, place = sorted((one, other), key=len)
    return actor.endswith(("tor", "tors")) and place.endswith(("tory", "tories"))


def _is_ending(word: str, start: int) -> bool:
    """A doubled letter before an ending (planning) belongs to it."""
    ending = word[start:]
    return ending in _ENDINGS or (
        bool(ending) and ending[0] == word[start - 1] and ending[1:] in _ENDINGS
    )
