"""Second step of signing in: the page that asks for the second factor, once the password was
right."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from articles.accounts.audit_log import Kind
from articles.accounts.passkey_offers import Purpose, are_possible, offer_use
from articles.accounts.second_factor import factors_of, is_confirmed, pass_factor
from articles.admin.base.audited import audit
from articles.admin.base.noted_session import note_session, renew_session_key
from articles.admin.sign_in.known_browser import remember_browser
from articles.admin.sign_in.proof import ProofRefused, prove, refused

# So many or fewer, and the person is told to make new ones.
_FEW_CODES = 3


def half_signed_in(request: HttpRequest) -> Any:
    """Return the account whose password was right and whose second factor is due, or None."""
    is_whole = request.user.is_authenticated  # asks the middleware
    return None if is_whole else getattr(request, "half_signed_in", None)


def way_to_second_step(request: HttpRequest, following: str) -> HttpResponse:
    """Return the way to this page, and to what follows then."""
    query = urlencode({"next": following}) if following else ""
    return HttpResponseRedirect(f"{reverse('admin:second_step')}{'?' if query else ''}{query}")


def to_sign_in() -> HttpResponse:
    """Return the way to the page for signing in. Not a 302, which would look as if nobody had been
    allowed to send the form (articles.web.signed_out)."""
    return HttpResponseRedirect(reverse("admin:login"), status=HTTPStatus.SEE_OTHER)


def following_page(request: HttpRequest) -> str:
    """Return where a request wants to be led: an address of this site, or the desk's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_ours else reverse("admin:index")


def second_step_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey; 429 where there were too many tries. A password that was right
    counts for 15 minutes."""
    user = half_signed_in(request)
    following = following_page(request)
    if user is None:
        return HttpResponseRedirect(following)
    if "leave" in request.POST or not is_confirmed(request.session):
        logout(request)
        return to_sign_in()
    refusal = None
    if request.method == "POST":
        try:
            shown = prove(request, user)
        except ProofRefused as error:
            refusal = error
        else:
            return _signed_in(request, user, f"{_first_step(request)} and {shown}", following)
    factors = factors_of(user)
    context = {
        **site.each_context(request),
        "title": "Your second factor",
        "account": user,
        "next": following,
        "refusal": refusal,
        "factors": factors,
    }
    if factors.passkeys and are_possible():
        context["passkey"] = offer_use(Purpose.SECOND_FACTOR, user)
    response = TemplateResponse(request, "admin/accounts/second_step.html", context)
    return refused(response, refusal.limit if refusal else None)


def _first_step(request: HttpRequest) -> str:
    """What came before: whoever came by the provider has this in his session."""
    return settings.OIDC_NAME if "provider_second_factor" in request.session else "Password"


def _signed_in(request: HttpRequest, user: Any, how: str, following: str) -> HttpResponse:
    request.user = user
    complete_sign_in(request, how)
    left = factors_of(user).codes_left
    if left <= _FEW_CODES:
        text = f"You have {left} recovery codes left: make new ones under “Second factor”."
        messages.warning(request, text)
    response = HttpResponseRedirect(following)
    remember_browser(request, response, user.get_username())
    return response


def complete_sign_in(request: HttpRequest, how: str) -> None:
    """Let the account of a request in: its second factor was shown. `how` is for the audit log,
    whose entry comes before the session."""
    audit(request, Kind.SIGNED_IN, account=request.user, detail=how)
    pass_factor(request.session)
    renew_session_key(request)
    note_session(request)
