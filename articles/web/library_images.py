"""Delivery of the library's images: the site itself gives them, from whatever storage holds them,
or says where in a public bucket they are (S3_PUBLIC_URL).

Nothing of the storage is open: a name that the library could not have made leads nowhere, and what
is given out is called WebP whatever it is.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from articles.core.images.image_names import ImageName
from articles.images.image_files import (
    is_smaller_stored,
    public_address,
    read_image,
    read_smaller,
)
from articles.object_storage import StorageUnavailable
from articles.web.request_visitor import PUBLISHED_AS_FILES
from articles.web.response_headers import A_DAY, FOREVER, PRIVATE, Shows, public

_RETRY_SECONDS = "10"


def _or_later(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that answers 503 while the storage does not, so that nobody keeps a 404."""

    @wraps(view)
    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StorageUnavailable:
            text = "The pictures are not available for the moment.\n"
            response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=503)
            response["Retry-After"], response["Cache-Control"] = _RETRY_SECONDS, PRIVATE
            return response

    return answering


@require_safe
@_or_later
def image(request: HttpRequest, name: ImageName) -> HttpResponse:
    """An image: no query."""
    if _stands_elsewhere(request):
        return _there(public_address(name))
    return _answer(request, read_image(name), name.file_name)


@require_safe
@_or_later
def smaller_image(request: HttpRequest, name: ImageName, width: int) -> HttpResponse:
    """The same in one of the widths that pages offer; made when it is first asked for."""
    if width not in name.smaller_widths:
        raise Http404
    if _stands_elsewhere(request):
        if not is_smaller_stored(name, width):
            raise Http404
        return _there(public_address(name, width))
    return _answer(request, read_smaller(name, width), name.smaller_file_name(width))


def _stands_elsewhere(request: HttpRequest) -> bool:
    """Whether readers load pictures from the bucket; a folder of files has its own."""
    return bool(settings.S3_PUBLIC_URL) and PUBLISHED_AS_FILES not in request.META


def _there(address: str) -> HttpResponse:
    """Texts and pages name the site's own addresses, whatever bucket it has today: the way to the
    bucket is kept for a day, and the picture there for ever."""
    response = HttpResponseRedirect(address)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return public(response, keep=A_DAY)


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
