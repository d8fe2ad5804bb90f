"""Static files of several releases side by side, for the web server in front of the site.

During an upgrade, and in readers' browsers for hours after it, pages of the old release ask for
the old release's style sheets. A name holds a digest of what it names (Django's manifest), so files
of any number of releases can lie in one folder:

    FOLDER/static/css/page.0a1b2c3d4e5f.css     what is served, with its .gz and .br
    FOLDER/releases/1f2e….txt                   what one release names, a line each
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from articles.static_site.static_files import NotCollected

# What WhiteNoise makes beside a file that is worth compressing.
_TWINS = ("", ".gz", ".br")


@dataclass(frozen=True, slots=True)
class Kept:
    """How many files are new in the folder, how many went, and of how many releases it holds."""

    added: int
    removed: int
    releases: int


def keep(folder: Path, *, releases: int) -> Kept:
    """Add this release's collected files to the folder, and remove what only older ones name than
    the `releases` that were kept last, this one among them. Raises NotCollected.

    May be run again, and by several machines at once: a release is listed before its files are
    written, so that nobody takes one of them away.
    """
    names = _names()
    static, lists = folder / "static", folder / "releases"
    lists.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name}\n" for name in names)
    own = lists / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt"
    _write(own, text)  # also where it is there: a release that comes back is the newest
    added = sum(_copy(Path(settings.STATIC_ROOT) / name, static / name) for name in names)
    newest = sorted(lists.glob("*.txt"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in newest[releases:]:
        file.unlink()
    removed = _remove_unnamed(static, newest[:releases])
    return Kept(added, removed, min(len(newest), releases))


def _names() -> list[str]:
    """The names with a digest of the files that were collected, and of their packed twins."""
    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    if not manifest.is_file():
        raise NotCollected(root)
    hashed = json.loads(manifest.read_text())["paths"].values()
    names = {f"{name}{twin}" for name in hashed for twin in _TWINS}
    return sorted(name for name in names if (root / name).is_file())


def _copy(source: Path, target: Path) -> bool:
    """Whether the file was not there yet."""
    if target.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, part)
    part.chmod(0o644)
    part.replace(target)
    return True


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_text(text)
    part.replace(file)


def _remove_unnamed(static: Path, lists: Iterable[Path]) -> int:
    named = {name for file in lists for name in file.read_text().splitlines()}
    removed = 0
    for file in static.rglob("*"):
        is_part = file.name.startswith(".")
        if file.is_file() and not is_part and file.relative_to(static).as_posix() not in named:
            file.unlink()
            removed += 1
    return removed
