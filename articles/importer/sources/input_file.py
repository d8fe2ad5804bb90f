"""Input file of a delivery: its bytes, or the reason why it was not read."""

from dataclasses import dataclass
from pathlib import Path

from articles.core.source.article_paths import is_bundle
from articles.core.source.foreign_places import PAGE_FOLDERS, Origin
from articles.core.source.slugs import words_of


@dataclass(frozen=True, slots=True)
class Found:
    """One file's bytes. `path` names it for people: `delivery.zip!biology/x.md` in an archive.
    `is_stray`: it lies beside the folders of the subjects (`stray_files.py`). `origin`: it is one
    of another system, or was read as one before."""

    path: str
    data: bytes
    is_stray: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that was not read, and why."""

    path: str
    reason: str


class UnusableSource(Exception):
    """A path of the command line that cannot be imported at all; carries path and reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def shown(path: str) -> str:
    """Return a path that can be printed and stored: a name that is no UTF-8 comes as surrogates
    (PEP 383), which neither can be, and PostgreSQL stores no NUL, which the name in a tar archive
    may hold.

    >>> shown(b"caf\\xe9.md".decode("utf-8", "surrogateescape"))
    'caf\\\\xe9.md'
    """
    path = path.replace("\0", "\\x00")
    if path.isascii():
        return path
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def origin_of(path: str, *, source: str, system: str) -> Origin:
    """Return where a file comes from that was found in `source`, a path of the command line.

    >>> origin_of("site/content/post/a.md", source="site/content", system="hugo")
    Origin(system='hugo', inside='post/a.md', root='content', title='')
    """
    if path.startswith(f"{source}!"):
        return Origin(system, inside=path.removeprefix(f"{source}!"))
    if path != source:
        root = Path(source)
        return Origin(system, inside=str(Path(path).relative_to(root)), root=root.absolute().name)
    parts = Path(path).absolute().parts
    at = next((at for at, part in enumerate(parts) if part in PAGE_FOLDERS[system]), None)
    # Above the folder of the pages, or of the file, folders belong to no site.
    at = max(1, len(parts) - (2 if is_bundle(path) else 1)) if at is None else at
    return Origin(system, inside="/".join(parts[at:]), root=parts[at - 1].strip("/"))


def stored(path: str, data: bytes) -> Found:
    """Return a file that was read before and kept: of another system's what its name said (a
    title, say) is made of its address now."""
    return Found(path, data, origin=Origin(title=words_of(Path(path).stem)))
