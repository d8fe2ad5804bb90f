"""An answer as bytes, for a store that several processes share: no pickle, for what is read back
may come from a store that others can write."""

import json
import struct
from dataclasses import asdict

from articles.page_store.answer import Answer, Variant
from articles.page_store.freshness import Seen
from articles.web.response_headers import Shows

_LENGTH = struct.Struct(">I")


class Unreadable(Exception):
    """These bytes are no answer."""


def to_bytes(answer: Answer) -> bytes:
    """Return an answer as bytes: the length of what is said about it, that as JSON, the body."""
    body = (answer.gzipped or answer.plain).body
    shows = asdict(answer.shows) | {"names": sorted(answer.shows.names)}
    said = {
        "status": answer.status,
        "plain": _said(answer.plain),
        "gzipped": _said(answer.gzipped) if answer.gzipped else None,
        "modified_at": answer.modified_at,
        "shows": shows,
        "seen": answer.seen,
        "kind": answer.kind,
    }
    head = json.dumps(said, separators=(",", ":")).encode()
    return _LENGTH.pack(len(head)) + head + body


def from_bytes(data: bytes) -> Answer:
    """Return the answer; raises Unreadable."""
    try:
        (length,) = _LENGTH.unpack_from(data)
        start = _LENGTH.size + length
        said = json.loads(data[_LENGTH.size : start])
        shows = said["shows"]
        shows["names"] = frozenset(shows["names"])
        shows["keys"] = tuple(shows["keys"]) if shows["keys"] else None
        gzipped = said["gzipped"]
        return Answer(
            status=said["status"],
            plain=_variant(said["plain"], b"" if gzipped else data[start:]),
            gzipped=_variant(gzipped, data[start:]) if gzipped else None,
            modified_at=said["modified_at"],
            shows=Shows(**shows),
            seen=Seen(*said["seen"]),
            code=int(said["status"][:3]),
            kind=int(said["kind"]),
        )
    except (ValueError, TypeError, KeyError, struct.error) as error:
        raise Unreadable(str(error)) from error


def _said(variant: Variant) -> list[object]:
    return [variant.headers, variant.headers_304, variant.etag]


def _variant(said: list, body: bytes) -> Variant:
    headers, headers_304, etag = said
    return Variant([(n, v) for n, v in headers], [(n, v) for n, v in headers_304], etag, body)
