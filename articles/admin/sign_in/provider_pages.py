"""Pages of single sign-on: to the provider, back from there, and what is said where nobody is
signed in. The password's page stays as it is, whatever the provider does."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from articles.accounts import sessions
from articles.accounts.account_state import account_state, differences
from articles.accounts.audit_log import Kind, record, record_refusal
from articles.accounts.openid_connect.account_matching import account_of
from articles.accounts.openid_connect.errors import (
    ProviderRefused,
    ProviderUnavailable,
    SignInRefused,
    TokenRefused,
)
from articles.accounts.openid_connect.identity import Identity, identity_of
from articles.accounts.openid_connect.provider import provider
from articles.accounts.openid_connect.roles import take_over_roles
from articles.accounts.openid_connect.sign_in_request import (
    Begun,
    authorization_address,
    code_of,
)
from articles.accounts.second_factor import (
    DUE,
    forget_confirmed,
    has_factor,
    pass_factor,
    standing,
)
from articles.admin.base.factor_first import confirm_first
from articles.admin.base.noted_session import note_session
from articles.admin.sign_in.provider_cookie import begun_of, forget_begun, keep_begun
from articles.admin.sign_in.provider_link import keep_pending
from articles.admin.sign_in.second_step import way_to_second_step
from articles.audience.client_address import address_of
from articles.audience.sign_in_throttle import (
    TooManyAttempts,
    attempt_of_stranger,
    forget,
    take,
)
from articles.database.refusal import refusal_of

logger = logging.getLogger(__name__)

# In the session: whether the provider has asked for a second factor, by OIDC_SECOND_FACTOR. Only
# who came by the provider has it.
SECOND_FACTOR = "provider_second_factor"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_RETRY_SECONDS = 30
# A link on another site opens the page for signing in, and does not begin by itself.
_FROM_ELSEWHERE = {"cross-site", "same-site"}


def begin(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. `next` is where to go afterwards; with `link` somebody who
    is signed in adds what he has at the provider to his account."""
    if request.headers.get("Sec-Fetch-Site") in _FROM_ELSEWHERE:
        return HttpResponseRedirect(reverse("admin:login"))
    # At an open desk it is asked who sits there: a sign-in counts as a password that is shown.
    is_link = "link" in request.GET and site.has_permission(request)
    if is_link and (way := confirm_first(request)):
        return way
    begun = Begun.new(
        next=_safe(request.GET.get("next", "")),
        account=request.user.pk if is_link else None,
        asks_again=request.user.is_authenticated,
    )
    try:
        address = authorization_address(begun, provider(), redirect_uri=_redirect_uri())
    except ProviderUnavailable as error:
        return _unavailable(site, request, error)
    response = HttpResponseRedirect(address)
    keep_begun(response, begun.kept())
    return response


