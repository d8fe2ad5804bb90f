"""Files of the images that exported articles name: `images/<name>` beside the subjects' folders."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from articles.core.images.image_names import FOLDER, ImageName, addresses_in, read_address
from articles.exporter.article_bytes import File
from articles.images.image_files import read_image
from articles.object_storage import StorageUnavailable


class MissingImage(Exception):
    """An image that an article names and that is not exported: the storage does not hold it, or
    does not answer. Carries the file's path."""

    def __init__(self, path: str, reason: str = "the library does not have it") -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: an article names it, and {self.reason}"


def named_images(answer: str) -> set[ImageName]:
    """Return the images that an answer names."""
    return {name for address, _ in addresses_in(answer) if (name := read_address(address))}


def image_files(names: Iterable[ImageName]) -> Iterator[File | MissingImage]:
    """Yield the files of images in the order of their names, one at a time: byte for byte as they
    are stored, and without a time, so that equal libraries give equal archives."""
    for name in sorted(names, key=attrgetter("file_name")):
        path = f"{FOLDER}/{name.file_name}"
        try:
            data = read_image(name)
        except StorageUnavailable:
            yield MissingImage(path, "the storage does not answer")
            continue
        yield MissingImage(path) if data is None else File(path, data, 0)
