"""manage.py import_articles PATH…: read article files into the library."""

import gc
import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from articles.core.source.foreign_places import SYSTEMS
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Imports article files: .md files, folders, and .zip, .tar.gz or .tar.xz archives. What an"
        " editor changed is never overwritten; a bad file is reported and stops no other."
    )
    # Importing the unchanged library again takes half a second; the checks alone would double it.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH")
        parser.add_argument(
            "--git",
            metavar="DIR|URL",
            help="read a git repository instead: what has changed in it since its last import",
        )
        parser.add_argument(
            "--branch", default="", metavar="NAME", help="not the repository's HEAD; with --git"
        )
        parser.add_argument(
            "--since", default="", metavar="REV", help="what has changed since that commit"
        )
        parser.add_argument(
            "--subjects", metavar="FILE", help="a subjects.yml that proposes new subjects"
        )
        parser.add_argument(
            "--from",
            dest="system",
            choices=SYSTEMS,
            default="",
            help="the files are those of another system: their fields, names and folders are"
            " translated; with --dry-run the translation of ten is shown",
        )
        parser.add_argument(
            "--mapping",
            metavar="FILE",
            help="which field of these files is which, as lines “title: headline”; with --from",
        )
        parser.add_argument(
            "--on-conflict",
            choices=("keep", "theirs", "fail"),
            default="keep",
            help="whose word is live where an editor and a file changed the same: the editor's"
            " (keep, the default), the file's, or nobody's: stop before anything is written",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print the plan and write nothing"
        )
        parser.add_argument(
            "--diff", action="store_true", help="print what changes in each article"
        )
        parser.add_argument(
            "--expect", metavar="DIGEST", help="apply the plan of that dry run and no other"
        )
        parser.add_argument(
            "--complete", action="store_true", help="the paths hold the whole library"
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="withdraw what a complete library misses, or the commits of --git deleted",
        )
        parser.add_argument(
            "--relate",
            action="store_true",
            help="compute related questions at once, however many are due",
        )
        parser.add_argument("--report", metavar="FILE", help="write a report as JSON")
        parser.add_argument(
            "--workers",
            type=int,
            default=min(os.cpu_count() or 1, 8),
            metavar="N",
            help="processes that read and render (default: one a processor, at most 8)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _check(options)
        # Only here, so that "manage.py help" and the workers do not load the whole pipeline.
        from articles.management.import_command import perform  # noqa: PLC0415

        # What is loaded stays. Python would look through all of it for garbage again and again, for
        # each batch makes enough objects: 4 % of a first import.
        gc.freeze()
        progress = Progress(self.stderr, unit="files")
        relating = Progress(self.stderr, unit="steps of relating")
        try:
            report = perform(
                options,
                subjects=_read(options["subjects"]),
                mapping=_read(options["mapping"]),
                progress=progress,
                relating=relating,
                write=self.stdout.write,
            )
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. What was written is whole; run the command again for the rest.",
                returncode=130,
            ) from None
        except Error as error:
            raise CommandError(
                f"The database refused: {_first_line(error)}. What was written is whole; when that"
                " is mended, run the command again for the rest."
            ) from error
        finally:
            gc.unfreeze()
            progress.close()
            relating.close()
        if options["report"]:
            _write(options["report"], report.as_json())
        for path, reason in report.failures:
            self.stderr.write(self.style.ERROR(f"failed: {_named(path, reason)}"))
        for path, words in [*report.waiting, *report.notes]:
            self.stderr.write(_named(path, words))
        for line in report.lines():
            self.stdout.write(line)
        if report.refusal:
            raise CommandError(report.refusal)
        if failed := report.counts["failed"]:
            raise CommandError(f"{failed:,} of {report.total:,} files failed.")


def _check(options: dict[str, Any]) -> None:
    """Raise CommandError for options that do not go together."""
    git = options["git"]
    if bool(options["paths"]) == (git is not None):
        raise CommandError("Name the PATHs to import, or a repository with --git.")
    if git is None and (options["branch"] or options["since"]):
        raise CommandError("--branch and --since need --git.")
    if options["since"] and options["complete"]:
        raise CommandError("--since reads what has changed, --complete everything: name one.")
    if options["prune"] and not (options["complete"] or git is not None):
        raise CommandError("--prune needs --complete: a delivery is a delta otherwise.")
    if git is not None and options["system"]:
        raise CommandError("--from reads folders and archives: check the repository out for it.")
    if options["mapping"] and not options["system"]:
        raise CommandError("--mapping needs --from: it is about the files of another system.")


def _named(path: str, reason: str) -> str:
    return reason if path in reason else f"{path}: {reason}"


def _first_line(error: Error) -> str:
    """PostgreSQL adds the statement, and where in it."""
    return str(error).partition("\n")[0].rstrip(".")


def _read(path: str | None) -> tuple[str, bytes] | None:
    if path is None:
        return None
    try:
        return path, Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _write(path: str, report: dict[str, Any]) -> None:
    try:
        text = json.dumps(report, ensure_ascii=False, indent=1)
        Path(path).write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The report was not written: {path}: {error.strerror}") from error
