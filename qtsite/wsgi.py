"""The WSGI entry point that the server loads."""

import multiprocessing
import os
import signal

if multiprocessing.parent_process():
    # First of all: a worker that granian has forked holds its parent's handlers until it serves.
    # They would take the signal that ends the server during its start and do nothing, and the
    # parent would wait for this process for ever.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from django.core.wsgi import get_wsgi_application

from qtsite import patience

patience.serve_requests()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")

application = get_wsgi_application()
