"""Deliveries of the desk: brought by upload or from a folder of the server, planned, approved,
imported and undone in the background, by the importer of `manage.py import_articles`."""

from articles.deliveries.desk_orders import (
    UNDOABLE,
    NothingTicked,
    NotInThisState,
    approve,
    bring,
    discard,
    plan_again,
    undo,
)
from articles.deliveries.planned_files import KINDS, REPLACED
from articles.deliveries.server_paths import (
    BadPath,
    TooLarge,
    below_deliveries,
    entries_below,
    forget_upload,
    keep_upload,
    most_upload_bytes,
)

__all__ = [
    "KINDS",
    "REPLACED",
    "UNDOABLE",
    "BadPath",
    "NotInThisState",
    "NothingTicked",
    "TooLarge",
    "approve",
    "below_deliveries",
    "bring",
    "discard",
    "entries_below",
    "forget_upload",
    "keep_upload",
    "most_upload_bytes",
    "plan_again",
    "undo",
]
