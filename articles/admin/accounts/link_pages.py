"""Pages of links for a password: an invitation, a new link, and the page that a link opens."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.accounts import sessions
from articles.accounts.account_state import account_state, differences
from articles.accounts.audit_log import Kind
from articles.accounts.password_links import (
    LASTS,
    LinkRefused,
    Reason,
    make_link,
    open_link,
    use_link,
)
from articles.admin.accounts.invitation_form import InvitationForm
from articles.admin.base.account_mail import tell_account
from articles.admin.base.audited import audit
from articles.models import AccountLink
from articles.reviewing.editorial_mail import send_after_commit
from articles.seo import current_site

_HOURS = int(LASTS.total_seconds() // 3600)
_SAYS = {
    Reason.UNKNOWN: "This is no link of this site, or a part of it is missing: copy all of it.",
    Reason.REPLACED: "This link counts no more: there is a newer one, or the password was set in"
    " another way.",
    Reason.USED: "This link has been used: the password is chosen. Sign in with it.",
    Reason.EXPIRED: f"This link has expired, {_HOURS} hours after it was made.",
    Reason.INACTIVE: "This account may not sign in.",
}


def invitation_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Make an account without a password, and show its link this once."""
    form = InvitationForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            account = form.save()
            detail = differences({}, account_state(account))
            audit(request, Kind.ACCOUNT_MADE, account=account, detail=f"Invited\n{detail}")
            return _shown_link(site, request, account, is_invitation=True)
    context = {**site.each_context(request), "title": "Invite somebody", "form": form}
    return TemplateResponse(request, "admin/accounts/invite.html", context)


def new_link_page(site: AdminSite, request: HttpRequest, account: Any) -> HttpResponse:
    """Ask, then make an account's link and show it this once."""
    is_invitation = not account.has_usable_password()
    if request.method == "POST" and account.is_active:
        with transaction.atomic():
            return _shown_link(site, request, account, is_invitation=is_invitation)
    context = {
        **site.each_context(request),
        "title": "A new invitation" if is_invitation else "A link for a new password",
        "account": account,
        "is_invitation": is_invitation,
        "hours": _HOURS,
    }
    return TemplateResponse(request, "admin/accounts/new_link.html", context)


def password_page(site: AdminSite, request: HttpRequest, token: str) -> HttpResponse:
    """The page that a link opens, for whoever has it: choose a password. 404 for what is no link,
    410 for one that counts no more."""
    try:
        return _chosen(site, request, open_link(token))
    except LinkRefused as error:
        is_unknown = error.reason == Reason.UNKNOWN
        status = HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.GONE
        context = {"refusal": _SAYS[error.reason], "is_used": error.reason == Reason.USED}
        return _password_response(site, request, context, status)


def _chosen(site: AdminSite, request: HttpRequest, link: AccountLink) -> HttpResponse:
    form = SetPasswordForm(link.user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _password_response(site, request, {"form": form, "link": link}, HTTPStatus.OK)
    with transaction.atomic():
        use_link(link)
        account = form.save()
        sessions.end_all(account)
        logout(request)  # whoever was signed in here
        request.user = account
        audit(request, Kind.PASSWORD_CHANGED, account=account, detail="By its owner, by a link")
        tell_account(account, "Your password was chosen, by a link that an administrator made.")
    messages.success(request, "Your password is set. Sign in with it.")
    # Not to the page for signing in itself, which would look as if nobody had been allowed to send
    # this form (articles.web.signed_out).
    return HttpResponseRedirect(reverse("admin:index"))


def _password_response(
    site: AdminSite, request: HttpRequest, context: dict[str, Any], status: int
) -> HttpResponse:
    context = {**site.each_context(request), "title": "Choose a password", **context}
    # The desk's header and menus are for who is signed in: this page is for who has the link.
    context |= {"has_permission": False, "is_nav_sidebar_enabled": False}
    response = TemplateResponse(request, "admin/accounts/new_password.html", context, status=status)
    # Not "no-referrer": a browser would send the form with "Origin: null", which Django refuses.
    response["Referrer-Policy"] = "same-origin"
    return response


def _shown_link(
    site: AdminSite, request: HttpRequest, account: Any, *, is_invitation: bool
) -> HttpResponse:
    token = make_link(account, is_invitation=is_invitation)
    link = f"{settings.SITE_URL}{reverse('admin:new_password', args=[token])}"
    is_sent = settings.SENDS_EMAIL and bool(account.email)
    if is_sent:
        send_after_commit([_message(account, link, is_invitation=is_invitation)])
    what = "Invitation" if is_invitation else "For a forgotten password"
    way = f", sent to {account.email}" if is_sent else ""
    audit(request, Kind.LINK_MADE, account=account, detail=f"{what}{way}")
    context = {
        **site.each_context(request),
        "title": "The link",
        "account": account,
        "link": link,
        "is_sent": is_sent,
        "hours": _HOURS,
    }
    response = TemplateResponse(request, "admin/accounts/link.html", context)
    return response.render()


def _message(account: Any, link: str, *, is_invitation: bool) -> EmailMessage:
    name = current_site().name
    says = f"You are invited to write for {name}. Your name there is {account.get_username()}."
    if not is_invitation:
        says = f"An administrator of {name} has made you a link for a new password."
    asks = f"Choose a password within {_HOURS} hours; the link opens once:"
    close = "If you do not expect this, do nothing: nothing happens without the link."
    return EmailMessage(
        subject=f"{name}: {'your invitation' if is_invitation else 'a new password'}",
        body=f"{says}\n\n{asks}\n\n{link}\n\n{close}\n",
        to=[account.email],
    )
