"""manage.py run_tasks: do the long work that the desk has put into the queue."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.tasks.work import ending
from articles.tasks.worker import Worker, WorkerBroken
from articles.tasks.worker_locks import LockLost


class Command(BaseCommand):
    help = (
        "Does what waits in the queue of background tasks, and goes on waiting for more. The server"
        " starts it by itself (TASK_WORKERS); elsewhere, or on more machines, run it as a service."
    )
    # The server starts it again and again; what is wrong with the settings is said there.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-empty", action="store_true", help="end when nothing waits any more"
        )
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="end with this process, whose child it is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)
        worker = Worker(is_batch=options["until_empty"], parent=options["parent"])
        try:
            done = worker.run()
        except LockLost as error:
            raise CommandError("The database has ended this worker's session.") from error
        except WorkerBroken as error:
            raise CommandError(f"The database refused: {error.__cause__}") from error
        if options["until_empty"]:
            self.stdout.write(f"{done:,} tasks done.")


def _end(number: int, frame: Any) -> None:
    """A task stops between two batches, and goes back into the queue."""
    ending.is_asked = True
