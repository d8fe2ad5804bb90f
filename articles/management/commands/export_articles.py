"""manage.py export_articles TARGET: write the library's articles as files."""

from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from articles.exporter.destination import UnusableTarget
from articles.exporter.exported_files import NotNoted
from articles.exporter.git_run import GitExport
from articles.exporter.run import Export, Report
from articles.exporter.selection import Selection, UnknownSubject
from articles.management.audited_command import audit_command
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes the published articles as files, <subject>/<slug>.md: byte for byte as they came"
        " in, with other lines only where a field was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", nargs="?", metavar="DIR|FILE.tar.gz")
        parser.add_argument(
            "--git",
            metavar="DIR",
            help="commit to a git repository instead, each change since the last export by itself",
        )
        parser.add_argument(
            "--branch", default="main", metavar="NAME", help="of the repository (main); with --git"
        )
        parser.add_argument(
            "--emails",
            action="store_true",
            help="authors with the e-mail addresses of their accounts; with --git",
        )
        parser.add_argument(
            "--subject", nargs="+", action="extend", default=[], metavar="SLUG", help="only these"
        )
        parser.add_argument(
            "--changed-since",
            metavar="DATE",
            help="only articles that are new or changed since a date or time (ISO 8601)",
        )
        parser.add_argument("--drafts", action="store_true", help="drafts too")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["target"] is None) == (options["git"] is None):
            raise CommandError("Name a folder, an archive, or a repository with --git.")
        if options["git"] is not None:
            self._export_to_git(options)
            return
        progress = Progress(self.stderr, unit="files")
        selection = Selection(
            subjects=options["subject"],
            changed_since=_read_moment(options["changed_since"]),
            includes_drafts=options["drafts"],
        )
        try:
            report = Export(options["target"], selection, progress.update).run()
        except UnknownSubject as error:
            raise CommandError(f"There is no subject {error.slug!r}.") from error
        except (UnusableTarget, NotNoted) as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        audit_command(self, f"manage.py export_articles {options['target']}")
        self._tell(report)

    def _export_to_git(self, options: dict[str, Any]) -> None:
        if options["subject"] or options["changed_since"] or options["drafts"]:
            raise CommandError("--git exports what is public, and all of it: a branch is whole.")
        progress = Progress(self.stderr, unit="articles")
        export = GitExport(
            options["git"],
            options["branch"],
            shows_emails=options["emails"],
            progress=progress.update,
        )
        try:
            report = export.run()
        except (UnusableTarget, NotNoted) as error:
            raise CommandError(f"{str(error).rstrip('.')}.") from error
        finally:
            progress.close()
        audit_command(self, f"manage.py export_articles --git {options['git']}")
        self.stdout.write(f"{export.commits:>9,} commits on {options['branch']}")
        self._tell(report)

    def _tell(self, report: Report) -> None:
        for path, reason in report.failures:
            named = reason if path in reason else f"{path}: {reason}"
            self.stderr.write(self.style.ERROR(f"failed: {named}"))
        for path, reason in report.left_alone:
            self.stderr.write(self.style.WARNING(f"left alone: {path} {reason}"))
        for line in report.lines():
            self.stdout.write(line)
        if report.failures:
            raise CommandError(f"{len(report.failures)} files were not written.")


def _read_moment(text: str | None) -> datetime | None:
    """A date is its midnight in the site's time zone."""
    if text is None:
        return None
    try:
        day = parse_date(text)
        moment = datetime.combine(day, time.min) if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--changed-since: {text!r} is no date, as 2025-03-20 is one.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
