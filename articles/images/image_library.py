"""The rows of the library's images: taking an upload or a delivered file, finding, deleting."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from articles.core.images.image_names import ImageName
from articles.core.images.stored_image import StoredImage, check_stored, read_upload
from articles.images.image_files import delete_files, read_image, store_image
from articles.models import Image
from articles.models.image import LONGEST_ALTERNATIVE

_LONGEST_FILE_NAME = 200


def take_upload(
    data: bytes, *, file_name: str, alternative: str = "", user: AbstractBaseUser | None = None
) -> tuple[Image, bool]:
    """Store an uploaded file; return its image, and whether that is new. The same picture is
    stored once, and keeps its alternative text unless it has none. Raises BadImage."""
    upload_digest = sha256(data).hexdigest()
    image = Image.objects.filter(upload_digest=upload_digest).order_by("pk").first()
    is_new = False
    if image is None or read_image(image.name) is None:
        stored = read_upload(data)
        store_image(stored)
        values = {
            "upload_digest": upload_digest,
            "file_name": _shown(file_name),
            "uploaded_by": user,
        }
        image, is_new = _row_of(stored, values)
    alternative = alternative.strip()[:LONGEST_ALTERNATIVE]
    if alternative and not image.alternative:
        Image.objects.filter(pk=image.pk, alternative="").update(alternative=alternative)
        image.alternative = alternative
    return image, is_new


def name_of_upload(data: bytes) -> ImageName:
    """Return the name that an uploaded file gets, or has already; stores nothing. Raises
    BadImage."""
    upload_digest = sha256(data).hexdigest()
    image = Image.objects.filter(upload_digest=upload_digest).order_by("pk").first()
    return image.name if image else read_upload(data).name


def take_stored(name: ImageName, data: bytes) -> None:
    """Store a file that another library has stored under its name, byte for byte. Raises
    BadImage."""
    check_stored(name, data)
    stored = StoredImage(name, data)
    store_image(stored)
    _row_of(stored, {})


def say_of(image: Image, alternative: str) -> None:
    """Give an image another alternative text. Texts that hold it keep theirs: no page changes."""
    Image.objects.filter(pk=image.pk).update(alternative=alternative)


def find_images(term: str) -> QuerySet[Image]:
    """Return the images whose alternative text or file's name holds all words, newest first. Their
    number is in the thousands: no index is needed."""
    found = Image.objects.all()
    for word in term.split():
        found = found.filter(Q(alternative__icontains=word) | Q(file_name__icontains=word))
    return found


def delete_images(images: Sequence[Image]) -> None:
    """Delete rows, and their files once that is certain."""
    with transaction.atomic():
        Image.objects.filter(pk__in=[image.pk for image in images]).delete()
        for image in images:
            transaction.on_commit(partial(delete_files, image.name))


def _row_of(stored: StoredImage, values: dict[str, object]) -> tuple[Image, bool]:
    name = stored.name
    size = {"width": name.width, "height": name.height, "byte_count": len(stored.data)}
    return Image.objects.get_or_create(digest=name.digest, defaults=size | values)


def _shown(file_name: str) -> str:
    """The name that a person gave the file, without what no list should print."""
    plain = "".join(sign for sign in file_name.rpartition("/")[2] if sign.isprintable())
    return plain[-_LONGEST_FILE_NAME:]
