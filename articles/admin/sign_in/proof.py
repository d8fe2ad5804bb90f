"""What somebody shows to prove who they are: a code, a passkey, or the password again. Each try is
limited, and told to the audit log where it is refused."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.accounts import authenticator_app, passkeys, recovery_codes
from articles.accounts.audit_log import WRONG_FACTOR, WRONG_PASSWORD, Kind, record, record_refusal
from articles.accounts.passkey_offers import PasskeyRefused, Purpose
from articles.admin.base.account_mail import tell_account
from articles.admin.sign_in.known_browser import known_browser
from articles.admin.sign_in.sign_in_form import too_many_tries
from articles.audience.client_address import address_of
from articles.audience.sign_in_throttle import (
    Attempt,
    TooManyAttempts,
    attempt_of,
    code_attempt_of,
    forget,
    take,
)

_WRONG = {
    "password": "This is not the password of the account.",
    "passkey": "The passkey was not taken. Please try again.",
    "code": "This code is not right, or has been used. An app's code counts for half a minute.",
}


class ProofRefused(Exception):
    """Carries what the page says, and the limit that was met, if one was."""

    def __init__(self, sentence: str, limit: TooManyAttempts | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.limit = limit


def prove(request: HttpRequest, user: Any, *, takes_password: bool = False) -> str:
    """Return what was shown of an account's, `"authenticator app"`; raises ProofRefused. The form
    has `code`, of the app or a recovery code, or `passkey` with its `challenge`, or `password`."""
    kind = next((name for name in ("password", "passkey") if request.POST.get(name)), "code")
    if kind == "password" and not takes_password:
        kind = "code"
    attempt = _attempt(request, user, kind)
    address = address_of(request)
    try:
        take(attempt)
    except TooManyAttempts as error:
        record_refusal(user, address=address, detail="Too many tries")
        raise ProofRefused(too_many_tries(error), error) from error
    # In no transaction: SQLite's would hold every writer up while something is hashed.
    shown = _SHOWN[kind](request, user)
    if shown:
        forget(attempt)
    else:
        detail = WRONG_PASSWORD if kind == "password" else WRONG_FACTOR
        record_refusal(user, address=address, detail=detail)
        raise ProofRefused(_WRONG[kind])
    return shown


def refused(response: HttpResponse, limit: TooManyAttempts | None) -> HttpResponse:
    """Make a page with a refusal the answer that it is: 429 where a limit was met."""
    if limit is not None:
        response.status_code = 429
        response["Retry-After"] = str(limit.seconds_from(timezone.now()))
    return response


def _attempt(request: HttpRequest, user: Any, kind: str) -> Attempt:
    name = user.get_username()
    if kind == "password":
        return attempt_of(name, address_of(request), known_browser(request, name))
    return code_attempt_of(name)


def _password(request: HttpRequest, user: Any) -> str:
    return "password" if user.check_password(request.POST["password"]) else ""


def _passkey(request: HttpRequest, user: Any) -> str:
    values = {"token": request.POST.get("challenge", ""), "answer": request.POST["passkey"]}
    try:
        passkey = passkeys.take(Purpose.SECOND_FACTOR, user=user, **values)
    except PasskeyRefused:
        return ""
    return f"passkey “{passkey.name}”"


def _code(request: HttpRequest, user: Any) -> str:
    code = "".join(request.POST.get("code", "").split())
    if authenticator_app.is_code(code):
        return "authenticator app" if authenticator_app.take_code(user, code) else ""
    found = recovery_codes.find_code(user, code)
    if found is None:
        return ""
    with transaction.atomic():
        if not recovery_codes.use_up(found):
            return ""
        left = recovery_codes.codes_left(user)
        told = {"actor": user, "account": user, "address": address_of(request)}
        record(Kind.CODE_USED, detail=f"{left} left", **told)
        tell_account(user, f"A recovery code of your account was used; {left} are left.")
    return f"recovery code, {left} left"


_SHOWN = {"password": _password, "passkey": _passkey, "code": _code}
