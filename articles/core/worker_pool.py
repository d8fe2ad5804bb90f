"""Process pool that yields results in order, with a bounded number of items in progress.

Workers are spawned, not forked (the parent holds database connections), and load no Django. The
executor's own `map` submits everything at once, and so would read a whole library into memory.
"""

import logging
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")

# Measured on two cores with 11,573 files: 100 a chunk, nine chunks on their way.
CHUNK_ITEMS = 100
WINDOW_CHUNKS = 9
_SECONDS_BETWEEN_LOOKS = 0.5


def spread(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    crashed: Callable[[Item], Result],
    chunk_items: int | None = None,
) -> Iterator[Result]:
    """Yield `function(item)` of every item, in order.

    `function` is a module's own, so that it can be named to another process. An item that ends
    its process (a crash inside a compiled library), or of which `function` raises, yields
    `crashed(item)` and harms no other; what was raised is in the log. Two chunks are worked on
    right here: starting workers takes longer than two hundred articles. `chunk_items` go to a
    worker at once: fewer, where one item is the work of many articles.
    """
    items = iter(items)
    chunk_items = chunk_items or CHUNK_ITEMS
    first = list(islice(items, chunk_items * 2))
    if workers < 2 or len(first) < chunk_items * 2:
        for item in chain(first, items):
            yield _finish(_run(function, item), item, crashed)
        return
    with _Pool(function, workers, crashed) as pool:
        pool.submit(first[:chunk_items])
        pool.submit(first[chunk_items:])
        while chunk := list(islice(items, chunk_items)):
            pool.submit(chunk)
            if len(pool) >= WINDOW_CHUNKS:
                yield from pool.next_results()
        while pool:
            yield from pool.next_results()


class _Raised:
    """Stands for the result of an item of which the function raised."""


class _Pool(Generic[Item, Result]):
    """A queue of chunks over an executor that is replaced where an item kills a worker."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        workers: int,
        crashed: Callable[[Item], Result],
    ) -> None:
        self._function = function
        self._workers = workers
        self._crashed = crashed
        self._executor = _new_executor(workers)
        self._queue: deque[tuple[list[Item], Future]] = deque()

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *exception: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def __len__(self) -> int:
        return len(self._queue)

    def submit(self, chunk: list[Item]) -> None:
        try:
            future = self._executor.submit(_run_chunk, self._function, chunk)
        except BrokenProcessPool as error:  # dealt with when the chunk's turn comes
            future = Future()
            future.set_exception(error)
        self._queue.append((chunk, future))

    def next_results(self) -> list[Result]:
        chunk, future = self._queue.popleft()
        try:
            return self._finished(chunk, future)
        except BrokenProcessPool:
            return self._recover(chunk)
        except Exception:  # a result that cannot be sent back
            logger.exception("%d items are worked on again, one by one", len(chunk))
            return self._run_apart(chunk)

    def _finished(self, chunk: list[Item], future: Future) -> list[Result]:
        return [
            _finish(result, item, self._crashed)
            for result, item in zip(future.result(), chunk, strict=True)
        ]

    def _recover(self, chunk: list[Item]) -> list[Result]:
        """Work on the chunk in a process of its own, then give the chunks that wait to a new
        executor. Which chunk killed the worker is unknown: each may be innocent."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        results = self._run_apart(chunk)
        self._executor = _new_executor(self._workers)
        waiting = [chunk for chunk, _ in self._queue]
        self._queue.clear()
        for other in waiting:
            self.submit(other)
        return results

    def _run_apart(self, chunk: list[Item]) -> list[Result]:
        """Halve the chunk until the item that ends its process stands alone."""
        with _new_executor(1) as executor:
            try:
                future = executor.submit(_run_chunk, self._function, chunk)
                return self._finished(chunk, future)
            except Exception:
                logger.exception("%d items gave no result", len(chunk))
                if len(chunk) == 1:
                    return [self._crashed(chunk[0])]
        middle = len(chunk) // 2
        return self._run_apart(chunk[:middle]) + self._run_apart(chunk[middle:])


def _run_chunk(function: Callable[[Item], Result], chunk: list[Item]) -> list["Result | _Raised"]:
    return [_run(function, item) for item in chunk]


def _run(function: Callable[[Item], Result], item: Item) -> "Result | _Raised":
    try:
        return function(item)
    except Exception:
        logger.exception("an item was given up")
        return _Raised()


def _finish(result: "Result | _Raised", item: Item, crashed: Callable[[Item], Result]) -> Result:
    return crashed(item) if isinstance(result, _Raised) else result


def _new_executor(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_follow_the_parent,
        initargs=(os.getpid(),),
    )


def _follow_the_parent(parent: int) -> None:
    """Interrupts are the parent's to handle; and where it is killed, its workers end, too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
