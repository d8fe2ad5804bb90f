"""Exceptions of the reader: one class per failure that a caller treats differently."""


class SourceError(Exception):
    """A file that gives no article. `path` names the file, `field` the front matter's key ("" for
    the file as a whole), `line` counts from 1 in the file (None where no line applies), `reason`
    says in a few words what is wrong. `str()` is one sentence with all of them."""

    def __init__(self, path: str, reason: str, *, field: str = "", line: int | None = None) -> None:
        super().__init__(path, reason, field, line)
        self.path = path
        self.reason = reason
        self.field = field
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else self.path
        subject = f"the field “{self.field}” " if self.field else ""
        return f"{place}: {subject}{self.reason}."

    def __reduce__(self) -> tuple[object, ...]:
        # Workers send exceptions to the parent process, and keyword arguments do not pickle.
        return (_rebuild, (type(self), self.path, self.reason, self.field, self.line))


def _rebuild(
    kind: type[SourceError], path: str, reason: str, field: str, line: int | None
) -> SourceError:
    return kind(path, reason, field=field, line=line)


class FileTooLarge(SourceError):
    """More bytes than any article has: refused before it is decoded."""


class FrontMatterMissing(SourceError):
    """No front matter at all: not an article (an empty file, a README)."""


class FrontMatterBroken(SourceError):
    """Front matter without an end, or YAML that is wrong or not allowed here."""


class FieldMissing(SourceError):
    """A field is absent without which there is no article: the title, the answer."""


class FieldInvalid(SourceError):
    """A field without which there is no article holds no text."""


class LocationUnknown(SourceError):
    """Neither the `url` nor the file's path says where the article belongs."""
