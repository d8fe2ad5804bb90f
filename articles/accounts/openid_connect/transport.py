"""Requests to the provider: JSON, no redirects, few bytes, short waits, not all threads at once."""

import json
import re
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from threading import BoundedSemaphore
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from articles.accounts.openid_connect.errors import ProviderRefused, ProviderUnavailable

# For each step on the wire, and for a whole answer: who signs in waits for three of them at most.
_STEP_SECONDS, _ANSWER_SECONDS = 3, 5
_MOST_BYTES = 500_000
ERROR_CODE = re.compile(r"[a-z_]{1,60}")
# A slow provider holds the threads that wait for it: one of each worker is left for readers.
_slots = BoundedSemaphore(max(1, settings.DATABASE_MOST_WAITING))
_SLOT_SECONDS = 1


class _NoRedirect(HTTPRedirectHandler):
    """Secrets go where the provider's own document says, and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def fetch_json(
    url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the object that an address answers with: to a GET, or to a POST of a form.

    Raises ProviderRefused for an error that the provider states (RFC 6749, 5.2), and
    ProviderUnavailable for everything else.
    """
    data = urlencode(form).encode() if form is not None else None
    request = Request(
        url, data=data, headers={"Accept": "application/json", "User-Agent": "qtsite"}
    )
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    if not _slots.acquire(timeout=_SLOT_SECONDS):
        raise ProviderUnavailable("others wait for the provider")
    try:
        with build_opener(_NoRedirect).open(request, timeout=_STEP_SECONDS) as response:
            return _object(_read(response), url)
    except HTTPError as error:
        with error:
            raise _stated(error, url) from error
    except (OSError, HTTPException) as error:
        raise ProviderUnavailable(f"{_host(url)}: {error}") from error
    finally:
        _slots.release()


def _read(response: IO[bytes]) -> bytes:
    """Read an answer. A peer that sends a byte now and then is left after _ANSWER_SECONDS."""
    until, parts, number = monotonic() + _ANSWER_SECONDS, [], 0
    while part := response.read1(65_536):
        parts.append(part)
        number += len(part)
        if number > _MOST_BYTES or monotonic() > until:
            raise ProviderUnavailable("an answer that is too large, or too slow")
    return b"".join(parts)


def _object(body: bytes, url: str) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ProviderUnavailable(f"{_host(url)}: the answer is no JSON object")
    return value


def _stated(error: HTTPError, url: str) -> ProviderRefused | ProviderUnavailable:
    """What an answer of 3xx to 5xx means. Its words are the provider's, and are not passed on."""
    if 400 <= error.code < 500:
        try:
            code = _object(_read(error), url).get("error")
        except (ProviderUnavailable, OSError, HTTPException):
            code = None
        if isinstance(code, str) and ERROR_CODE.fullmatch(code):
            return ProviderRefused(code)
    return ProviderUnavailable(f"{_host(url)}: HTTP {error.code}")


def _host(url: str) -> str:
    return urlsplit(url).netloc
