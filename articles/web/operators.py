"""Operators: the programs that watch the site, known by a token or by their network."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from articles.audience.client_address import address_of


def is_operator(request: HttpRequest) -> bool:
    """Return whether a request brings METRICS_TOKEN (RFC 6750, section 2.1), or comes from one of
    METRICS_NETWORKS."""
    return _has_token(request) or _is_in_network(request)


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not settings.METRICS_TOKEN or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())


def _is_in_network(request: HttpRequest) -> bool:
    """A proxy that is not trusted lends everybody its own address: then nobody is in a network."""
    if not settings.METRICS_NETWORKS:
        return False
    if "X-Forwarded-For" in request.headers and not settings.TRUST_PROXY:
        return False
    try:
        address = ip_address(address_of(request))
    except ValueError:  # a Unix socket, or what a proxy has made of it
        return False
    return any(address in network for network in settings.METRICS_NETWORKS)
