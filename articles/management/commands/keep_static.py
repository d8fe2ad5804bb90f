"""manage.py keep_static DIR: add this release's static files to those that a web server serves."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.static_site.kept_static import keep
from articles.static_site.static_files import NotCollected

_RELEASES = 3


class Command(BaseCommand):
    help = (
        "Copies the collected static files of this release into a folder that a web server serves,"
        " beside those of the releases before, whose pages are still open somewhere. Run it before"
        " the first process of a new release answers."
    )
    # Run while a machine is built, where there is no database.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--releases",
            type=int,
            default=_RELEASES,
            metavar="N",
            help=f"Of so many releases the files stay, this one among them ({_RELEASES}).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["releases"] < 2:
            raise CommandError("--releases: two at least, the new one and the one that still runs.")
        try:
            kept = keep(options["folder"], releases=options["releases"])
        except NotCollected as error:
            raise CommandError(
                f"{error.folder} holds no static files: run manage.py collectstatic first."
            ) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(
            f"{kept.added:,} files added, {kept.removed:,} removed;"
            f" {kept.releases} releases are kept."
        )
