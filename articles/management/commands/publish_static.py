"""manage.py publish_static DIR: write the public site as files."""

import os
import sqlite3
import subprocess
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection

from articles.management.progress import Progress
from articles.object_storage import ObjectAddress, parse_address
from articles.page_store.freshness import Unprovable
from articles.static_site.publication import IsBusy, NotOurFolder, Publication, Report
from articles.static_site.static_files import NotCollected

_LOOK_SECONDS = 0.25
_PAUSE_SECONDS = 5
# A disk that is full or read-only: the folder's files, and the file of its state.
_OF_THE_FOLDER = (OSError, sqlite3.Error)


class BucketFailed(Exception):
    """The copy in the bucket is not whole; its cause says why."""


def _address(text: str) -> ObjectAddress:
    if (address := parse_address(text)) is None:
        raise ArgumentTypeError(f"{text!r} is not s3://BUCKET or s3://BUCKET/FOLDER")
    return address


class Command(BaseCommand):
    help = (
        "Writes every public page into a folder that any web server can serve, and afterwards only"
        " what has changed. May be stopped and run again at any time: it goes on where it was."
    )
    # After an edit the checks would take longer than the rest.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--watch", action="store_true", help="go on, and follow every change")
        parser.add_argument("--all", action="store_true", help="make every page anew")
        parser.add_argument(
            "--reload",
            metavar="COMMAND",
            help="run this whenever the rules for the web server have changed: 'nginx -s reload'",
        )
        parser.add_argument(
            "--bucket",
            metavar="s3://BUCKET[/FOLDER]",
            type=_address,
            help="copy it there, and afterwards what has changed; the rest of the bucket stays",
        )
        parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 8), metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        self._progress = Progress(self.stderr, unit="pages")
        self._reload, self._bucket = options["reload"], options["bucket"]
        try:
            with Publication(
                options["folder"], workers=options["workers"], show=self._progress.update
            ) as publication:
                report = self._run(publication, everything=options["all"])
                self._copy(publication)
                if options["watch"]:
                    self._watch(publication)
        except NotOurFolder as error:
            raise CommandError(f"{error} holds other files: name a folder of its own.") from error
        except IsBusy as error:
            raise CommandError(f"Another process is publishing into {error}.") from error
        except NotCollected as error:
            raise CommandError(
                f"{error.folder} holds no static files: run manage.py collectstatic first."
            ) from error
        except Unprovable as error:
            raise CommandError(f"The database does not answer: {error.__cause__}") from error
        except BucketFailed as error:
            raise CommandError(
                f"The folder is written, and the copy in {self._bucket} is not whole:"
                f" {error.__cause__}. Nothing has been deleted there; run it again to go on."
            ) from error
        except Error as error:
            raise CommandError(f"The database refused: {error}") from error
        except _OF_THE_FOLDER as error:
            raise CommandError(
                f"{options['folder']} cannot be written: {error}. What was published stays; run the"
                " command again for the rest."
            ) from error
        except KeyboardInterrupt:
            return
        if report.failures:
            raise CommandError(f"{len(report.failures)} pages were not written.")

    def _run(self, publication: Publication, *, everything: bool = False) -> Report:
        began = time.monotonic()
        try:
            report = publication.run(everything=everything)
        finally:
            self._progress.close()
        for path, reason in report.failures:
            self.stderr.write(self.style.ERROR(f"failed: {path}: {reason}"))
        if report.made or report.removed or everything:
            seconds = time.monotonic() - began
            self.stdout.write(
                f"{report.made:,} pages made, {report.removed:,} removed in {seconds:.1f} s."
            )
        elif not report.failures:
            self.stdout.write("Nothing has changed.")
        if report.has_new_rules and self._reload:
            done = subprocess.run(self._reload, shell=True, check=False)
            if done.returncode:
                self.stderr.write(self.style.ERROR(f"{self._reload!r} ended with an error."))
        return report

    def _copy(self, publication: Publication) -> None:
        """Raises BucketFailed."""
        if self._bucket is None:
            return
        began = time.monotonic()
        try:
            copied = publication.copy_to(self._bucket)
        except OSError as error:
            raise BucketFailed from error
        finally:
            self._progress.close()
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{self._bucket}: {copied.written:,} of {copied.there:,} objects written,"
            f" {copied.deleted:,} deleted in {seconds:.1f} s."
        )

    def _watch(self, publication: Publication) -> None:
        """Follow the numbers; what fails is tried again after a pause."""
        is_behind = False
        while True:
            time.sleep(_LOOK_SECONDS)
            try:
                if not publication.has_news() and not is_behind:
                    continue
                report = self._run(publication)
                is_behind = True
                self._copy(publication)
                is_behind = False
                if not report.failures:
                    continue
            except BucketFailed as error:
                self.stderr.write(self.style.ERROR(f"{self._bucket}: {error.__cause__}"))
            except (Unprovable, Error) as error:
                self.stderr.write(self.style.ERROR(f"The database does not answer: {error}"))
                connection.close()
            except _OF_THE_FOLDER as error:
                self.stderr.write(self.style.ERROR(f"The folder cannot be written: {error}"))
            time.sleep(_PAUSE_SECONDS)
