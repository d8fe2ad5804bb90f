"""Pages for signing in, signing out and a new password: what Django's own leave to be done. The
statuses of refusals, the cookie of a browser that got in, the entries of the audit log."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.accounts import sessions
from articles.accounts.audit_log import Kind
from articles.accounts.password_links import withdraw_link
from articles.accounts.second_factor import DUE, is_confirmed, standing
from articles.admin.base.account_mail import tell_account
from articles.admin.base.audited import audit
from articles.admin.base.noted_session import note_session
from articles.admin.base.refused_save import readable_refusal, unavailable
from articles.admin.sign_in.known_browser import remember_browser
from articles.admin.sign_in.second_step import half_signed_in, way_to_second_step
from articles.admin.sign_in.sign_in_form import SignInForm


def sign_in(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer of Django's own page, which uses SignInForm: 429 where there were too many
    tries, 503 where the database cannot write that somebody signs in; both with Retry-After."""
    if request.method == "GET" and half_signed_in(request) and is_confirmed(request.session):
        return way_to_second_step(request, request.GET.get("next", ""))
    try:
        response = page()
    except Error as error:
        request.refusal = readable_refusal(request, error)
        return unavailable(page(), request.refusal)
    if request.method != "POST":
        return response
    form = (getattr(response, "context_data", None) or {}).get("form")
    if isinstance(form, SignInForm) and form.refused:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(form.refused.seconds_from(timezone.now()))
    elif response.status_code == HTTPStatus.FOUND and request.user.is_authenticated:
        if standing(request.session, request.user) == DUE:
            return way_to_second_step(request, response["Location"])
        note_session(request)
        remember_browser(request, response, request.user.get_username())
    return response


@transaction.atomic
def sign_out(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer of Django's own page."""
    if request.method == "POST" and request.user.is_authenticated:
        audit(request, Kind.SIGNED_OUT, account=request.user)
        sessions.forget(request.session.session_key)
    return page()


@transaction.atomic
def change_password(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer of Django's own page, on which somebody changes his own password."""
    before, key = request.user.password, request.session.session_key
    response = page()
    if request.user.password != before:
        # Django gives this session another key, and takes no other of the account any more.
        sessions.follow(key, request.session.session_key)
        sessions.end_all(request.user, but=request.session.session_key)
        withdraw_link(request.user)
        audit(request, Kind.PASSWORD_CHANGED, account=request.user, detail="By its owner")
        tell_account(request.user, "Your password was changed.")
    return response
