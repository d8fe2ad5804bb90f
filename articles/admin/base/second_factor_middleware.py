"""Whoever has not shown a second factor that is due is nobody yet."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from articles.accounts.second_factor import DUE, NONE, is_required, standing


class SecondFactorMiddleware:
    """Makes `request.user` a stranger while the second factor of the account is due; who it will
    be is `request.half_signed_in`. Who must have a factor and has none is themselves in the desk
    alone, which leads to setting one up (`articles/admin/base/factor_first.py`).

    Asks nothing until a view asks who the user is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._desk = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: self._whole(request, signed_in))
        return self.get_response(request)

    def _whole(self, request: HttpRequest, user: Any) -> Any:
        if not user.is_authenticated:
            return user
        stands = standing(request.session, user)
        if stands == DUE:
            request.half_signed_in = user
            return AnonymousUser()
        is_in_desk = request.path.startswith(self._desk)
        if stands == NONE and not is_in_desk and is_required(user):
            return AnonymousUser()
        return user
