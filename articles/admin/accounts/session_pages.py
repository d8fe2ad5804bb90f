"""Pages of sessions: one's own, and those of another account for who may change accounts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.accounts import sessions
from articles.accounts.audit_log import Kind
from articles.admin.base.audited import audit
from articles.admin.base.factor_first import confirm_first
from articles.admin.base.lookup_guards import read_number
from articles.admin.base.noted_session import note_session
from articles.models import AccountSession


def sessions_page(site: AdminSite, request: HttpRequest, account: Any) -> HttpResponse:
    """List the sessions of an account, and end one (`session`, its number) or all but this one
    (`others`). Who asks has been asked for the right; the account may be his own."""
    if request.method == "POST":
        if way := confirm_first(request):
            return way
        _end(request, account)
        return HttpResponseRedirect(request.path)
    is_own = account.pk == request.user.pk
    if is_own:
        # One from before they were noted, or of the last hour.
        note_session(request)
    rows = sessions.sessions_of(account)
    here = request.session.session_key
    context = {
        **site.each_context(request),
        "title": "Where you are signed in" if is_own else f"Sessions of {account.get_username()}",
        "account": account,
        "is_own": is_own,
        "provider_name": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "sessions": [(row, row.session_key == here) for row in rows],
        "has_others": any(row.session_key != here for row in rows),
        "this_hour": timezone.now().replace(minute=0, second=0, microsecond=0),
    }
    return TemplateResponse(request, "admin/accounts/sessions.html", context)


@transaction.atomic
def _end(request: HttpRequest, account: Any) -> None:
    rows = AccountSession.objects.filter(user=account)
    rows = rows.exclude(session_key=request.session.session_key or "")
    if "others" not in request.POST:
        rows = rows.filter(pk=read_number(request.POST.get("session", "")))
    browsers = ", ".join(rows.values_list("browser", flat=True))
    number = sessions.end(rows)
    if number:
        audit(request, Kind.SESSION_ENDED, account=account, detail=browsers)
    text = "1 session was ended." if number == 1 else f"{number} sessions were ended."
    messages.success(request, text if number else "That session had ended already.")
