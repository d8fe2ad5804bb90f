"""A clock for the processes of a site that can be set while they run (libfaketime).

Their monotonic clock goes on, as it does where a machine's clock is set; so do the times of files.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

_LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class Clock:
    """`variables` are for the environment of the processes that follow it."""

    def __init__(self, file: Path) -> None:
        found = sorted(Path("/").glob(_LIBRARIES.removeprefix("/")))
        if not found:
            pytest.skip("libfaketime is not installed (Debian's package faketime)")
        self._file = file
        self._ahead = timedelta()
        self.variables = {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }
        self.set(hours=0)

    def set(self, *, hours: float) -> None:
        """Let it be so far ahead of the machine's, from the next look at it on."""
        self._ahead = timedelta(hours=hours)
        new = self._file.with_suffix(".new")
        new.write_text(f"{hours * 3600:+.0f}\n")
        new.replace(self._file)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead
