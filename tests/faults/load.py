"""Readers who ask for pages all the while, as a load on the real server."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from threading import Event, Thread

from tests.faults.server import answer

# Of a reader between two pages: the readers are a load, and not all that the machine can do.
_PAUSE_SECONDS = 0.01


class Load:
    """What the readers were answered: how often each status (0: nothing), and the seconds."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []

    def percentile(self, share: float) -> float:
        """The time within which that share of the requests was answered."""
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


@contextmanager
def under_load(*urls: str, clients: int) -> Iterator[Load]:
    """Within the block so many readers ask for the pages in turn, each soon after its answer."""
    load, is_over = Load(), Event()

    def read(offset: int) -> None:
        for url in cycle([*urls[offset % len(urls) :], *urls[: offset % len(urls)]]):
            given = answer(url)
            load.statuses[given.status] += 1
            load.seconds.append(given.seconds)
            if is_over.wait(_PAUSE_SECONDS):
                return

    readers = [Thread(target=read, args=(number,)) for number in range(clients)]
    for reader in readers:
        reader.start()
    try:
        yield load
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
