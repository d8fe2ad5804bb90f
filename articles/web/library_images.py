"""Delivery of the library's images: the site itself gives them, from whatever storage holds them.

Nothing of the storage is open: a name that the library could not have made leads nowhere, and what
is given out is called WebP whatever it is.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.core.images.image_names import ImageName
from articles.images.image_files import read_image, read_smaller
from articles.web.response_headers import FOREVER, Shows, public


@require_safe
def image(request: HttpRequest, name: ImageName) -> HttpResponse:
    """An image: no query."""
    return _answer(request, read_image(name), name.file_name)


@require_safe
def smaller_image(request: HttpRequest, name: ImageName, width: int) -> HttpResponse:
    """The same in one of the widths that pages offer; made when it is first asked for."""
    if width not in name.smaller_widths:
        raise Http404
    return _answer(request, read_smaller(name, width), name.smaller_file_name(width))


def _answer(request: HttpRequest, data: bytes | None, file_name: str) -> HttpResponse:
    if data is None:
        raise Http404
    # Compressed already: GZipMiddleware would try again for each reader, and win nothing.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = HttpResponse(data, content_type="image/webp")
    response["ETag"] = f'"{file_name.removesuffix(".webp")}"'
    # Feed readers and search engines show them in pages of their own.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return public(response, keep=FOREVER, shows=Shows())
