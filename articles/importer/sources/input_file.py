"""Input file of a delivery: its bytes, or the reason why it was not read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One file's bytes. `path` names it for people: `delivery.zip!biology/x.md` in an archive.
    `is_stray`: it lies beside the folders of the subjects (`stray_files.py`)."""

    path: str
    data: bytes
    is_stray: bool = False


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
    (PEP 383), which neither can be.

    >>> shown(b"caf\\xe9.md".decode("utf-8", "surrogateescape"))
    'caf\\\\xe9.md'
    """
    if path.isascii():
        return path
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
