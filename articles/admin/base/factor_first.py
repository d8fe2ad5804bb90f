"""What comes before a page of the desk: a second factor that somebody must have, and a password or
factor that was shown of late."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.accounts.second_factor import NONE, is_confirmed, is_required, standing

# What somebody may use who has to set up a second factor first.
_SETTING_UP = {"second_factor", "second_factor_app", "second_factor_passkey", "confirm", "logout"}


def set_up_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to setting up a second factor, for who must have one and has none; None for
    everybody else."""
    match = request.resolver_match
    if (match and match.url_name in _SETTING_UP) or not request.user.is_authenticated:
        return None
    if standing(request.session, request.user) != NONE or not is_required(request.user):
        return None
    return HttpResponseRedirect(reverse("admin:second_factor"))


def confirm_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the page that asks for password or factor, None where one of them was shown
    within the last 15 minutes (OWASP ASVS 5.0, 7.5.1). It leads back to this page."""
    if is_confirmed(request.session):
        return None
    if request.method == "POST":
        messages.warning(request, "Nothing has been changed yet: please do it again.")
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('admin:confirm')}?{query}")


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for password or factor before a view of `(site, request, …)`."""

    @wraps(view)
    def asked(site: object, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return confirm_first(request) or view(site, request, *args, **kwargs)

    return asked
