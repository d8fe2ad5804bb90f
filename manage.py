#!/usr/bin/env python
"""Django's command line for qtsite."""

import gc
import os
import sys

from qtsite import patience


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
    if sys.argv[1:2] == ["runserver"]:
        patience.serve_requests()
    # What a start makes stays: to look through it for garbage is a tenth of its time. The
    # application goes on with the collector (articles/apps.py).
    gc.disable()
    # Here and not above: a spawned worker process of the importer loads this file, and must not
    # pay for Django.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
