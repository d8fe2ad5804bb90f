"""Pictures of a site of another system, taken into the library with the pages that name them.

Only what a page names is taken: a theme's icons are nobody's content. Each becomes what an upload
in the desk does (WebP, no metadata), and the page's file gets its address: `../images/<name>`,
which is where an export puts it.
"""

import posixpath
from collections import Counter
from dataclasses import dataclass, field, replace

from articles.core.images.image_names import FOLDER, ImageName
from articles.core.source.foreign_pictures import (
    find_file,
    pictures_in,
    text_of,
    with_addresses,
)
from articles.importer.report import Report
from articles.importer.sources.collect import collect
from articles.importer.sources.input_file import Found, origin_of
from articles.importer.sources.site_pictures import picture_names, read_pictures
from articles.models import Image


@dataclass(slots=True)
class SiteImages:
    """`take` the pictures of each source, then `settle` the addresses in each of its files."""

    system: str
    _files: dict[str, dict[str, str]] = field(default_factory=dict)
    _taken: dict[tuple[str, str], ImageName] = field(default_factory=dict)

    def take(self, source: str, report: Report, *, dry_run: bool) -> list[ImageName]:
        """Store the pictures that the pages of a folder or archive name; return the new ones.
        `report` counts them, and names those that are refused. A dry run examines and stores
        nothing."""
        names = picture_names(source)
        if not names:
            return []
        self._files[source] = _by_path_and_name(names)
        wanted: set[str] = set()
        for file in collect(source, system=self.system).files():
            if isinstance(file, Found):
                text = text_of(file.data)
                found = (
                    self._file_of(picture.address, file, source)
                    for picture in pictures_in(text, self.system)
                )
                wanted.update(filter(None, found))
        return self._take(source, wanted, report, dry_run=dry_run) if wanted else []

    def settle(self, file: Found, source: str) -> Found:
        """Return a file with the library's addresses for the pictures that were taken."""
        if source not in self._files:
            return file

        def address_of(address: str) -> str | None:
            taken = self._taken.get((source, self._file_of(address, file, source) or ""))
            return taken and f"../{FOLDER}/{taken.file_name}"

        data = with_addresses(file.data, self.system, address_of)
        return file if data == file.data else replace(file, data=data)

    def _file_of(self, address: str, file: Found, source: str) -> str | None:
        inside = origin_of(file.path, source=source, system=self.system).inside
        return find_file(address, inside=inside, system=self.system, files=self._files[source])

    def _take(
        self, source: str, wanted: set[str], report: Report, *, dry_run: bool
    ) -> list[ImageName]:
        # Pillow: a site without pictures does not wait for it.
        from articles.core.images.stored_image import MOST_UPLOAD_BYTES  # noqa: PLC0415

        new: list[ImageName] = []
        known = set(Image.objects.values_list("digest", flat=True))
        for path, data in read_pictures(source, wanted, most_bytes=MOST_UPLOAD_BYTES):
            name, reason = _store(path, data, dry_run=dry_run)
            report.ignored -= 1
            if name is None:
                report.add_refused_image(f"{source}: {path}", reason)
                continue
            self._taken[source, path] = name
            if name.digest in known:
                report.known_images += 1
            else:
                known.add(name.digest)
                new.append(name)
                report.new_images += 1
        return new


def _by_path_and_name(names: list[str]) -> dict[str, str]:
    """The pictures of a site under their paths, and under their names where only one has it."""
    often = Counter(posixpath.basename(name) for name in names)
    files = {posixpath.basename(name): name for name in names}
    files = {name: path for name, path in files.items() if often[name] == 1}
    return files | {posixpath.normpath(name): name for name in names}


def _store(path: str, data: bytes | None, *, dry_run: bool) -> tuple[ImageName | None, str]:
    """The name under which a picture stands in the library, or why it is not taken."""
    from articles.core.images.stored_image import BadImage  # noqa: PLC0415
    from articles.images.image_library import name_of_upload, take_upload  # noqa: PLC0415

    if data is None:
        return None, "cannot be read"
    try:
        if dry_run:
            return name_of_upload(data), ""
        return take_upload(data, file_name=path)[0].name, ""
    except BadImage as error:
        return None, str(error)
    except OSError as error:
        return None, f"could not be stored ({error.strerror})"
