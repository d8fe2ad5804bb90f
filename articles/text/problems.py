"""What can be wrong with a text, in words that an editor understands.

A `Problem` is found by reading one file or one article; the database keeps it as a Finding.
Every kind is named here once: its slug, how serious it is, and what an editor sees.
"""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem matters. ERROR: a reader sees something broken. WARNING: an editor
    should look. INFO: worth knowing, nothing is wrong on the page."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Problem(NamedTuple):
    """One problem in one field of one text.

    `kind` is a key of `KINDS`; `field` a field of ArticleContent (or of the file: "url", "id",
    "related_article2"); `line` counts from 1 inside the field's decoded text, or in the file for
    problems of the front matter, None where no line applies; `detail` quotes the offending
    words, at most 200 characters.
    """

    kind: str
    field: str
    line: int | None = None
    detail: str = ""

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind].severity


class Kind(NamedTuple):
    """A kind of problem: how serious, and its label for editors."""

    severity: Severity
    label: str


KINDS: dict[str, Kind] = {}
