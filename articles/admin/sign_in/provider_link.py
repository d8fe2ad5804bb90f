"""Page on which an account is linked to somebody at the provider, and the link taken back.

Who has come back from the provider is asked first whether he is the one: without the question
another site could make a browser link its own account there to the one that is signed in here."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.accounts.audit_log import Kind, record_refusal
from articles.accounts.openid_connect.account_matching import link
from articles.accounts.openid_connect.errors import SignInRefused
from articles.accounts.openid_connect.identity import Identity
from articles.admin.base.account_mail import tell_account
from articles.admin.base.audited import audit
from articles.admin.base.factor_first import confirm_first
from articles.audience.client_address import address_of
from articles.models import ProviderIdentity

_PENDING = "provider_link"
_PENDING_SECONDS = 600


def keep_pending(request: HttpRequest, identity: Identity) -> HttpResponse:
    """Keep who came back, and lead to the page that asks."""
    kept = {name: getattr(identity, name) for name in ("issuer", "subject", "email")}
    request.session[_PENDING] = {"identity": kept, "until": int(time.time()) + _PENDING_SECONDS}
    return HttpResponseRedirect(reverse("admin:provider_link"))


def link_page(site: AdminSite, request: HttpRequest, account: Any) -> HttpResponse:
    """Show to whom an account is linked; link it to who has just come back (`link`), or to nobody
    (`unlink`). Who asks has been asked for the right; the account may be his own."""
    is_own = account.pk == request.user.pk
    if request.method == "POST":
        if way := confirm_first(request):
            return way
        if "unlink" in request.POST:
            _unlink(request, account, is_own=is_own)
        elif is_own:
            _link(request)
        return HttpResponseRedirect(request.path)
    context = {
        **site.each_context(request),
        "title": "Single sign-on" if is_own else f"Single sign-on of {account.get_username()}",
        "account": account,
        "is_own": is_own,
        "identity": _identities(account).first(),
        "pending": _pending(request) if is_own else None,
        "provider_name": settings.OIDC_NAME,
        "may_unlink": not is_own or account.has_usable_password(),
    }
    return TemplateResponse(request, "admin/sign_in/link.html", context)


@transaction.atomic
def _link(request: HttpRequest) -> None:
    identity = _pending(request)
    request.session.pop(_PENDING, None)
    if identity is None:
        messages.error(request, "That took too long. Please begin again.")
        return
    try:
        link(request.user, identity)
    except SignInRefused as error:
        detail = f"By {settings.OIDC_NAME}: {error.reason.value[0]}"
        record_refusal(request.user, address=address_of(request), detail=detail)
        messages.error(request, error.reason.value[1].format(name=settings.OIDC_NAME))
        return
    detail = f"Single sign-on: linked to {identity.email or identity.subject}"
    audit(request, Kind.ACCOUNT_CHANGED, account=request.user, detail=detail)
    tell_account(request.user, f"{settings.OIDC_NAME} signs in to your account from now on.")
    messages.success(request, f"From now on {settings.OIDC_NAME} signs you in.")


@transaction.atomic
def _unlink(request: HttpRequest, account: Any, *, is_own: bool) -> None:
    if is_own and not account.has_usable_password():
        messages.error(request, "Without a password of your own you could not sign in any more.")
        return
    if _identities(account).delete()[0]:
        detail = "Single sign-on: not linked any more"
        audit(request, Kind.ACCOUNT_CHANGED, account=account, detail=detail)
        tell_account(account, f"{settings.OIDC_NAME} does not sign in to your account any more.")
    messages.success(request, f"{settings.OIDC_NAME} signs nobody in to this account any more.")


def _identities(account: Any) -> Any:
    return ProviderIdentity.objects.filter(user=account, issuer=settings.OIDC_ISSUER)


def _pending(request: HttpRequest) -> Identity | None:
    kept = request.session.get(_PENDING)
    if not kept or kept["until"] < time.time():
        return None
    return Identity(**kept["identity"])
