"""Entry of the audit log for a command that takes data out of the site, or puts it in its place."""

from django.core.management.base import BaseCommand
from django.db import Error, transaction

from articles.accounts.audit_log import Kind, record


def audit_command(command: BaseCommand, detail: str) -> None:
    """Add the entry, after the work. Where the database cannot be written, which is when a backup
    is wanted most, the command says so and has done its work all the same."""
    try:
        with transaction.atomic():
            record(Kind.EXPORTED, detail=detail)
    except Error as error:
        command.stderr.write(command.style.WARNING(f"The audit log was not written: {error}"))
