"""Noting of exported files by their digests, so that an import knows them again."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import Error, connection

from articles.database.bulk_insert import insert_rows
from articles.database.retry import again_where_it_passes
from articles.exporter.article_bytes import File
from articles.models import ExportedFile


class NotNoted(Exception):
    """The database took no note of a file that is about to be written (a replica that is only
    read, say); carries the database's reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"The database cannot be written to ({self.reason}). An export notes there which files"
            " hold an editor's words, so that importing them again changes nothing. The files up to"
            " here are whole; export where the database can be written to."
        )


def note_exported(files: Iterable[File], moment: datetime) -> None:
    """Note the files that are no delivery's; no query where all of them are one. Raises NotNoted.

    Call it before the files are put. An export that dies in between leaves a note of a file that
    nobody has, which harms nothing; a file without a note would be taken for the publisher's.
    """
    digests = {sha256(file.data).hexdigest(): file.path for file in files if file.is_own}
    if not digests:
        return
    exported_at = connection.ops.adapt_datetimefield_value(moment)
    # In one order, so that two exports that note the same do not wait for each other in a circle.
    rows = [(digest, path, exported_at) for digest, path in sorted(digests.items())]
    columns = ("sha256", "path", "exported_at")
    try:
        again_where_it_passes(
            lambda: insert_rows(ExportedFile, columns, rows, on_conflict="(sha256) DO NOTHING")
        )
    except Error as error:
        raise NotNoted(str(error).partition("\n")[0].rstrip(".")) from error
