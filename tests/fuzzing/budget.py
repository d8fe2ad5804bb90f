"""How much is tried, and what holds for every input: an end, in bounded time and memory.

In CI each test tries a fixed number of inputs, always the same. `FUZZ_SECONDS=300` gives each of
them 300 seconds of CPU instead, with inputs that no run has seen; the seed is printed, and
`FUZZ_SEED` repeats it.
"""

import gc
import os
import resource
import secrets
import sys
import time
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

SECONDS = float(os.environ.get("FUZZ_SECONDS") or 0)
# Of a longer run: that which a failure names is enough to meet it again.
_BATCH = 200
# Of all inputs of a test; Python itself keeps some of what it once had.
MOST_MEGABYTES = 300


class Spent(AssertionError):
    """An input that took more CPU or memory than any may."""


class Budget:
    """What a test may spend; `record` is told how many inputs it tried. `shortens`: of an input
    that fails, a shorter one is looked for; not where each takes a request."""

    def __init__(self, record: Callable[[str, object], None], *, shortens: bool = True) -> None:
        self.record = record
        self.shortens = shortens
        self.tried = 0
        self.longest = 0.0
        self.largest = _megabytes()

    def spend(
        self,
        check: Callable[[object], None],
        inputs: st.SearchStrategy,
        *,
        examples: int,
        share: float = 1.0,
        seconds_each: float = 1.0,
    ) -> None:
        """Call `check` with inputs until the budget is spent. Raises what it raises, with the
        shortest input found, and Spent where one takes more than `seconds_each` of CPU. `share`: of
        a longer budget, where a test spends it in several parts."""

        def watched(value):
            before = time.process_time()
            check(value)
            spent = time.process_time() - before
            self.tried += 1
            self.longest = max(self.longest, spent)
            if spent > seconds_each:
                raise Spent(f"{spent:.2f} s of CPU")

        self._run(watched, inputs, examples, share)

    def finish(self) -> None:
        """Say what was tried. Raises Spent where all of it made the process larger, by more than
        any of it may, than it ever was."""
        # What was left open says so (ResourceWarning) when it is collected.
        gc.collect()
        self.record("tried", self.tried)
        self.record("longest", self.longest)
        if (grown := _megabytes() - self.largest) > MOST_MEGABYTES:
            raise Spent(f"{grown:.0f} MB of memory")

    def _run(self, check, inputs, examples, share):
        options = {
            "database": None,
            "deadline": None,
            "suppress_health_check": list(HealthCheck),
            "print_blob": False,
            "phases": [Phase.generate, *([Phase.shrink] if self.shortens else [])],
        }
        if not SECONDS:
            settings(max_examples=examples, derandomize=True, **options)(given(inputs)(check))()
            return
        number = int(os.environ.get("FUZZ_SEED") or secrets.randbelow(10**9))
        end = time.process_time() + SECONDS * share
        while time.process_time() < end:
            batch = settings(max_examples=_BATCH, derandomize=False, **options)
            sys.stderr.write(f"FUZZ_SEED={number}\n")
            seed(number)(batch(given(inputs)(check)))()
            number += 1


def _megabytes() -> float:
    """The most memory that this process ever had; the system counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
