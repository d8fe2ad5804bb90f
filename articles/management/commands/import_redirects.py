"""manage.py import_redirects FILE.csv: read a list of moved questions."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importer.redirect_list import Row, apply_redirects, list_rows, plan_redirects
from articles.importer.redirect_report import LeftRow, left_rows, write_left_rows
from articles.publishing import TargetAway


class Command(BaseCommand):
    help = (
        "Reads old_path,new_path rows. What is certain is written; what a person must decide is"
        " named, or written into a report: conflicts, missing targets, a listed question that"
        " moved into a hidden subject."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and write nothing"
        )

        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="change old addresses that lead elsewhere already, also where an editor wished it",
        )

        parser.add_argument(
            "--report",
            metavar="FILE",
            help="write the rows that are left to a person, with row number and reason: as CSV,"
            " which can be corrected and imported again, or as JSON",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            listed = list_rows(Path(options["file"]).read_bytes())
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        pairs = ((row.old_path, row.new_path) for row in listed)
        rows = plan_redirects(pairs, overwrite=options["overwrite"])
        if not options["dry_run"]:
            _apply(rows)
        left = left_rows(listed, rows)
        if options["report"]:
            _write(options["report"], left)
        else:
            self._name(rows)
        self.stdout.write(f"{len(rows):,} old addresses:")
        for verdict, count in sorted(Counter(str(row.verdict) for row in rows).items()):
            self.stdout.write(f"  {count:>6,}  {verdict}")
        if left:
            where = options["report"] or "--report FILE.csv writes them with their row numbers"
            self.stdout.write(f"{len(left):,} rows of the list are left to a person: {where}")

    def _name(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.verdict.is_left:
                self.stderr.write(_in_one_line(f"{row.old_path} → {row.new_path}: {row.verdict}"))


def _apply(rows: Sequence[Row]) -> None:
    try:
        apply_redirects(rows)
    except TargetAway as error:
        where = error.article.get_absolute_url() if error.article else "deleted"
        raise CommandError(
            f"An article that should absorb another was taken away meanwhile ({where}). What was"
            " written is whole; run the command again for the rest."
        ) from error


def _write(path: str, left: Sequence[LeftRow]) -> None:
    try:
        write_left_rows(path, left)
    except OSError as error:
        raise CommandError(f"The report was not written: {path}: {error.strerror}") from error


def _in_one_line(text: str) -> str:
    """What a list says is printed, never obeyed: a terminal takes commands from control signs."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
