"""Page that asks who is signed in for password or factor once more, before passwords, factors or
rights are changed."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from articles.accounts.passkey_offers import Purpose, are_possible, offer_use
from articles.accounts.second_factor import confirm, factors_of
from articles.admin.base.noted_session import renew_session_key
from articles.admin.sign_in.proof import ProofRefused, prove, refused
from articles.admin.sign_in.second_step import following_page


def confirm_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask, and lead back to where the person came from; 429 where there were too many tries."""
    user, following, refusal = request.user, following_page(request), None
    if request.method == "POST":
        try:
            prove(request, user, takes_password=True)
        except ProofRefused as error:
            refusal = error
        else:
            confirm(request.session)
            renew_session_key(request)
            return HttpResponseRedirect(following)
    factors = factors_of(user)
    context = {
        **site.each_context(request),
        "title": "Is it still you?",
        "account": user,
        "next": following,
        "refusal": refusal,
        "factors": factors,
        "has_password": user.has_usable_password(),
    }
    if factors.passkeys and are_possible():
        context["passkey"] = offer_use(Purpose.SECOND_FACTOR, user)
    response = TemplateResponse(request, "admin/accounts/confirm.html", context)
    return refused(response, refusal.limit if refusal else None)
