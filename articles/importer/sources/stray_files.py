"""Detection of files that lie beside the folders of the subjects, in none of them.

A file that declares no address belongs to the subject that its folder names. The folder of a whole
delivery names none: a file forgotten there made a new, listed subject of that folder's name.
"""

import re

from articles.core.source.article_paths import is_bundle

# Of a delivery, or several of them in one folder.
_DATED = re.compile(r"\d{4}-?\d{2}-?\d{2}")
# An archive may hold a folder for each of its files; what is found of a library is found by then.
_MOST_FOLDERS = 100_000


class Folders:
    """The folders of one listing. `add` every article file, then ask `is_stray`."""

    def __init__(self) -> None:
        self._last: str | None = None
        self._top: list[str] | None = None
        self._above: set[str] = set()

    def add(self, path: str) -> None:
        """Note where a file lies; for the `index.md` of a page that is where its folder lies."""
        folder = _folder_of(path)
        if folder == self._last:
            return
        self._last = folder
        parts = folder.split("/")
        if self._top is None:
            self._top = parts
        else:
            same = (one == two for one, two in zip(self._top, parts, strict=False))
            length = next((at for at, is_same in enumerate(same) if not is_same), None)
            self._top = self._top[: min(len(self._top), len(parts)) if length is None else length]
        while "/" in folder and len(self._above) < _MOST_FOLDERS:
            folder = folder.rpartition("/")[0]
            if folder in self._above:
                break
            self._above.add(folder)

    def is_stray(self, path: str) -> bool:
        """True if the file lies in the folder that holds all others, or in one named after a day,
        and folders with articles lie beside it."""
        folder = _folder_of(path)
        if folder not in self._above:
            return False
        is_top = self._top is not None and folder.split("/") == self._top
        return is_top or _DATED.fullmatch(folder.rpartition("/")[2]) is not None


def _folder_of(path: str) -> str:
    """`/a/b/c.md` -> `/a/b`; a path without a folder lies in `.`, as every path does."""
    folder = path.rpartition("/")[0]
    if is_bundle(path):
        folder = folder.rpartition("/")[0]
    folder = "" if folder == "." else folder.removeprefix("./")
    return f"./{folder}".rstrip("/")
