"""Files of what a process of the server could not write before it had to end.

The database may be locked for longer than a process that is ended may live. What readers were
thanked for is then put into a file beside the database, and the next process of the server takes it
up, or one that serves already, once a day.

A file is taken by one process alone, which gives it a name of its own, reads it and removes it;
only what is removed is used, so that nothing is counted twice. A process that is killed in between
leaves the file under that name, and one that is killed while it writes leaves a part of one: after
a minute the first is taken up, and the second deleted. Notes of readers lie nowhere for ever.
"""

import json
import logging
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

# Reading or writing one takes milliseconds: after so long nobody is at it.
_ABANDONED_SECONDS = 60


def keep(kind: str, rows: list[Any]) -> bool:
    """Write rows (values of JSON) to a new file that its owner alone may read; return whether that
    worked. Where it did not, the log says how much is lost."""
    file = _folder() / f"{kind}-{secrets.token_hex(8)}.json"
    begun = file.with_suffix(".begun")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(rows, stream)
            stream.flush()
            os.fsync(descriptor)
        begun.rename(file)
    except OSError as error:
        logger.error("%d %s are lost: %s", len(rows), kind, error)
        _remove(begun)
        return False
    logger.warning("%d %s could not be written; the next start takes them up", len(rows), kind)
    return True


def take(kind: str) -> list[Any]:
    """Return the rows of all files of this kind, which are removed."""
    for begun in _folder().glob(f"{kind}-*.begun"):
        if _is_abandoned(begun):
            logger.error("a process was ended before it had written %s", begun)
            _remove(begun)
    return [row for file in _files(kind) for row in _rows_of(file)]


def _files(kind: str) -> Iterator[Path]:
    yield from sorted(_folder().glob(f"{kind}-*.json"))
    yield from filter(_is_abandoned, sorted(_folder().glob(f"{kind}-*.taken")))


def _rows_of(file: Path) -> list[Any]:
    """The rows of a file that this process alone has taken and removed; none where it could not."""
    # The moment is in the name: renaming leaves the file's own times as they are.
    name, _, _ = file.name.partition(".")
    taken = file.with_name(f"{name}.{time.time_ns()}.taken")
    try:
        file.rename(taken)
        text = taken.read_text()
        taken.unlink()
        return json.loads(text)
    except FileNotFoundError:  # another worker was first
        return []
    except (OSError, ValueError) as error:
        logger.error("what an earlier process left is not taken up: %s: %s", file, error)
        return []


def _is_abandoned(file: Path) -> bool:
    _, _, moment = file.stem.partition(".")
    try:
        since = int(moment) / 1e9 if moment.isdecimal() else file.stat().st_mtime
    except FileNotFoundError:
        return False
    # From the future where the clock was set back: nobody is at it either.
    return abs(time.time() - since) > _ABANDONED_SECONDS


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        logger.error("%s cannot be removed: %s", file, error)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "leftovers"
