"""One stored answer: what goes over the wire for each encoding, and what it depends on."""

import gzip
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import brotli
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_http_date_safe

from articles.page_store.freshness import Seen
from articles.watching.cells import number_of_kind
from articles.watching.page_kinds import OTHER
from articles.web.response_headers import CDN_HEADERS, FOREVER, PRIVATE, Shows

Headers = list[tuple[str, str]]

_STORED_STATUS = {200, 301, 410}
# As Django's GZipMiddleware: below it there is nothing to win.
_LEAST_COMPRESSED = 200
# That of the library's images: only one drawn by a program becomes smaller once more.
_PACKED_TYPE = "image/webp"
# A part of the full text: 2.7 MB take 0.04 s and become 1.0 MB instead of 0.13 s and 0.8 MB.
_QUICKLY_COMPRESSED = 1_000_000
# Makes pages a tenth smaller than gzip's usual 6 in the same 0.3 ms (60 pages). 9 makes them no
# smaller in 4 ms, 11 another seventh in 14 ms.
_BROTLI_QUALITY = 5
# What an entry costs besides its bodies: measured with tracemalloc over 1,000 pages.
_OVERHEAD_BYTES = 4_000
# Of the body, which a 304 does not have (RFC 9110, section 15.4.5).
_OF_THE_BODY = {"content-length", "content-type", "content-encoding", "content-language"}


@dataclass(frozen=True, slots=True)
class Variant:
    """The headers of one encoding, of the answer and of its 304, and the body."""

    headers: Headers
    headers_304: Headers
    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept. `seen` is what had been numbered before it was made. Where it is
    worth compressing only the compressed body is kept, and unpacked for the few who ask for it.
    `brotli` is made when it is asked for again (`with_brotli`): most pages of a large library are
    seldom asked for twice."""

    status: str
    plain: Variant
    gzipped: Variant | None
    modified_at: int | None
    shows: Shows
    seen: Seen
    brotli: Variant | None = None
    # The status as a number, and that of the page's kind: by these it is counted, for each of whom
    # it is given to (articles.watching.cells).
    code: int = 200
    kind: int = 0

    @property
    def is_page(self) -> bool:
        """Whether there is something at the address: neither moved nor gone."""
        return self.status.startswith("200")

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        variants = (self.plain, self.gzipped, self.brotli)
        return sum(len(variant.body) for variant in variants if variant) + _OVERHEAD_BYTES

    def variant(self, accepted: str) -> Variant:
        """Return what an Accept-Encoding gets."""
        if self.gzipped:
            takes = encodings(accepted)
            if self.brotli and takes.brotli:
                return self.brotli
            if takes.gzip:
                return self.gzipped
        return self.plain

    def wants_brotli(self, accepted: str) -> bool:
        """Return whether brotli would serve an Accept-Encoding better than what is kept."""
        return (
            self.brotli is None
            and self.gzipped is not None
            and self.is_page
            and encodings(accepted).brotli
        )

    def with_brotli(self) -> "Answer":
        """Return the same answer with a body in brotli as well; gzip's again where that is not
        larger."""
        body = self.body_of(self.plain)
        quality = _BROTLI_QUALITY if len(body) < _QUICKLY_COMPRESSED else 1
        packed = brotli.compress(body, quality=quality)
        if len(packed) >= len(self.gzipped.body):
            return replace(self, brotli=self.gzipped)
        headers = [pair for pair in self.plain.headers if pair[0] != "Content-Length"]
        etag = _weak(self.plain.etag)
        return replace(self, brotli=_variant(headers, etag, packed, len(packed), "br"))

    def kept_by_nobody(self) -> "Answer":
        """Return the same answer with headers by which no cache keeps it; that of an address which
        names what it holds as it is, for nothing can change it."""
        if ("Cache-Control", FOREVER) in self.plain.headers:
            return self
        return replace(
            self,
            plain=_unkept(self.plain),
            gzipped=_unkept(self.gzipped) if self.gzipped else None,
            brotli=_unkept(self.brotli) if self.brotli else None,
        )

    def body_of(self, variant: Variant) -> bytes:
        """Return a variant's body."""
        if variant is self.plain and self.gzipped:
            return gzip.decompress(self.gzipped.body)
        return variant.body

    def is_held(self, variant: Variant, none_match: str, modified_since: str) -> bool:
        """Return whether whoever sends these headers holds this answer (RFC 9110, section 13.2.2:
        the date is looked at only where there is no entity tag, and only one that was given with
        this very answer counts: articles.web.conditional_requests)."""
        if not self.is_page:
            return False
        if none_match:
            if none_match == variant.etag:
                return True
            tags = {tag.strip().removeprefix("W/") for tag in none_match.split(",")}
            return "*" in tags or variant.etag.removeprefix("W/") in tags
        if not modified_since or self.modified_at is None:
            return False
        return self.modified_at == parse_http_date_safe(modified_since)


