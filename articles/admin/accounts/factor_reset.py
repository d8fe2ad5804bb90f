"""Page on which an administrator takes away the second factors of somebody who has lost them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.accounts import sessions
from articles.accounts.audit_log import Kind
from articles.accounts.second_factor import factors_of, is_required, reset
from articles.admin.base.account_mail import tell_account
from articles.admin.base.audited import audit


def factor_reset_page(site: AdminSite, request: HttpRequest, account: Any) -> HttpResponse:
    """Ask, then take all away, and end the account's sessions. Who asks may change the account; of
    their own the page of their factors decides."""
    if account.pk == request.user.pk:
        return HttpResponseRedirect(reverse("admin:second_factor"))
    if request.method == "POST":
        _reset(request, account)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))
    context = {
        **site.each_context(request),
        "title": f"Second factor of {account.get_username()}",
        "account": account,
        "factors": factors_of(account),
        "is_required": is_required(account),
    }
    return TemplateResponse(request, "admin/accounts/factor_reset.html", context)


@transaction.atomic
def _reset(request: HttpRequest, account: Any) -> None:
    gone = reset(account)
    if not gone:
        messages.info(request, "There was no second factor.")
        return
    sessions.end_all(account)
    audit(request, Kind.FACTOR_RESET, account=account, detail=gone)
    tell_account(account, f"An administrator has taken your second factors away: {gone}.")
    messages.success(request, f"Taken away: {gone}.")
