"""manage.py prepare_site: create the database, static files, sample library and administrator where
missing."""

import secrets
import socket
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import ImportRun

ADMINISTRATOR = "admin"


class Command(BaseCommand):
    help = (
        "Migrates the database, collects the static files, imports fixtures/ into an empty site"
        " and creates an administrator: each only where it is missing."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        _require_free_port(settings.PORT)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self._migrate()
        self._collect_static_files()
        if not ImportRun.objects.exists():
            call_command("import_articles", str(settings.BASE_DIR / "fixtures"), stdout=self.stdout)
        self._create_administrator()
        self.stdout.write(f"The site is at {settings.SITE_URL}/ and its desk at /admin/.")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("The database is ready.")

    def _collect_static_files(self) -> None:
        """Only where a file has changed: names and times are compared, in a millisecond."""
        stamp = settings.VAR_DIR / "static-files.txt"
        state = _fingerprint([Path(folder) for folder in settings.STATICFILES_DIRS])
        if stamp.exists() and stamp.read_text() == state:
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)

    def _create_administrator(self) -> None:
        users = get_user_model()
        if users.objects.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.objects.create_superuser(ADMINISTRATOR, password=password)
        self.stdout.write(
            f"An administrator was created. Name: {ADMINISTRATOR}  Password: {password}\n"
            "It is shown this once; change it at /admin/password_change/."
        )


def _require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of 127.0.0.1 cannot be used ({error.strerror.lower()})."
                f" Set PORT to another, for example: PORT={port + 1} script/server"
            ) from error


def _fingerprint(folders: list[Path]) -> str:
    facts = sorted(
        f"{path.relative_to(folder)} {path.stat().st_mtime_ns} {path.stat().st_size}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    )
    return sha256("\n".join(facts).encode()).hexdigest()
