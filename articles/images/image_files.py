"""Files of images in Django's default storage, and their smaller forms, made when first asked for.

A name is made of the bytes, so no file is ever overwritten, and whoever may keep one keeps it for
ever.
"""

import logging
from contextlib import suppress
from time import monotonic

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.core.images.image_names import FOLDER, ImageName
from articles.core.images.stored_image import StoredImage, is_whole, make_smaller
from articles.object_storage import StorageUnavailable

logger = logging.getLogger(__name__)

# Of this process: smaller forms that were found stored, and until when that is believed, so that
# the storage is asked once a minute. For ever would be wrong: another process deletes a picture, it
# is uploaded again, and this one leads readers to smaller forms that are no more.
_KNOWN_SECONDS = 60
_MOST_KNOWN = 20_000
_known_stored: dict[str, float] = {}


def read_image(name: ImageName) -> bytes | None:
    """Return the bytes of an image, None where there is none. Raises StorageUnavailable."""
    return _read(name.file_name)


def read_smaller(name: ImageName, width: int) -> bytes | None:
    """Return an image in one of its `smaller_widths`, made and stored if it is not there yet; None
    where there is no image. Where nothing can be stored it is made again the next time."""
    file_name = name.smaller_file_name(width)
    stored = _read(file_name)
    if stored is not None:
        return stored
    original = read_image(name)
    if original is None:
        return None
    made = make_smaller(original, width)
    try:
        _store(file_name, made)
    except OSError:
        logger.exception("the image %s was not stored", file_name)
    return made


def store_image(image: StoredImage) -> None:
    """Store an image; nothing where it is there already. Raises OSError where nothing can be
    stored."""
    if read_image(image.name) is None:
        _store(image.name.file_name, image.data)


def public_address(name: ImageName, width: int | None = None) -> str:
    """Return where the storage itself gives an image, or its form of a width, to readers."""
    return default_storage.url(_place(name.smaller_file_name(width) if width else name.file_name))


def is_smaller_stored(name: ImageName, width: int) -> bool:
    """Return whether an image's form of a width is there, which is made where it is not: the
    storage gives it without asking us. Raises StorageUnavailable."""
    file_name = name.smaller_file_name(width)
    if _known_stored.get(file_name, 0) <= monotonic():
        if not default_storage.exists(_place(file_name)) and read_smaller(name, width) is None:
            return False
        if len(_known_stored) >= _MOST_KNOWN:
            _known_stored.clear()
        _known_stored[file_name] = monotonic() + _KNOWN_SECONDS
    return True


def delete_files(name: ImageName) -> None:
    """Delete an image and its smaller forms. What cannot be deleted stays, and harms nothing."""
    names = (name.file_name, *map(name.smaller_file_name, name.smaller_widths))
    for file_name in names:
        _known_stored.pop(file_name, None)
        with suppress(OSError):
            default_storage.delete(_place(file_name))


def _place(file_name: str) -> str:
    """256 folders."""
    return f"{FOLDER}/{file_name[:2]}/{file_name}"


def _read(file_name: str) -> bytes | None:
    """The stored bytes. A file that is not whole is still being written by another process, or was
    when the disk was full: it is none. Raises StorageUnavailable: nobody knows."""
    try:
        with default_storage.open(_place(file_name)) as file:
            data = file.read()
    except StorageUnavailable:
        raise
    except OSError:
        return None
    return data if is_whole(data) else None


def _store(file_name: str, data: bytes) -> None:
    """Two processes may store one file at once: the storage gives the second another name, and it
    goes again."""
    place = _place(file_name)
    if default_storage.exists(place):
        default_storage.delete(place)  # it is not whole
    saved = default_storage.save(place, ContentFile(data))
    if saved != place:
        default_storage.delete(saved)
