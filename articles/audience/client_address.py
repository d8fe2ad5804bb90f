"""IP address of a request's client, as far as it can be trusted."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the client's IP address as far as it is known.

    Behind a proxy (TRUST_PROXY) the last entry of X-Forwarded-For: the proxy appends it, all that
    stands before is what the client may have made up.
    """
    if settings.TRUST_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")
