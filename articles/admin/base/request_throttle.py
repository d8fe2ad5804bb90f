"""Throttle of what a page asks by itself while somebody types."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock

from django.http import HttpRequest, HttpResponse

# The scripts ask at most every 0.6 s while keys are pressed, so that nobody who types meets this.
_BURST = 30
_PER_SECOND = 2.0
_MOST_KNOWN = 1_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


def throttled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 429 with Retry-After (RFC 6585, section 4) to a user who asks a view more than 30
    times at once, or twice a second for long. Each process of the server counts by itself; of
    strangers, who are refused anyway, none is counted."""
    buckets: dict[int, _Bucket] = {}
    lock = Lock()

    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = request.user.pk
        if key is not None:
            with lock:
                wait = _take(buckets, key, time.monotonic())
            if wait:
                return HttpResponse(status=429, headers={"Retry-After": str(wait)})
        return view(request, *args, **kwargs)

    limited.buckets = buckets
    return limited


def _take(buckets: dict[int, _Bucket], key: int, now: float) -> int:
    """Take one of a user's tokens; return 0, or after how many seconds there is one again."""
    bucket = buckets.pop(key, None) or _Bucket(_BURST, now)
    bucket.tokens = min(_BURST, bucket.tokens + (now - bucket.filled_at) * _PER_SECOND)
    bucket.filled_at = now
    buckets[key] = bucket  # the newest last
    while len(buckets) > _MOST_KNOWN:
        del buckets[next(iter(buckets))]
    if bucket.tokens < 1:
        return math.ceil((1 - bucket.tokens) / _PER_SECOND)
    bucket.tokens -= 1
    return 0
