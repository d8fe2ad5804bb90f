"""Endpoint of the Markdown widget's preview.

With the upload of images (`articles/admin/images/upload.py`) it takes the place of markdownx.urls,
which are open to everybody, take SVG and 50 MB.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles.admin.articles.written_form import require_writer
from articles.core.rendering import render
from articles.core.text.form_texts import to_lf


@never_cache
@csrf_protect
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return the HTML of the posted `content`, by the function that makes the public page."""
    require_writer(request)
    return HttpResponse(render(to_lf(request.POST.get("content", ""))).html)
