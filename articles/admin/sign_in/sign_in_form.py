"""Form for signing in, with a limit of tries."""

from math import ceil
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from articles.accounts.audit_log import WRONG_PASSWORD, Kind, record, record_refusal
from articles.accounts.second_factor import has_factor
from articles.admin.sign_in.known_browser import known_browser
from articles.audience.client_address import address_of
from articles.audience.sign_in_throttle import TooManyAttempts, attempt_of, forget, take
from articles.database.refusal import Refusal


class SignInForm(AdminAuthenticationForm):
    """`refused` is set where the password was not looked at, because of too many tries. Whether the
    account exists makes no difference to anything that is said or counted."""

    refused: TooManyAttempts | None = None

    def clean(self) -> dict[str, Any]:
        refusal = getattr(self.request, "refusal", None)
        if refusal:
            raise ValidationError(_unavailable(refusal))
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return super().clean()
        attempt = attempt_of(name, address_of(self.request), known_browser(self.request, name))
        try:
            take(attempt)
        except TooManyAttempts as error:
            self.refused = error
            self._note_refusal(name, "Too many tries")
            raise ValidationError(too_many_tries(error)) from error
        try:
            data = super().clean()
        except ValidationError:
            self._note_refusal(name, WRONG_PASSWORD)
            raise
        # Before there is a session: none is ever without its entry. Where a second factor is due
        # nobody has signed in yet (articles/admin/sign_in/second_step.py).
        with transaction.atomic():
            forget(attempt)
            user = self.get_user()
            if not has_factor(user):
                record(Kind.SIGNED_IN, actor=user, account=user, address=address_of(self.request))
        return data

    def _note_refusal(self, name: str, reason: str) -> None:
        """Tell the audit log, by account where the name is one's."""
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            reason = f"{reason}, a name without an account"
        elif not (account.is_active and account.is_staff):
            reason = f"{reason}, or an account that may not sign in"
        record_refusal(account, address=address_of(self.request), detail=reason)


def too_many_tries(error: TooManyAttempts) -> str:
    """Return the sentence that names the minute from which it may be tried again, rounded up."""
    minutes = ceil(error.seconds_from(timezone.now()) / 60)
    words = "a minute" if minutes == 1 else f"{minutes} minutes"
    moment = timezone.localtime(error.until_minute)
    return (
        f"There were too many tries to sign in. Please try again in {words}, from"
        f" {date_format(moment, 'H:i')} ({moment:%Z}) on."
    )


def _unavailable(refusal: Refusal) -> str:
    return f"Nobody can sign in at the moment. {refusal.reason} Please try again in a minute."
