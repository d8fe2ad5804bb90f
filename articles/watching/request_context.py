"""The request that this thread answers: its identifier and the kind of its page, for whatever is
written down meanwhile.

An identifier comes with the request (X-Request-Id, as a proxy or another service sets it), so that
the lines of both logs can be laid side by side, if it is one: it is written into logs. Else it is
made here.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from articles.watching.page_kinds import NOWHERE

MOST_CHARACTERS = 128
# UUIDs, trace ids of W3C, ULIDs: nothing that could end a line or begin another field.
_SANE = re.compile(rf"[A-Za-z0-9._-]{{8,{MOST_CHARACTERS}}}")


@dataclass(slots=True)
class CurrentRequest:
    """`kind` is known once the address has been found."""

    id: str
    method: str
    path: str
    kind: str = NOWHERE


_current: ContextVar[CurrentRequest | None] = ContextVar("current_request", default=None)


def current_request() -> CurrentRequest | None:
    """Return the request that is being answered; None in a command or a thread of its own."""
    return _current.get()


@contextmanager
def answering(environ: Mapping[str, Any]) -> Iterator[CurrentRequest]:
    """Within the block this thread answers the request of a WSGI environment (PEP 3333)."""
    request = CurrentRequest(
        id=_identifier(environ.get("HTTP_X_REQUEST_ID", "")),
        method=environ.get("REQUEST_METHOD", ""),
        path=environ.get("PATH_INFO", ""),
    )
    token = _current.set(request)
    try:
        yield request
    finally:
        _current.reset(token)


def _identifier(given: str) -> str:
    return given if _SANE.fullmatch(given) else secrets.token_hex(8)
