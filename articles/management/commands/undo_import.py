"""manage.py undo_import RUN: undo an import."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importer.undo.undo_import import NotUndoable, undo_import
from articles.management.progress import Progress
from articles.models import ImportRun


class Command(BaseCommand):
    help = (
        "Puts back what an import changed and nobody has touched since, and names the rest. RUN is"
        " the number that the import printed; the desk lists them all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN")
        parser.add_argument(
            "--died",
            action="store_true",
            help="undo a run that never ended: you know that its process is gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no import {options['run']}.")
        progress = Progress(self.stderr, unit="articles")
        try:
            undone = undo_import(run, has_died=options["died"], progress=progress.update)
        except NotUndoable as error:
            raise CommandError(_why_not(run)) from error
        finally:
            progress.close()
        for path, reason in undone.kept:
            self.stderr.write(f"{path} stays: {reason}")
        self.stdout.write(
            f"Import {run.pk} is undone: {len(undone.restored):,} articles put back,"
            f" {len(undone.removed):,} removed, {len(undone.kept):,} left as they are."
        )


def _why_not(run: ImportRun) -> str:
    if run.state == ImportRun.State.UNDONE:
        return f"Import {run.pk} was undone already."
    return (
        f"Import {run.pk} has not ended: it is running, or it died. Wait for its end; where its"
        " process is gone, add --died."
    )
