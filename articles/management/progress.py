"""Progress of a long command: a bar on a terminal, occasional lines in a log."""

import time
from typing import TextIO

_BAR_SECONDS = 0.1
_LOG_SECONDS = 10.0
_BAR_WIDTH = 30


class Progress:
    """Shows how far a command is, its rate, and the time left.

    `update(done, total)` may be called for every item: it prints at most ten times a second on a
    terminal, and once in ten seconds elsewhere.
    """

    def __init__(self, stream: TextIO, *, unit: str) -> None:
        self._stream = stream
        self._unit = unit
        self._is_terminal = stream.isatty()
        self._interval = _BAR_SECONDS if self._is_terminal else _LOG_SECONDS
        self._started = self._printed = time.monotonic()
        self._is_open = False

    def update(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._printed < self._interval:
            return
        self._printed = now
        line = describe(done, total, now - self._started, self._unit)
        if self._is_terminal:
            filled = _BAR_WIDTH * done // max(total, 1)
            bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
            self._stream.write(f"\r{bar} {line}\x1b[K", ending="")
            self._stream.flush()
            self._is_open = True
        else:
            self._stream.write(line)

    def close(self) -> None:
        """Take the bar away."""
        if self._is_open:
            self._stream.write("\r\x1b[K", ending="")
            self._is_open = False


def describe(done: int, total: int, seconds: float, unit: str) -> str:
    """Return one line of progress.

    >>> describe(500, 1500, 10.0, "files")
    '500 of 1,500 files, 50/s, 0:20 left'
    """
    rate = done / seconds if seconds > 0 else 0.0
    line = f"{done:,} of {total:,} {unit}, {rate:,.0f}/s"
    if rate == 0:
        return line
    minutes, left = divmod(round((total - done) / rate), 60)
    return f"{line}, {minutes}:{left:02} left"
