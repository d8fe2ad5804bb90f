"""The two questions that a computation asks of a library: what fills a list, and which pages may
take in an article that too few lead to."""

from collections.abc import Sequence

from articles.core.relatedness.candidates import find_candidates
from articles.core.relatedness.library import Library
from articles.core.relatedness.selection import Candidate
from articles.core.relatedness.term_weights import Frequencies

# So many related questions an article has at least, its own and computed together, where there
# are so many that belong to it.
QUESTIONS_SHOWN = 4
# Some of those that the links name ask the same question: with twice as many there are four.
_ENOUGH_FOR_A_LIST = 2 * QUESTIONS_SHOWN
# Many pages near an article have no room left: more are asked for than are needed.
_ENOUGH_PAGES = 12


def choose_lists(
    library: Library, keys: Sequence[int], frequencies: Frequencies
) -> dict[int, list[Candidate]]:
    """Return what fills the lists of those articles that readers see and that show fewer than four
    questions of their own."""
    needy = library.short_of(QUESTIONS_SHOWN, keys)
    found = find_candidates(library, needy, frequencies, enough=_ENOUGH_FOR_A_LIST)
    return {
        key: some.best(QUESTIONS_SHOWN - some.around.shown_count) for key, some in found.items()
    }


def offer_pages(
    library: Library, keys: Sequence[int], frequencies: Frequencies
) -> dict[int, list[Candidate]]:
    """Return the articles that are near each of some, the nearest first."""
    found = find_candidates(library, keys, frequencies, enough=_ENOUGH_PAGES)
    return {key: some.best(len(some.ranked)) for key, some in found.items()}
