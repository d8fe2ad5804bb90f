"""One change at a time of what an account has."""

from typing import Any

from django.contrib.auth import get_user_model


def lock_account(user: Any) -> None:
    """Let whoever else asks for this account's lock wait until the transaction has ended: what is
    counted after it stays so. SQLite's transactions have the whole database already."""
    accounts = get_user_model().objects.select_for_update(no_key=True)
    accounts.filter(pk=user.pk).values_list("pk").first()
