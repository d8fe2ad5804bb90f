"""Relating of a good part of the library: every text is read once, and worker processes compute.

What the ordinary batches do inside their transaction, one article after another, is made here
before: by processes that know no database, from texts that are sent to them and from a copy of the
library in plain files. A batch then only writes; where something has changed since, it computes as
always. So the lists are those that the ordinary batches would have made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.core.relatedness.tasks import forget_folders, write_frequencies
from articles.core.relatedness.term_weights import Frequencies
from articles.models import Article, RelatingDue, RelatingStage
from articles.relating.batch import Work
from articles.relating.claims import claim_lists, release
from articles.relating.counted_texts import CountedTexts
from articles.relating.due_pages import due_pages
from articles.relating.many_lists import Chosen, PackedChoice
from articles.relating.many_texts import count_texts, sign_texts
from articles.relating.stage_read import Signed

# Nothing is computed while the lock is held: it is held a tenth of a second for these.
_ARTICLES_A_WRITE = 250
# Starting workers takes as long as two hundred articles; packing takes as long as choosing for one
# article in twenty.
LEAST = 200
_PACKED_FOR_ONE_CHOSEN = 20

Advanced = Callable[[int], None]


class ManyAtOnce(AbstractContextManager):
    """A computation in a temporary folder, of which nothing is left behind.

    `advanced(count)` is called with the number of articles that have done a stage. Where fewer than
    `least` are due, they are left to the ordinary batches.
    """

    def __init__(self, *, workers: int, advanced: Advanced, least: int = LEAST) -> None:
        self._workers = workers
        self._advanced = advanced
        self._least = least
        self._temporary = TemporaryDirectory(prefix="qtsite-relating-")
        self._folder = Path(self._temporary.name)
        self._kept: CountedTexts | None = None
        self._packed: PackedChoice | None = None
        self._claim: int | None = None

    def __exit__(self, *exception: object) -> None:
        try:
            if self._claim is not None:
                release(self._claim)
        finally:
            self._packed = None
            forget_folders()
            self._temporary.cleanup()

    def count_all(self) -> Frequencies:
        """Read the whole library; return its frequencies. What is due of it is not read again."""
        return self._count(is_whole=True)

    def act(self, work: Work, stage: RelatingStage) -> None:
        """Do a stage for what is due, if that is many."""
        if stage == RelatingStage.READ:
            self._read(work)
        elif stage == RelatingStage.FILL:
            self._fill(work)
        elif self._packed is not None:
            for keys, offered in _together(self._packed.offer()):
                self._advanced(len(work.batch_of(stage, keys, made=offered)))

    def _count(self, *, is_whole: bool) -> Frequencies:
        self._kept = CountedTexts(self._folder / "counted")
        return count_texts(self._kept, workers=self._workers, is_whole=is_whole)

    def _read(self, work: Work) -> None:
        if self._kept is None:
            if _count_at(RelatingStage.READ) < self._least:
                return
            self._count(is_whole=False)
        write_frequencies(self._folder, work.frequencies)
        signed = sign_texts(self._kept, self._folder, workers=self._workers)
        for keys, made in _side_by_side(due_pages(RelatingStage.READ, _ARTICLES_A_WRITE), signed):
            self._advanced(len(work.batch_of(RelatingStage.READ, keys, made=made)))

    def _fill(self, work: Work) -> None:
        due = _count_at(RelatingStage.FILL)
        if due < self._least or due * _PACKED_FOR_ONE_CHOSEN < Article.objects.count():
            return
        self._claim = claim_lists()
        write_frequencies(self._folder, work.frequencies)
        self._packed = PackedChoice(self._folder, workers=self._workers)
        for keys, chosen in _together(self._packed.choose(self._claim)):
            done = work.batch_of(RelatingStage.FILL, keys, marked=self._claim, made=chosen)
            self._advanced(len(done))


def _count_at(stage: RelatingStage) -> int:
    return RelatingDue.objects.filter(stage=stage).count()


def _side_by_side(
    pages: Iterable[list[int]], signed: Iterator[tuple[int, Signed]]
) -> Iterator[tuple[list[int], dict[int, Signed]]]:
    """Yield each page of keys with its signatures; both are in the order of the keys."""
    following = next(signed, None)
    for keys in pages:
        made: dict[int, Signed] = {}
        while following is not None and following[0] <= keys[-1]:
            made[following[0]] = following[1]
            following = next(signed, None)
        yield keys, made


def _together(
    chosen: Iterable[tuple[Sequence[int], Chosen]],
) -> Iterator[tuple[list[int], Chosen]]:
    """Yield the batches put together, as many as are written at once."""
    keys: list[int] = []
    made: Chosen = {}
    for some, found in chain(chosen, [((), {})]):
        keys += some
        made |= found
        if len(keys) >= _ARTICLES_A_WRITE or not some:
            if keys:
                yield keys, made
            keys, made = [], {}
