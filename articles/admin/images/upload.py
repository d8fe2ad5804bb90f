"""What the editor of answers asks of the library of images: an upload, and a search."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from articles.admin.base.request_throttle import Rate, Throttle, too_many
from articles.core.images.stored_image import BadImage
from articles.images.image_library import find_images, take_upload
from articles.models import Image
from articles.rights import may_see_images, may_upload_images

logger = logging.getLogger(__name__)

# Unpacking and packing one takes about a second of a processor: twenty at once, as somebody drops
# them, and then one in five seconds.
UPLOADS = Throttle(Rate(burst=20, per_second=0.2))
NOT_STORED = "The picture could not be stored: there may be no room for it. Nothing was changed."
_MOST_FOUND = 24
_LONGEST_TERM = 200


@never_cache
@csrf_protect
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Store the posted file `image`, with `alternative` as its text, and return what an answer says
    of it; else a sentence (400), as django-markdownx's script reads it."""
    if not (_is_staff(request) and may_upload_images(request.user)):
        raise PermissionDenied
    if wait := UPLOADS.wait_seconds(request):
        return too_many(wait)
    file = request.FILES.get("image")
    if file is None:
        return _refused("Choose a picture.")
    words = request.POST.get("alternative", "").replace("\0", "")
    try:
        image, is_new = take_upload(
            file.read(), file_name=file.name, alternative=words, user=request.user
        )
    except BadImage as error:
        return _refused(str(error))
    except OSError:
        logger.exception("an image was not stored")
        return _refused(NOT_STORED, status=503)
    return JsonResponse({"image_code": image.markdown, "is_new": is_new, **_told(image)})


@never_cache
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return {"results": […]}: the newest 24 images with the words `term`."""
    if not (_is_staff(request) and may_see_images(request.user)):
        raise PermissionDenied
    term = request.GET.get("term", "").replace("\0", "")[:_LONGEST_TERM]
    found = find_images(term)[:_MOST_FOUND]
    return JsonResponse({"results": [_told(image) for image in found]})


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff


def _told(image: Image) -> dict[str, object]:
    return {
        "address": image.name.path,
        "alternative": image.alternative,
        "title": str(image),
        "width": image.width,
        "height": image.height,
        "thumbnail": thumbnail_path(image),
    }


def thumbnail_path(image: Image) -> str:
    """The address of the smallest form that there is."""
    name = image.name
    if not name.smaller_widths:
        return name.path
    folder = name.path.removesuffix(name.file_name)
    return folder + name.smaller_file_name(name.smaller_widths[0])


def _refused(sentence: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"image": [sentence]}, status=status)
