"""Signing in with a passkey in the place of name and password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from articles.accounts import passkeys
from articles.accounts.audit_log import record_refusal
from articles.accounts.passkey_offers import PasskeyRefused, Purpose
from articles.admin.sign_in.known_browser import remember_browser
from articles.admin.sign_in.second_step import complete_sign_in, following_page, to_sign_in
from articles.admin.sign_in.sign_in_form import too_many_tries
from articles.audience.client_address import address_of
from articles.audience.sign_in_throttle import TooManyAttempts, attempt_of, forget, take
from articles.models import Passkey


def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in whoever shows a passkey, for which the browser has verified its user; back to the
    page for signing in where it is refused."""
    answer = request.POST.get("passkey", "")
    attempt = attempt_of(passkeys.credential_id_of(answer) or "no passkey", address_of(request))
    try:
        take(attempt)
        passkey = _shown(request, answer)
    except TooManyAttempts as error:
        record_refusal(None, address=address_of(request), detail="Too many tries, with passkeys")
        messages.error(request, too_many_tries(error))
        return to_sign_in()
    except PasskeyRefused as error:
        record_refusal(None, address=address_of(request), detail=f"Passkey: {error.reason}")
        messages.error(request, "The passkey was not taken. Try again, or use your password.")
        return to_sign_in()
    forget(attempt)
    login(request, passkey.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    complete_sign_in(request, f"Passkey “{passkey.name}”")
    response = HttpResponseRedirect(following_page(request))
    remember_browser(request, response, passkey.user.get_username())
    return response


@transaction.atomic
def _shown(request: HttpRequest, answer: str) -> Passkey:
    passkey = passkeys.take(Purpose.SIGN_IN, token=request.POST.get("challenge", ""), answer=answer)
    if not (passkey.user.is_active and passkey.user.is_staff):
        raise PasskeyRefused("an account that may not sign in")
    return passkey
