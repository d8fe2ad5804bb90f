"""One IndexNow request, and the meaning of its response (indexnow.org/documentation)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

# What one request may hold.
MOST_URLS = 10_000
_TIMEOUT_SECONDS = 30
_LONGEST_WAIT_SECONDS = 86_400


class Answer(Enum):
    """ACCEPTED: 200, or 202 while the key is still to be looked at. LATER: too many requests, an
    error of the other side, or nobody there. REFUSED: asking the same again would not help."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is for people; `wait_seconds` what the other side asks to wait, 0 if nothing."""

    answer: Answer
    reason: str
    wait_seconds: int = 0


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST would become a GET of something else (RFC 9110, 15.4.2)."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def submit(urls: Sequence[str], *, site_url: str, key: str, endpoint: str) -> Outcome:
    """Send at most MOST_URLS absolute URLs of one host; never raises for what the network does."""
    body = {
        "host": urlsplit(site_url).netloc,
        "key": key,
        "keyLocation": f"{site_url}/{key}.txt",
        "urlList": list(urls),
    }
    request = Request(
        endpoint,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "qtsite"},
        method="POST",
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT_SECONDS) as response:
            return _outcome(response.status, response.headers)
    except HTTPError as error:
        with error:
            return _outcome(error.code, error.headers)
    except (URLError, OSError, HTTPException) as error:
        return Outcome(Answer.LATER, f"no answer: {error}")


def _outcome(status: int, headers: HTTPMessage) -> Outcome:
    reason = f"HTTP {status}{_MEANINGS.get(status, '')}"
    if status in {200, 202}:
        return Outcome(Answer.ACCEPTED, reason)
    if status == 429 or status >= 500:
        return Outcome(Answer.LATER, reason, _wait_seconds(headers.get("Retry-After", "")))
    return Outcome(Answer.REFUSED, reason)


def _wait_seconds(text: str) -> int:
    """Seconds of a Retry-After; the form with a date (RFC 9110, 10.2.3) is left to our own wait."""
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return min(int(text), _LONGEST_WAIT_SECONDS) if is_number else 0


_MEANINGS = {
    202: ", the key is still to be looked at",
    400: ", the request is malformed",
    403: ", the key is not valid: its file was not found, or holds another key",
    422: ", the addresses do not belong to the host, or the key is not of the right form",
    429: ", too many requests",
}
