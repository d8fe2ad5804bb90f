"""The collected static files: copied with their gzipped twins, and described by their headers."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from articles.static_site.address import Page
from articles.static_site.folder import Folder
from articles.static_site.kinds import kind_of
from articles.static_site.making import forget_handler, static_headers
from articles.static_site.worker import headers_of

# What WhiteNoise makes beside a file.
_TWINS = (".gz", ".br")
# Whose change makes other pages: code, templates, and the names of the static files.
_SOURCES = (("articles", "*.py"), ("qtsite", "*.py"), ("templates", "*"))
_SETTINGS = ("SITE_URL", "SITE_NAME", "INDEXNOW_KEY", "LANGUAGE_CODE", "SECURE_HSTS_SECONDS")


class NotCollected(Exception):
    """There are no collected static files; carries the folder where they belong."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


def copy_static_files(folder: Folder) -> Iterator[Page]:
    """Copy every collected file, and yield what it is. Raises NotCollected."""
    forget_handler()  # it may have been loaded before a file was collected
    for path, file in _collected():
        name = path[1:]
        folder.copy(file, name)
        twin = file.with_name(f"{file.name}.gz")
        if twin.exists():
            folder.copy(twin, f"{name}.gz")
        kind = kind_of(path)
        headers = headers_of(static_headers(path), path, kind)
        yield Page(path, status=200, kind=kind.name, file=name, headers=headers)


def fingerprint() -> str:
    """Return another text where code, templates, static files or settings are others, so that
    every page has to be made anew."""
    digest = hashlib.blake2b(digest_size=16)
    for folder, pattern in _SOURCES:
        for file in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if file.is_file():
                digest.update(f"{file}\0".encode() + file.read_bytes())
    for path, file in _collected():
        digest.update(f"{path}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}\n".encode())
    digest.update(repr([getattr(settings, name, None) for name in _SETTINGS]).encode())
    return digest.hexdigest()


def _collected() -> list[tuple[str, Path]]:
    """(address, file) of every collected file."""
    root = Path(settings.STATIC_ROOT)
    files = sorted(file for file in root.rglob("*") if file.is_file()) if root.is_dir() else []
    if not files:
        raise NotCollected(root)
    return [
        (f"{settings.STATIC_URL}{file.relative_to(root).as_posix()}", file)
        for file in files
        if file.suffix not in _TWINS
    ]