def answer_of(response: HttpResponseBase, seen: Seen) -> Answer | None:
    """Return what is kept of a response to a plain GET; None for one that is not for everybody, or
    does not say what it shows. The response was asked for without Accept-Encoding."""
    shows: Shows | None = getattr(response, "shows", None)
    is_for_all = shows and response.status_code in _STORED_STATUS and not response.cookies
    if (
        not is_for_all
        or not isinstance(response, HttpResponse)
        or response.has_header("Content-Encoding")
    ):
        return None
    body = response.content
    headers = [
        (name, value) for name, value in response.items() if name.lower() != "content-length"
    ]
    etag = response.get("ETag", "")
    level = 6 if len(body) < _QUICKLY_COMPRESSED else 1
    is_worth_it = len(body) >= _LEAST_COMPRESSED and response.get("Content-Type") != _PACKED_TYPE
    packed = gzip.compress(body, level, mtime=0) if is_worth_it else body
    is_packed = len(packed) < len(body)
    return Answer(
        status=f"{response.status_code} {response.reason_phrase}",
        plain=_variant(headers, etag, b"" if is_packed else body, len(body)),
        gzipped=_variant(headers, _weak(etag), packed, len(packed), "gzip") if is_packed else None,
        modified_at=parse_http_date_safe(response.get("Last-Modified", "")),
        shows=shows,
        seen=seen,
        code=response.status_code,
        kind=number_of_kind(getattr(response, "page_kind", OTHER)),
    )


class Encodings(NamedTuple):
    """Which encodings are taken; brotli only where gzip is not liked better."""

    gzip: bool
    brotli: bool


@lru_cache(maxsize=256)
def encodings(accepted: str) -> Encodings:
    """Return what an Accept-Encoding takes (RFC 9110, section 12.5.3).

    >>> encodings("gzip, deflate, br"), encodings("gzip;q=0, *"), encodings("br;q=0.5, gzip")
    (Encodings(gzip=True, brotli=True), Encodings(gzip=False, brotli=True), Encodings(gzip=True, \
brotli=False))
    """
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    others = weights.get("*", 0.0)
    of_gzip = weights.get("gzip", weights.get("x-gzip", others))
    of_brotli = weights.get("br", others)
    return Encodings(gzip=of_gzip > 0, brotli=of_brotli > 0 and of_brotli >= of_gzip)


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _variant(headers: Headers, etag: str, body: bytes, length: int, encoding: str = "") -> Variant:
    own = [(name, etag if name == "ETag" else value) for name, value in headers]
    not_of_body = [(name, value) for name, value in own if name.lower() not in _OF_THE_BODY]
    coding = [("Content-Encoding", encoding)] if encoding else []
    return Variant([*own, *coding, ("Content-Length", str(length))], not_of_body, etag, body)


def _unkept(variant: Variant) -> Variant:
    left_out = {"Cache-Control", *CDN_HEADERS}
    headers, headers_304 = (
        [*(pair for pair in some if pair[0] not in left_out), ("Cache-Control", PRIVATE)]
        for some in (variant.headers, variant.headers_304)
    )
    return replace(variant, headers=headers, headers_304=headers_304)


def _weak(etag: str) -> str:
    """As Django's GZipMiddleware: the bytes are others, what they say is the same."""
    return f"W/{etag}" if etag and not etag.startswith("W/") else etag
