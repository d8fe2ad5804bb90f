"""Files of what a process of the server could not write before it had to end.

The database may be locked for longer than a process that is ended may live. What readers were
thanked for is then put into a file beside the database, and the next process of the server takes it
up. A file is taken by one process alone, and removed before its content is used, so that nothing is
counted twice.
"""

import json
import logging
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)


def keep(kind: str, rows: list[Any]) -> bool:
    """Write rows (values of JSON) to a new file that its owner alone may read; return whether that
    worked. Where it did not, the log says how much is lost."""
    file = _folder() / f"{kind}-{secrets.token_hex(8)}.json"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        begun = file.with_suffix(".begun")
        descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(rows, stream)
            stream.flush()
            os.fsync(descriptor)
        begun.rename(file)
    except OSError as error:
        logger.error("%d %s are lost: %s", len(rows), kind, error)
        return False
    logger.warning("%d %s could not be written; the next start takes them up", len(rows), kind)
    return True


def take(kind: str) -> list[Any]:
    """Return the rows of all files of this kind, which are removed."""
    rows = []
    for file in sorted(_folder().glob(f"{kind}-*.json")):
        try:
            taken = file.rename(file.with_suffix(".taken"))
            rows += json.loads(taken.read_text())
            taken.unlink()
        except FileNotFoundError:  # another worker was first
            continue
        except (OSError, ValueError) as error:
            logger.error("what an earlier process left is not taken up: %s: %s", file, error)
    return rows


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "leftovers"
