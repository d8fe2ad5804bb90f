"""manage.py doctor: what is wrong with this site, and how to mend it."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.doctor import Examined, Level, examine
from articles.doctor.checks import all_checks

# 1 is Python's own, of a command that breaks off with a traceback: not that of warnings, which a
# timer is told to overlook.
_STATUS = {Level.FINE: 0, Level.WARNING: 3, Level.ERROR: 2}


class Command(BaseCommand):
    help = (
        "Looks at settings, database, files and what is due, and says what is wrong and how to mend"
        " it. Exit status: 0 nothing is wrong, 3 something could be better, 2 something does not"
        " work, 1 this command failed."
    )
    # It makes them itself, and goes on where they fail.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("checks", nargs="*", metavar="CHECK", help="these alone: disk, clock …")
        parser.add_argument("--json", action="store_true", help="one JSON object, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {one.name for one in all_checks()}
        if unknown := sorted(set(options["checks"]) - known):
            raise CommandError(
                f"There is no check {', '.join(unknown)}. There are: {', '.join(sorted(known))}."
            )
        found = []
        for examined in examine(options["checks"]):
            found.append(examined)
            if not options["json"]:
                self._tell(examined)
        worst = max((examined.level for examined in found), default=Level.FINE)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found, worst), indent=1, ensure_ascii=False))
        if worst:
            sys.exit(_STATUS[worst])

    def _tell(self, examined: Examined) -> None:
        style = {
            Level.FINE: self.style.SUCCESS,
            Level.WARNING: self.style.WARNING,
            Level.ERROR: self.style.ERROR,
        }
        word = style[examined.level](f"{examined.level.name.lower():8}")
        self.stdout.write(f"{word} {examined.check.title}")
        for problem in examined.problems:
            self.stdout.write(f"         {problem.sentence}\n         → {problem.mend}")


def _as_json(found: list[Examined], worst: Level) -> dict[str, Any]:
    return {
        "status": worst.name.lower(),
        "checks": {
            examined.check.name: {
                "status": examined.level.name.lower(),
                "problems": [
                    {
                        "status": problem.level.name.lower(),
                        "sentence": problem.sentence,
                        "mend": problem.mend,
                    }
                    for problem in examined.problems
                ],
            }
            for examined in found
        },
    }