def come_back(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The address to which the provider sends the browser back. What it brings counts once."""
    response = _answered(site, request)
    forget_begun(response)
    # The code stands in this address: no page is told of it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def signed_out_context(request: HttpRequest) -> dict[str, Any]:
    """A link by which somebody who came by the provider can sign out there, too (OpenID Connect
    RP-Initiated Logout 1.0). A link and no redirect: the form that signs out may lead to this site
    alone (form-action). No ID token is kept for a hint; the provider asks instead."""
    if SECOND_FACTOR not in request.session:
        return {}
    try:
        address = provider().end_session
    except ProviderUnavailable:
        address = ""
    back = f"{settings.SITE_URL}{reverse('admin:login')}"
    query = urlencode({"client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": back})
    joint = "&" if urlsplit(address).query else "?"
    end_session = f"{address}{joint}{query}" if address else ""
    return {"provider_name": settings.OIDC_NAME, "end_session": end_session}


def _answered(site: AdminSite, request: HttpRequest) -> HttpResponse:
    try:
        return _signed_in_or_linked(site, request)
    except ProviderUnavailable as error:
        return _unavailable(site, request, error)
    except (ProviderRefused, TokenRefused) as error:
        return _not_taken(site, request, error)
    except SignInRefused as error:
        detail = f"By {settings.OIDC_NAME}: {error.reason.value[0]}"
        record_refusal(error.account, address=address_of(request), detail=detail)
        says = error.reason.value[1].format(name=settings.OIDC_NAME)
        return _page(site, request, says, HTTPStatus.FORBIDDEN)
    except TooManyAttempts as error:
        wait = error.seconds_from(timezone.now())
        says = f"There were too many tries. Please try again in {-(-wait // 60)} min."
        return _page(site, request, says, HTTPStatus.TOO_MANY_REQUESTS, wait=wait)
    except Error as error:
        refusal = refusal_of(error)
        if refusal is None or not refusal.can_read:
            raise
        says = f"Nobody can sign in at the moment. {refusal.reason}"
        return _page(
            site,
            request,
            says,
            HTTPStatus.SERVICE_UNAVAILABLE,
            wait=refusal.retry_after_seconds,
        )


def _signed_in_or_linked(site: AdminSite, request: HttpRequest) -> HttpResponse:
    kept = begun_of(request)
    begun = Begun(**kept) if kept else None
    at = provider()
    code = code_of(_single(request), begun, at)
    attempt = attempt_of_stranger(address_of(request))
    take(attempt)
    try:
        identity = identity_of(
            code, at, verifier=begun.verifier, nonce=begun.nonce, redirect_uri=_redirect_uri()
        )
    except ProviderUnavailable:
        # Nobody's fault here: an office behind one address is not kept from its passwords.
        forget(attempt)
        raise
    if begun.account is not None:
        if not site.has_permission(request) or request.user.pk != begun.account:
            raise TokenRefused("link: somebody else, or nobody, is signed in by now")
        forget(attempt)
        return keep_pending(request, identity)
    with transaction.atomic():
        account = _signed_in(request, identity)
        forget(attempt)
    # Whoever was signed in here before.
    sessions.forget(request.session.session_key)
    login(request, account, backend=_BACKEND)
    if not begun.asks_again:
        forget_confirmed(request.session)
    request.session[SECOND_FACTOR] = identity.has_second_factor
    if identity.has_second_factor:
        pass_factor(request.session)
    elif standing(request.session, account) == DUE:
        return way_to_second_step(request, begun.next)
    note_session(request)
    return HttpResponseRedirect(begun.next)


def _signed_in(request: HttpRequest, identity: Identity) -> Any:
    """Find the account, with the roles that it has now, and tell the audit log; before there is a
    session."""
    match = account_of(identity)
    account, address = match.account, address_of(request)
    before = {} if match.is_new else account_state(account)
    take_over_roles(account, identity.claimed)
    detail = differences(before, account_state(account))
    if match.is_linked:
        linked = f"Single sign-on: linked to {identity.email or identity.subject}"
        detail = f"{linked}\n{detail}".strip()
    if detail:
        kind = Kind.ACCOUNT_MADE if match.is_new else Kind.ACCOUNT_CHANGED
        by = f"By {settings.OIDC_NAME}"
        record(kind, account=account, address=address, detail=f"{by}\n{detail}")
    if has_factor(account) and not identity.has_second_factor:
        return account  # nobody has signed in yet (articles/admin/sign_in/second_step.py)
    factor = ", with a second factor" if identity.has_second_factor else ""
    detail = f"By {settings.OIDC_NAME}{factor}"
    record(Kind.SIGNED_IN, actor=account, account=account, address=address, detail=detail)
    return account


def _single(request: HttpRequest) -> Mapping[str, str]:
    """The parameters of an answer, each of which stands there once (RFC 6749, 3.1)."""
    if any(len(values) > 1 for _, values in request.GET.lists()):
        raise TokenRefused("a parameter stands there twice")
    return request.GET.dict()


def _safe(address: str) -> str:
    """Where to go afterwards: within the desk of this site, or to its first page."""
    home = reverse("admin:index")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours and address.startswith(home) else home


def _redirect_uri() -> str:
    """As it is registered at the provider: never of the host that a request names."""
    return f"{settings.SITE_URL}{reverse('admin:provider_return')}"


def _unavailable(site: AdminSite, request: HttpRequest, error: ProviderUnavailable) -> HttpResponse:
    logger.warning("Single sign-on: %s", error.reason)
    says = f"{settings.OIDC_NAME} does not answer at the moment. Please try again in a minute."
    return _page(site, request, says, HTTPStatus.SERVICE_UNAVAILABLE, wait=_RETRY_SECONDS)


def _not_taken(
    site: AdminSite, request: HttpRequest, error: ProviderRefused | TokenRefused
) -> HttpResponse:
    """An answer that signs nobody in: of the provider, or of somebody in its place."""
    if isinstance(error, ProviderRefused):
        detail, status = f"the provider says {error.code}", HTTPStatus.FORBIDDEN
        says = f"{settings.OIDC_NAME} has not signed you in."
    else:
        detail, status = error.reason, HTTPStatus.BAD_REQUEST
        says = (
            "This sign-in was begun in another browser, or too long ago, or its answer was not as"
            f" it should be. Please begin again at {settings.SITE_URL}."
        )
        logger.warning("Single sign-on: %s", error.reason)
    detail = f"By {settings.OIDC_NAME}: {detail}"
    record_refusal(None, address=address_of(request), detail=detail)
    return _page(site, request, says, status)


def _page(
    site: AdminSite, request: HttpRequest, says: str, status: HTTPStatus, *, wait: int = 0
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": "Not signed in",
        "says": says,
        "provider_name": settings.OIDC_NAME,
        "has_permission": False,
        "is_nav_sidebar_enabled": False,
    }
    response = TemplateResponse(request, "admin/sign_in/refused.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response
