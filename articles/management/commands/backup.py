"""manage.py backup FILE: one archive of database and media, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.backups.backup import back_up
from articles.backups.database_copy import CopyFailed
from articles.management.audited_command import audit_command
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes one archive of the database, as it is at one moment, and of all uploaded files."
        " The site runs on meanwhile. A file that exists is never written over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a new file: library.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        progress = Progress(self.stderr, unit="files")
        try:
            made = back_up(file, progress.update)
        except CopyFailed as error:
            raise CommandError(f"The database could not be copied: {error}") from error
        except OSError as error:
            raise CommandError(f"{file} was not written: {error}") from error
        finally:
            progress.close()
        audit_command(self, f"manage.py backup {file}")
        for name in made.gone:
            self.stderr.write(self.style.WARNING(f"deleted meanwhile: {name}"))
        files = len(made.manifest.files) - 1
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}: the database and {files:,} uploaded files, {size:,.1f} MB.")
