"""manage.py reset_second_factor: take away the second factors of an account."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles.accounts import sessions
from articles.accounts.audit_log import Kind, record
from articles.accounts.second_factor import reset


class Command(BaseCommand):
    help = (
        "Takes away the authenticator app, the passkeys and the recovery codes of an account, and"
        " ends its sessions: for an administrator who has lost all of them, where no other"
        " administrator can do it in the desk. The audit log tells of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the account signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        account = users.objects.filter(**{users.USERNAME_FIELD: options["name"]}).first()
        if account is None:
            raise CommandError(f"There is no account {options['name']}.")
        with transaction.atomic():
            gone = reset(account)
            if gone:
                sessions.end_all(account)
                record(Kind.FACTOR_RESET, account=account, detail=gone)
        self.stdout.write(f"Taken away: {gone}." if gone else "There was no second factor.")
