"""Checks that end in time, whatever they wait for: each in a thread of its own.

A disk of another machine that has gone away keeps who asks it for minutes. The thread is left
alone then, and while it waits no other is begun, so that a probe every second leaves one thread
behind and not a thousand.
"""

import time
from collections.abc import Iterable
from threading import Event, Lock, Thread

from django.db import connection

from articles.doctor.checks import Check, Examined, error, made

_lock = Lock()
_waiting: dict[str, "_Run"] = {}


class _Run:
    """One making of a check."""

    def __init__(self, one: Check) -> None:
        self.check = one
        self.began = time.monotonic()
        self.is_over = Event()
        self.result: Examined | None = None
        Thread(target=self._run, name=f"check-{one.name}", daemon=True).start()

    def _run(self) -> None:
        try:
            self.result = made(self.check)
        finally:
            connection.close()
            with _lock:
                _waiting.pop(self.check.name, None)
            self.is_over.set()


def examine_within(seconds: float, checks: Iterable[Check]) -> list[Examined]:
    """Make checks at the same time, and return what is known of each after that time at most."""
    end = time.monotonic() + seconds
    with _lock:
        runs = [_begun(one) for one in checks]
    return [_result(run, end=end) for run in runs]


def _begun(one: Check) -> _Run:
    """The run that still waits, or a new one."""
    if one.name not in _waiting:
        _waiting[one.name] = _Run(one)
    return _waiting[one.name]


def _result(run: _Run, *, end: float) -> Examined:
    if run.is_over.wait(max(0, end - time.monotonic())) and run.result:
        return run.result
    waited = time.monotonic() - run.began
    sentence = f"There is no answer after {waited:.0f} s."
    return Examined(run.check, (error(sentence, mend="See what it waits for."),))
