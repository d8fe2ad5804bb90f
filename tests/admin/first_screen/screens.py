"""The first screen of somebody, without a page around it."""

from django.test import RequestFactory

from articles.admin.front_page import FirstScreen, first_screen


def screen_of(user) -> FirstScreen:
    """Return it, with the rights that the user has now."""
    request = RequestFactory().get("/admin/")
    request.user = type(user).objects.get(pk=user.pk)
    return first_screen(request)
