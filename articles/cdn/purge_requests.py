"""One purge of some keys, in the form of each CDN, and the meaning of its answer.

Fastly: POST /service/ID/purge, 256 keys a call (fastly.com/documentation/reference/api/purging).
Cloudflare: POST /zones/ID/purge_cache, 100 tags a call, by plan 5 calls a minute to 50 a second
(developers.cloudflare.com/cache/how-to/purge-cache). Varnish: PURGE with the keys in `xkey-purge`,
which its configuration hands to `xkey.purge` (varnish-modules); a header has 8 KB there.
"""

import json
from collections.abc import Iterator, Sequence
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from articles.cdn.surrogate_keys import CLOUDFLARE, FASTLY

_TIMEOUT_SECONDS = 10
_LONGEST_WAIT_SECONDS = 3_600
_KEYS_A_CALL = {FASTLY: 256, CLOUDFLARE: 100}
_BYTES_OF_A_HEADER = 4_000


class PurgeRefused(Exception):
    """The CDN did not take a purge; `wait_seconds` is what it asks to wait, 0 if nothing."""

    def __init__(self, reason: str, wait_seconds: int = 0) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST would become a GET of something else (RFC 9110, 15.4.2)."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def batches_of(kind: str, keys: Sequence[str]) -> Iterator[list[str]]:
    """Yield the keys of each call."""
    if most := _KEYS_A_CALL.get(kind):
        yield from (list(keys[start : start + most]) for start in range(0, len(keys), most))
        return
    some: list[str] = []
    for key in keys:
        if some and sum(map(len, some)) + len(some) + len(key) > _BYTES_OF_A_HEADER:
            yield some
            some = []
        some.append(key)
    if some:
        yield some


def purge(keys: Sequence[str], *, kind: str, url: str, token: str) -> None:
    """Let the CDN at an address forget everything that has one of these keys: those of one batch.
    Raises PurgeRefused."""
    request = _request(keys, kind, url, token)
    request.add_header("User-Agent", "qtsite")
    try:
        with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT_SECONDS) as response:
            if kind == CLOUDFLARE:
                _check_said(response.read(100_000))
    except HTTPError as error:
        with error:
            wait = _wait_seconds(error.headers.get("Retry-After", ""))
            raise PurgeRefused(f"{url}: HTTP {error.code}", wait) from error
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise PurgeRefused(f"{url}: {error}") from error


def _request(keys: Sequence[str], kind: str, url: str, token: str) -> Request:
    if kind == FASTLY:
        headers = {"Fastly-Key": token}
        return _json_request(url, {"surrogate_keys": list(keys)}, headers)
    if kind == CLOUDFLARE:
        headers = {"Authorization": f"Bearer {token}"}
        return _json_request(url, {"tags": list(keys)}, headers)
    headers = {"xkey-purge": " ".join(keys)} | ({"X-Purge-Token": token} if token else {})
    return Request(url, headers=headers, method="PURGE")


def _json_request(url: str, body: dict[str, list[str]], headers: dict[str, str]) -> Request:
    own = {"Content-Type": "application/json", "Accept": "application/json"}
    return Request(url, data=json.dumps(body).encode(), headers=own | headers, method="POST")


def _check_said(body: bytes) -> None:
    """Cloudflare may refuse with 200. Raises ValueError."""
    said = json.loads(body)
    if not (isinstance(said, dict) and said.get("success")):
        raise ValueError(f"refused: {body[:200].decode(errors='replace')}")


def _wait_seconds(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return min(int(text), _LONGEST_WAIT_SECONDS) if is_number else 0
