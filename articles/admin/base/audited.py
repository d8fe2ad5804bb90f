"""Entries of the audit log for what is done in the desk: by whom, and from which network."""

from typing import Any

from django.http import HttpRequest

from articles.accounts import audit_log
from articles.accounts.audit_log import Kind
from articles.audience.client_address import address_of


def audit(request: HttpRequest, kind: Kind, *, account: Any = None, detail: str = "") -> None:
    """Add an entry in the transaction of the request's change; `account` is to whom it is done."""
    actor = request.user if request.user.is_authenticated else None
    audit_log.record(kind, actor=actor, account=account, address=address_of(request), detail=detail)
