"""manage.py undo_import RUN: undo an import."""

from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importer.undo.undo_import import NotUndoable, undo_import
from articles.management.progress import Progress
from articles.management.relating_summary import describe_filled
from articles.models import ImportRun
from articles.relating import count_due, keys_due, relate_since


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
        waiting = keys_due()
        steps = _Steps(self.stderr)
        try:
            undone = undo_import(
                run, has_died=options["died"], progress=steps.update, on_step=steps.begin
            )
        except NotUndoable as error:
            raise CommandError(_why_not(run)) from error
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. What was put back is whole; run the command again for the rest.",
                returncode=130,
            ) from None
        finally:
            steps.close()
        for path, reason in undone.kept:
            self.stderr.write(f"{path} stays: {reason}")
        self.stdout.write(
            f"Import {run.pk} is undone: {len(undone.restored):,} articles put back,"
            f" {len(undone.removed):,} removed, {len(undone.kept):,} left as they are."
        )
        self._relate(waiting)

    def _relate(self, waiting: frozenset[int]) -> None:
        """A step of its own, of what the undo touched: the run is undone whatever becomes of it."""
        progress = Progress(self.stderr, unit="steps of relating")
        try:
            filled = relate_since(waiting, progress=progress.update)
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. The import is undone; “fill_related” relates the rest.",
                returncode=130,
            ) from None
        finally:
            progress.close()
        if filled.articles:
            self.stdout.write(
                f"{filled.articles:,} articles related anew: {describe_filled(filled)}"
            )
        if due := count_due():
            self.stdout.write(
                f"{due:,} articles wait for their computed related questions: “fill_related”."
            )


class _Steps:
    """Progress of one step after another: articles, then what is said."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._progress = Progress(stream, unit="articles")

    def update(self, done: int, total: int) -> None:
        self._progress.update(done, total)

    def begin(self, words: str) -> None:
        self._progress.close()
        self._stream.write(words)
        self._progress = Progress(self._stream, unit="files")

    def close(self) -> None:
        self._progress.close()


def _why_not(run: ImportRun) -> str:
    if run.state == ImportRun.State.UNDONE:
        return f"Import {run.pk} was undone already."
    return (
        f"Import {run.pk} has not ended: it is running, or it died. Wait for its end; where its"
        " process is gone, add --died."
    )
