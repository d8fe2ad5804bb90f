"""Daily salted hash that distinguishes visitors without identifying them."""

import hmac
import ipaddress
import secrets
from datetime import date

from articles.models import VisitorSalt

# One connection has a whole /64 of IPv6 addresses to choose from (RFC 6177, section 2).
_IPV6_PREFIX = 64
# A customer may have 65,536 of those: a whole /48.
SITE_PREFIX = 48
# Half of a hash names the site, half the visitor in it.
SITE_DIGITS = 16


def visitor_hash(address: str, day: date) -> str:
    """Return 32 hex digits for the network of an IP address on one day (UTC); the first SITE_DIGITS
    are the same for all the networks of one customer. The first of a day makes its salt.

    The address itself is kept nowhere. The day's salt is random and removed after the day, so that
    the hash of yesterday cannot be tried out against all the four billion addresses. Without a
    readable address (a Unix socket) all visitors are one.
    """
    salt, _ = VisitorSalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_hex(32)})
    return hash_with(salt.salt, address)


def known_salt(day: date) -> str | None:
    """Return the salt of a day, None where nobody has asked for it yet."""
    return VisitorSalt.objects.filter(day=day).values_list("salt", flat=True).first()


def hash_with(salt: str, address: str) -> str:
    """Return what `visitor_hash` does, with 64 hex digits of salt."""
    key = bytes.fromhex(salt)
    networks = network_of(address, SITE_PREFIX), network_of(address)
    digests = (hmac.new(key, network.encode(), "sha256").hexdigest() for network in networks)
    return "".join(digest[:SITE_DIGITS] for digest in digests)


def network_of(address: str, prefix: int = _IPV6_PREFIX) -> str:
    """Return what is counted as one visitor, or with a shorter prefix as one customer.

    >>> network_of("2001:db8::1:2:3:4"), network_of("::ffff:192.0.2.7"), network_of("?")
    ('2001:db8::/64', '192.0.2.7', '')
    """
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), prefix), strict=False))
