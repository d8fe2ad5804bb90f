"""The page's style sheets as one file, css/page.css: a reader's first view asks for one sheet.

The sheets stand in static/css/ as they are read and edited; `collectstatic` (and in DEBUG each
request) finds the bundle beside them. There is no build step.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

BUNDLE = "css/page.css"
# In the order of the cascade, each with the media that it is for.
SHEETS = (
    ("tokens.css", ""),
    ("base.css", ""),
    ("layout.css", ""),
    ("components.css", ""),
    ("search.css", ""),
    ("feedback.css", ""),
    ("reading.css", ""),
    # A kilobyte that most pages do not need: on a phone's line a second sheet costs a page with
    # formulas a second (Lighthouse's first paint: 0.9 s instead of 1.9 s).
    ("mathematics.css", ""),
    ("code.css", ""),
    ("print.css", "print"),
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def bundle(folder: Path) -> str:
    """Return the sheets of `folder`, without comments and indentation, as one sheet."""
    return "".join(_part((folder / name).read_text(), media) for name, media in SHEETS)


def _part(sheet: str, media: str) -> str:
    text = _INDENT.sub("\n", _COMMENT.sub("", sheet)).strip() + "\n"
    return f"@media {media} {{\n{text}}}\n" if media else text


class BundleFinder(BaseFinder):
    """Finds css/page.css, written to `VAR_DIR/bundle` whenever a sheet says something else."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "bundle")
        # What collectstatic puts before a name; AppDirectoriesFinder's storages say the same.
        self.storage.prefix = None

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        if path != BUNDLE:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        self._written()
        yield BUNDLE, self.storage

    def _written(self) -> Path:
        file = Path(self.storage.path(BUNDLE))
        text = bundle(settings.BASE_DIR / "static" / "css")
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return file
