"""Choosing for many articles: worker processes choose from a packed library."""

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from articles.core.relatedness.packing import place_of
from articles.core.relatedness.selection import Candidate
from articles.core.relatedness.tasks import ChoosingTask, choose_from_packed, offer_from_packed
from articles.core.worker_pool import spread
from articles.database.batches import batches
from articles.models import RelatingStage
from articles.relating.batch import ARTICLES_A_BATCH
from articles.relating.due_pages import due_pages
from articles.relating.library_packing import pack_stored_library
from articles.relating.stage_inbound import count_wanting

_KEYS_A_PAGE = 500
# Two batches are an eighth of a second: as many as keep a worker busy while others are written.
_BATCHES_A_CHUNK = 2

Chosen = dict[int, list[Candidate]]


class _Sent(NamedTuple):
    """The articles of a batch, and for which of them something is chosen."""

    keys: Sequence[int]
    asked: Sequence[int]


class PackedChoice:
    """The library as it was when this was made, in a folder, with the frequencies of that folder.

    Both methods yield (the articles of a batch, what was chosen for them): of what is missing
    nothing is known. Batches are those of `batch.py`, for what is chosen for one article hangs a
    little on what was read for its neighbours.
    """

    def __init__(self, folder: Path, *, workers: int) -> None:
        self._folder = folder
        self._workers = workers
        self._keys: array = pack_stored_library(folder)

    def choose(self, claim: int) -> Iterator[tuple[Sequence[int], Chosen]]:
        """Choose lists for the articles of a claim."""
        sent = (
            _Sent(some, some)
            for page in due_pages(claim, _KEYS_A_PAGE)
            for some in batches(page, ARTICLES_A_BATCH)
        )
        return self._spread(choose_from_packed, sent)

    def offer(self) -> Iterator[tuple[Sequence[int], Chosen]]:
        """Name pages near the due articles that too few lead to."""
        return self._spread(offer_from_packed, self._wanting())

    def _wanting(self) -> Iterator[_Sent]:
        for page in due_pages(RelatingStage.INBOUND, _KEYS_A_PAGE):
            wanting = count_wanting(page)
            for some in batches(page, ARTICLES_A_BATCH):
                yield _Sent(some, [key for key in some if key in wanting])

    def _spread(
        self, function: Callable[[ChoosingTask], Mapping | None], some: Iterable[_Sent]
    ) -> Iterator[tuple[Sequence[int], Chosen]]:
        waiting: deque[tuple[Sequence[int], list[int]]] = deque()

        def tasks() -> Iterator[ChoosingTask]:
            for keys, asked in some:
                found = (place_of(self._keys, key) for key in asked)
                places = [place for place in found if place is not None]
                waiting.append((keys, places))
                yield ChoosingTask(self._folder, places)

        for chosen in spread(
            function,
            tasks(),
            workers=self._workers,
            crashed=lambda task: None,
            chunk_items=_BATCHES_A_CHUNK,
        ):
            keys, places = waiting.popleft()
            yield keys, {} if chosen is None else self._by_keys(places, chosen)

    def _by_keys(self, places: Iterable[int], chosen: Mapping[int, list[Candidate]]) -> Chosen:
        keys = self._keys
        return {
            keys[place]: [
                Candidate(keys[x.target], x.method, x.score) for x in chosen.get(place, ())
            ]
            for place in places
        }
