"""When the last backup was made, as the command that made it has written down: in the site's
folder, for the database of a restored backup would say when the one before it was made."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """Where it was written to, and when."""

    where: str
    made_at: datetime


def note_backup(where: str) -> None:
    """Remember that a backup was made just now; the backup is good, too, where that fails."""
    said = {"where": where, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    begun = _file().with_suffix(".begun")
    try:
        begun.parent.mkdir(parents=True, exist_ok=True)
        begun.write_text(json.dumps(said))
        begun.replace(_file())
    except OSError as error:
        logger.warning("that a backup was made could not be written down: %s", error)


def last_backup() -> LastBackup | None:
    """Return what is known of the last backup, None where none was ever made."""
    try:
        said = json.loads(_file().read_text())
        return LastBackup(said["where"], datetime.fromisoformat(said["made_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file() -> Path:
    return Path(settings.VAR_DIR) / "last-backup.json"
