"""E-mail to somebody whose account was changed, so that who did not do it learns of it."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from articles.reviewing.editorial_mail import send_after_commit
from articles.seo import current_site


def tell_account(account: Any, what: str) -> None:
    """Send a sentence, `"Your password was changed."`, once the transaction is over; nothing where
    no e-mail is sent, or the account has no address."""
    if not (settings.SENDS_EMAIL and account.email):
        return
    name = current_site().name
    moment = f"{timezone.localtime():%Y-%m-%d %H:%M %Z}"
    close = (
        "If it was not you, change your password, end your other sessions, and tell an"
        f" administrator:\n{settings.SITE_URL}{reverse('admin:sessions')}"
    )
    message = EmailMessage(
        subject=f"{name}: your account {account.get_username()}",
        body=f"{what}\n{moment}\n\n{close}\n",
        to=[account.email],
    )
    send_after_commit([message])
