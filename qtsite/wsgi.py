"""The WSGI entry point that the server loads."""

import multiprocessing
import os
import signal
from collections.abc import Callable

if multiprocessing.parent_process():
    # First of all: a worker that granian has forked holds its parent's handlers until it serves.
    # They would take the signal that ends the server during its start and do nothing, and the
    # parent would wait for this process for ever.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from articles.database.kept_connection import keep_open
from qtsite import patience, shared_memory

patience.serve_requests()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")

application = get_wsgi_application()


def _begin() -> None:
    """What a process that serves readers does once, before its first request."""
    # Models cannot be imported before the applications are ready.
    from articles.audience.count_flusher import resume_notes, resume_views  # noqa: PLC0415
    from articles.audience.vote_queue import resume_votes  # noqa: PLC0415
    from articles.cdn.purging import start_purging  # noqa: PLC0415
    from articles.database.replica_watch import start_replica_watch  # noqa: PLC0415
    from articles.scheduling.clock import start_clock  # noqa: PLC0415
    from articles.watching.cells import Cells  # noqa: PLC0415
    from articles.watching.counting import count_into  # noqa: PLC0415

    memory = shared_memory.shared()
    if memory and (part := memory.claim()):
        count_into(Cells(part, memory.all))
    keep_open()
    resume_votes()
    resume_views()
    resume_notes()
    start_clock()
    start_replica_watch()
    start_purging()


def _stored(django: Callable) -> Callable:
    """Put the stored answers in front, unless the site wants none."""
    from articles.page_store import StoredAnswers  # noqa: PLC0415

    return StoredAnswers(django) if settings.PAGE_MEMORY_MB else django


_begin()
application = _stored(application)
