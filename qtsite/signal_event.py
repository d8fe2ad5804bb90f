"""An event that a signal's handler may set, whichever thread the system has given the signal to.

`threading.Event` is none: the main thread, which alone runs handlers, sleeps in a lock, and wakes
for a signal only if the system interrupts itself. Measured under load: 2 of some 60 servers whose
supervisor had one more thread never took note of their SIGTERM. And a handler that sets the event
while the main thread holds its lock waits for itself.
"""

import os
import select
import signal
from contextlib import suppress


class SignalEvent:
    """In the place of a `threading.Event`, for one waiting thread: the main one, in which it must
    be made. A pipe wakes that, into which CPython writes at each signal (signal.set_wakeup_fd)."""

    def __init__(self) -> None:
        self._is_set = False
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        # A child's signals are its own.
        os.register_at_fork(after_in_child=lambda: signal.set_wakeup_fd(-1))

    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True
        with suppress(BlockingIOError):  # full, and so it wakes
            os.write(self._writing, b"\0")

    def clear(self) -> None:
        self._is_set = False

    def wait(self) -> None:
        """Return when it is set, at once where it is already."""
        while not self._is_set:
            select.select([self._reading], [], [])
            with suppress(BlockingIOError):
                while os.read(self._reading, 4096):
                    pass
