"""Endpoint of the Markdown widget's preview.

With the upload of images (`articles/admin/images/upload.py`) it takes the place of markdownx.urls,
which are open to everybody, take SVG and 50 MB.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles.core.rendering import render
from articles.core.text.form_texts import to_lf


def _check_editor(request: HttpRequest) -> None:
    """Refuse with 403. The admin's own redirection to the login page would be shown as a preview
    by the script that asks."""
    user = request.user
    may_write = user.has_perm("articles.change_article") or user.has_perm("articles.add_article")
    if not (user.is_active and user.is_staff and may_write):
        raise PermissionDenied


@never_cache
@csrf_protect
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return the HTML of the posted `content`, by the function that makes the public page."""
    _check_editor(request)
    return HttpResponse(render(to_lf(request.POST.get("content", ""))).html)
