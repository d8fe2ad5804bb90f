"""Note of the session of a request, for the list of an account's sessions."""

from django.http import HttpRequest

from articles.accounts import sessions
from articles.audience.client_address import address_of


def note_session(request: HttpRequest) -> None:
    """Note that the account of a request was seen in its session, by which browser, from where."""
    agent = request.headers.get("User-Agent", "")
    sessions.note(request.user, request.session, user_agent=agent, address=address_of(request))


def renew_session_key(request: HttpRequest) -> None:
    """Give a session another key, now that it may do more (OWASP ASVS 5.0, 7.2.4)."""
    before = request.session.session_key
    request.session.cycle_key()
    sessions.follow(before, request.session.session_key)
