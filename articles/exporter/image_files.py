"""Files of the images that exported articles name: `images/<name>` beside the subjects' folders."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from articles.core.images.image_names import FOLDER, ImageName, addresses_in, read_address
from articles.exporter.article_bytes import File
from articles.images.image_files import read_image


class MissingImage(Exception):
    """An image that an article names and the storage does not hold; carries the file's path."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: an article names it, and the library does not have it"


def named_images(answer: str) -> set[ImageName]:
    """Return the images that an answer names."""
    return {name for address, _ in addresses_in(answer) if (name := read_address(address))}


def image_files(names: Iterable[ImageName]) -> Iterator[File | MissingImage]:
    """Yield the files of images in the order of their names, one at a time: byte for byte as they
    are stored, and without a time, so that equal libraries give equal archives."""
    for name in sorted(names, key=attrgetter("file_name")):
        path = f"{FOLDER}/{name.file_name}"
        data = read_image(name)
        yield MissingImage(path) if data is None else File(path, data, 0)
