"""manage.py import_redirects FILE.csv: read a list of moved questions."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importer.redirect_list import Verdict, apply_redirects, plan_redirects, read_rows

_QUIET = {Verdict.REDIRECTED, Verdict.ABSORBED, Verdict.UNCHANGED}


class Command(BaseCommand):
    help = (
        "Reads old_path,new_path rows. What is certain is written; what a person must decide is"
        " named: conflicts, missing targets, a listed question that moved into a hidden subject."
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

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pairs = read_rows(Path(options["file"]).read_bytes())
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        rows = plan_redirects(pairs, overwrite=options["overwrite"])
        if not options["dry_run"]:
            apply_redirects(rows)
        for row in rows:
            if row.verdict not in _QUIET:
                self.stderr.write(_in_one_line(f"{row.old_path} → {row.new_path}: {row.verdict}"))
        self.stdout.write(f"{len(rows):,} old addresses:")
        for verdict, count in sorted(Counter(row.verdict for row in rows).items()):
            self.stdout.write(f"  {count:>6,}  {verdict}")


def _in_one_line(text: str) -> str:
    """What a list says is printed, never obeyed: a terminal takes commands from control signs."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
