"""E-mail that tells whose turn it is: plain text with a link, after the commit, off the request.

Only where EMAIL_URL is set. A mail server that is down, slow or full costs nobody a save: what
could not be sent is in the log.
"""

import logging
from collections.abc import Iterable
from functools import cache, partial
from multiprocessing.util import Finalize
from smtplib import SMTPException
from threading import Thread, current_thread

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from articles.models import Article, EditorialNote
from articles.reviewing.reviewers import concerned, reviewers
from articles.rights import is_within

logger = logging.getLogger(__name__)

Kind = EditorialNote.Kind
# A word "to whoever may review" goes to so many at most.
_MOST_RECIPIENTS = 20
# The end of a process waits so long for what is being sent.
_JOIN_SECONDS = 10
_MOST_OF_SUBJECT = 150
_SAYS = {
    Kind.SENT: "{author} has sent you “{heading}” for review.",
    Kind.RETURNED: "{author} has sent “{heading}” back to you.",
    Kind.PUBLISHED: "{author} has published “{heading}”, which you had sent for review.",
    Kind.COMMENT: "{author} has commented on “{heading}”.",
    Kind.ANSWER: "{author} has answered a comment on “{heading}”.",
}
_sending: set[Thread] = set()


def tell(article: Article, note: EditorialNote) -> list[AbstractBaseUser]:
    """Send a note to those whom it concerns once the transaction is over; return them: none where
    no e-mail is sent, or nobody has an address."""
    if not settings.SENDS_EMAIL:
        return []
    people = [user for user in _recipients(article, note) if getattr(user, "email", "")]
    return _post(article, note, people[:_MOST_RECIPIENTS])


def tell_published(
    article: Article, turn: EditorialNote | None, *, user: AbstractBaseUser | None
) -> list[AbstractBaseUser]:
    """Tell who had sent a draft for review that somebody else has published it; `turn` is the one
    that has ended."""
    sender = None
    if turn is not None:
        sender = turn.author if turn.kind == Kind.SENT else turn.addressee
    if not settings.SENDS_EMAIL or sender is None or sender == user or not sender.email:
        return []
    if not is_within(sender, article.subject_id):
        return []
    return _post(article, EditorialNote(kind=Kind.PUBLISHED, author=user, text=""), [sender])


def send_after_commit(messages: list[EmailMessage]) -> None:
    """Send messages once the transaction is over, off the request."""
    transaction.on_commit(partial(_send_apart, messages))


def wait_for_mail(seconds: float = _JOIN_SECONDS) -> None:
    """Wait until what is being sent is sent, or has failed; so many seconds for each at most."""
    for thread in list(_sending):
        thread.join(seconds)


def _recipients(article: Article, note: EditorialNote) -> Iterable[AbstractBaseUser]:
    if note.kind in (Kind.COMMENT, Kind.ANSWER):
        return concerned(article, but=note.author)
    if note.addressee is not None:
        is_told = note.addressee != note.author and is_within(note.addressee, article.subject_id)
        return [note.addressee] if is_told else []
    return reviewers(article, but=note.author) if note.kind == Kind.SENT else []


def _post(
    article: Article, note: EditorialNote, people: list[AbstractBaseUser]
) -> list[AbstractBaseUser]:
    if people:
        send_after_commit([_message(article, note, user.email) for user in people])
    return people


def _message(article: Article, note: EditorialNote, address: str) -> EmailMessage:
    """One message for one recipient: nobody sees who else gets it."""
    author = note.author.get_username() if note.author else "Somebody"
    heading = " ".join(article.heading.split())
    says = _SAYS[note.kind].format(author=author, heading=heading)
    path = reverse("admin:articles_article_change", args=[article.pk])
    parts = [says, note.text.strip(), f"{settings.SITE_URL}{path}"]
    return EmailMessage(
        subject=" ".join(says.split())[:_MOST_OF_SUBJECT],
        body="\n\n".join(filter(None, parts)) + "\n",
        to=[address],
    )


def _send_apart(messages: list[EmailMessage]) -> None:
    """In a thread of its own: a mail server that takes its time keeps no editor waiting."""
    _wait_at_the_end()
    thread = Thread(target=_send, args=(messages,), name="editorial mail", daemon=True)
    _sending.add(thread)
    thread.start()


@cache
def _wait_at_the_end() -> None:
    """Not atexit: a worker that granian has forked ends without it (os._exit)."""
    Finalize(None, wait_for_mail, exitpriority=0)


def _send(messages: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(messages)
    except (OSError, SMTPException, ValueError) as error:
        # ValueError: an address that no header can hold.
        logger.warning("%d e-mail(s) to editors were not sent: %s", len(messages), error)
    finally:
        _sending.discard(current_thread())
