"""Pages of one's own second factor: what there is, an authenticator app, a passkey, recovery
codes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.accounts import authenticator_app, passkeys, sessions
from articles.accounts.account_lock import lock_account
from articles.accounts.audit_log import Kind
from articles.accounts.passkey_offers import PasskeyRefused, are_possible, offer_registration
from articles.accounts.qr_code import qr_code
from articles.accounts.recovery_codes import NUMBER, draw_codes, keep_codes
from articles.accounts.sealing import Unreadable, seal, unseal
from articles.accounts.second_factor import (
    factors_of,
    has_factor,
    is_required,
    lose_factor,
    pass_factor,
    reset,
)
from articles.admin.base.account_mail import tell_account
from articles.admin.base.audited import audit
from articles.admin.base.factor_first import confirmed
from articles.admin.base.lookup_guards import read_number
from articles.admin.base.noted_session import note_session, renew_session_key
from articles.models import AuthenticatorApp, Passkey
from articles.seo import current_site

_NEW_KEY = "new_app_key"
_MOST_OF_NAME = Passkey._meta.get_field("name").max_length


def factors_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """What somebody has; takes away the app (`app`) or a passkey (`passkey`, its number), and makes
    the recovery codes anew (`codes`)."""
    if request.method == "POST":
        return _changed(site, request)
    context = {
        **site.each_context(request),
        "title": "Your second factor",
        "factors": factors_of(request.user),
        "is_required": is_required(request.user),
        "are_passkeys_possible": are_possible(),
        "most_codes": NUMBER,
    }
    return TemplateResponse(request, "admin/accounts/factors.html", context)


@confirmed
def app_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show a new key, as a QR code and to be typed, until a code proves that an app has it. After
    that it is shown by nothing."""
    user = request.user
    key, is_wrong = _new_key(request), False
    if request.method == "POST":
        code = "".join(request.POST.get("code", "").split())
        name = "authenticator app"
        with transaction.atomic():
            is_first = not has_factor(user)
            is_wrong = not (
                authenticator_app.is_code(code) and authenticator_app.add_app(user, key, code)
            )
            if not is_wrong:
                del request.session[_NEW_KEY]
                _note_added(request, name, is_first=is_first)
        if not is_wrong:
            return _added(site, request, name, is_first=is_first)
    issuer = current_site().name
    address = authenticator_app.address_of_key(key, name=user.get_username(), issuer=issuer)
    context = {
        **site.each_context(request),
        "title": "An authenticator app",
        "qr": qr_code(address),
        "address": address,
        "key": authenticator_app.spelt(key),
        "is_wrong": is_wrong,
        "is_in_place": AuthenticatorApp.objects.filter(user=user).exists(),
    }
    return TemplateResponse(request, "admin/accounts/app.html", context)


@confirmed
def passkey_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and add it under a name."""
    refusal = ""
    if request.method == "POST" and are_possible():
        values = {name: request.POST.get(name, "") for name in ("challenge", "passkey", "name")}
        name = " ".join(values["name"].split())[:_MOST_OF_NAME] or "Passkey"
        token, answer = values["challenge"], values["passkey"]
        try:
            with transaction.atomic():
                is_first = not has_factor(request.user)
                passkeys.register(request.user, name=name, token=token, answer=answer)
                _note_added(request, f"passkey “{name}”", is_first=is_first)
        except PasskeyRefused as error:
            refusal = f"The passkey was not added: {error.reason}."
        else:
            return _added(site, request, f"passkey “{name}”", is_first=is_first)
    context = {
        **site.each_context(request),
        "title": "A passkey",
        "refusal": refusal,
        "most_of_name": _MOST_OF_NAME,
        "are_passkeys_possible": are_possible(),
    }
    if are_possible():
        context["passkey"] = offer_registration(request.user, site_name=current_site().name)
    return TemplateResponse(request, "admin/accounts/passkey.html", context)


@confirmed
def _changed(site: AdminSite, request: HttpRequest) -> HttpResponse:
    if "codes" in request.POST and has_factor(request.user):
        return _with_codes(site, request)
    with transaction.atomic():
        # Two removals at once would each leave the other's factor.
        lock_account(request.user)
        gone = _chosen(request)
        if gone is not None:
            _remove(request, *gone)
    return HttpResponseRedirect(request.path)


def _chosen(request: HttpRequest) -> tuple[str, Callable[[], Any]] | None:
    """What is to be taken away, by its name, and how; None where it is not there."""
    if "app" in request.POST:
        app = AuthenticatorApp.objects.filter(user=request.user).first()
        return app and ("authenticator app", app.delete)
    number = read_number(request.POST.get("passkey", ""))
    passkey = Passkey.objects.filter(user=request.user, pk=number).first()
    return passkey and (f"passkey “{passkey.name}”", passkey.delete)


def _remove(request: HttpRequest, name: str, remove: Callable[[], Any]) -> None:
    user = request.user
    is_last = factors_of(user).number == 1
    if is_last and is_required(user):
        messages.error(request, "Your account needs a second factor: add another one first.")
        return
    remove()
    if is_last:
        reset(user)  # recovery codes of nothing
        lose_factor(request.session)
    audit(request, Kind.FACTOR_REMOVED, account=user, detail=name)
    tell_account(user, f"A second factor of your account was removed: {name}.")
    messages.success(request, f"Removed: {name}.")


def _note_added(request: HttpRequest, name: str, *, is_first: bool) -> None:
    """In the transaction of the change: with the first factor sessions end that began without."""
    user = request.user
    audit(request, Kind.FACTOR_ADDED, account=user, detail=name)
    tell_account(user, f"A second factor was added to your account: {name}.")
    pass_factor(request.session)
    renew_session_key(request)
    note_session(request)
    if is_first:
        sessions.end_all(user, but=request.session.session_key)


def _added(site: AdminSite, request: HttpRequest, name: str, *, is_first: bool) -> HttpResponse:
    """With the first factor come recovery codes."""
    if is_first:
        return _with_codes(site, request)
    messages.success(request, f"Added: {name}.")
    return HttpResponseRedirect(reverse("admin:second_factor"))


def _with_codes(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Make recovery codes, and show them this once."""
    drawn = draw_codes()
    with transaction.atomic():
        keep_codes(request.user, drawn)
        audit(request, Kind.CODES_MADE, account=request.user)
    context = {
        **site.each_context(request),
        "title": "Your recovery codes",
        "codes": list(drawn),
    }
    return TemplateResponse(request, "admin/accounts/codes.html", context).render()


def _new_key(request: HttpRequest) -> bytes:
    """The key of this session's setting up, which stays the same until a code is right."""
    purpose = f"new app of {request.user.pk}"
    try:
        return unseal(request.session.get(_NEW_KEY, ""), purpose)
    except Unreadable:
        key = authenticator_app.new_key()
        request.session[_NEW_KEY] = seal(key, purpose)
        return key
