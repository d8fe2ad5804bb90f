"""Throttle of what a page asks by itself while somebody types."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock

from django.http import HttpRequest, HttpResponse

# The scripts ask at most every 0.4 s while keys are pressed, so that nobody who types meets this.
_BURST = 30
_PER_SECOND = 2.0
_MOST_KNOWN = 1_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second for long."""

    burst: int = _BURST
    per_second: float = _PER_SECOND


_USUAL = Rate()


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Throttle:
    """What users have asked for of late. Each process of the server counts by itself; of strangers,
    who are refused anyway, none is counted."""

    def __init__(self, rate: Rate = _USUAL) -> None:
        self.buckets: dict[int, _Bucket] = {}
        self._rate = rate
        self._lock = Lock()

    def wait_seconds(self, request: HttpRequest) -> int:
        """Count a request; return 0, or after how many seconds it may be made."""
        key = request.user.pk
        if key is None:
            return 0
        with self._lock:
            return _take(self.buckets, key, time.monotonic(), self._rate)


def throttled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 429 with Retry-After (RFC 6585, section 4) to a user who asks a view more than 30
    times at once, or twice a second for long."""
    throttle = Throttle()

    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if wait := throttle.wait_seconds(request):
            return too_many(wait)
        return view(request, *args, **kwargs)

    limited.buckets = throttle.buckets
    return limited


def too_many(wait: int) -> HttpResponse:
    """The answer to who has to wait."""
    return HttpResponse(status=429, headers={"Retry-After": str(wait)})


def _take(buckets: dict[int, _Bucket], key: int, now: float, rate: Rate = _USUAL) -> int:
    """Take one of a user's tokens; return 0, or after how many seconds there is one again."""
    bucket = buckets.pop(key, None) or _Bucket(rate.burst, now)
    bucket.tokens = min(rate.burst, bucket.tokens + (now - bucket.filled_at) * rate.per_second)
    bucket.filled_at = now
    buckets[key] = bucket  # the newest last
    while len(buckets) > _MOST_KNOWN:
        del buckets[next(iter(buckets))]
    if bucket.tokens < 1:
        return math.ceil((1 - bucket.tokens) / rate.per_second)
    bucket.tokens -= 1
    return 0
