"""manage.py import_articles PATH…: read article files into the library."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Imports article files: .md files, folders, and .zip, .tar.gz or .tar.xz archives. A bad"
        " file is reported with its reason and never stops the others."
    )
    # Importing the unchanged library again takes half a second; the checks alone would double it.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument(
            "--subjects", metavar="FILE", help="a subjects.yml that proposes new subjects"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and write nothing"
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
        # Only here, so that "manage.py help" and the workers do not load the whole pipeline.
        from articles.importer.collect import UnusableSource  # noqa: PLC0415
        from articles.importer.run import Import  # noqa: PLC0415
        from articles.importer.subjects import BadSubjectsFile  # noqa: PLC0415

        progress = Progress(self.stderr, unit="files")
        task = Import(
            paths=options["paths"],
            dry_run=options["dry_run"],
            workers=options["workers"],
            subjects=_read(options["subjects"]),
            progress=progress.update,
        )
        try:
            report = task.run()
        except (UnusableSource, BadSubjectsFile) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. What was written is whole; run the command again for the rest.",
                returncode=130,
            ) from None
        finally:
            progress.close()
            if options["report"]:
                _write(options["report"], task.report.as_json())
        for path, reason in report.failures:
            self.stderr.write(self.style.ERROR(f"failed: {_named(path, reason)}"))
        for path, reason in report.skips:
            self.stderr.write(f"skipped: {_named(path, reason)}")
        if options["dry_run"]:
            self.stdout.write("Nothing was written. An import would give:")
        for line in report.lines():
            self.stdout.write(line)
        if report.failures:
            raise CommandError(f"{len(report.failures)} of {report.total} files failed.")


def _named(path: str, reason: str) -> str:
    return reason if path in reason else f"{path}: {reason}"


def _read(path: str | None) -> tuple[str, bytes] | None:
    if path is None:
        return None
    try:
        return path, Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _write(path: str, report: dict[str, Any]) -> None:
    try:
        Path(path).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise CommandError(f"The report was not written: {path}: {error.strerror}") from error
