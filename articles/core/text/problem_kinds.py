"""Registry of problem kinds: slug, severity and label of each.

Reading a file or inspecting an article returns a `Problem`; the database keeps it as a Finding.
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
    FILE_KINDS, None where no line applies; `detail` quotes the offending words, at most 200
    characters.
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


KINDS: dict[str, Kind] = {
    # The file.
    "refused-file": Kind(Severity.ERROR, "The file could not be read as an article"),
    "encoding": Kind(Severity.WARNING, "The file is not UTF-8"),
    "control-characters": Kind(Severity.WARNING, "Control characters were removed"),
    "unknown-key": Kind(Severity.INFO, "The file has a field that the site does not know"),
    "invalid-value": Kind(Severity.WARNING, "A value could not be read and was left out"),
    "path-url-mismatch": Kind(Severity.WARNING, "The file lies elsewhere than its address says"),
    "body-text": Kind(Severity.WARNING, "The file has text below its front matter"),
    "marked-draft": Kind(Severity.INFO, "The file is marked as a draft"),
    "future-date": Kind(Severity.WARNING, "The date lies in the future"),
    "title-supplied": Kind(Severity.INFO, "The title is the heading's, or made of the file's name"),
    "foreign-markup": Kind(Severity.WARNING, "The text has marks of another system"),
    "comment-in-text": Kind(Severity.WARNING, "A “#” ended a text: what follows was not read"),
    # Related questions.
    "related-damaged": Kind(Severity.WARNING, "A related question has no usable address"),
    "related-repeated": Kind(Severity.INFO, "A related question is listed twice"),
    "related-self": Kind(Severity.INFO, "The article is related to itself"),
    "related-dangling": Kind(Severity.INFO, "A related question does not exist"),
    "same-text-elsewhere": Kind(Severity.WARNING, "The same text stands elsewhere: moved?"),
    "orphan": Kind(Severity.INFO, "No other article relates to this one"),
    # Repairs that reading made.
    "mojibake-repaired": Kind(Severity.INFO, "Garbled characters were repaired"),
    "directions-removed": Kind(
        Severity.INFO, "Invisible signs that turn the writing around were removed"
    ),
    "csv-unquoted": Kind(Severity.INFO, "The answer was an unparsed CSV field"),
    "fence-mended": Kind(Severity.INFO, "The indentation of a code block was mended"),
    # The page.
    "formula-unconverted": Kind(Severity.ERROR, "A formula could not be converted"),
    "formula-doubled": Kind(Severity.WARNING, "A formula's commands have two backslashes"),
    "reference-unresolved": Kind(Severity.WARNING, "A reference leads to no formula"),
    "emphasis-mended": Kind(Severity.INFO, "Bold words lacked a blank behind them"),
    "description-damaged": Kind(Severity.WARNING, "The description has lost characters"),
    "keywords-damaged": Kind(Severity.WARNING, "The keywords have lost characters"),
    # Editorial problems of the text.
    "refusal": Kind(Severity.ERROR, "The answer begins with a refusal"),
    "cut-off": Kind(Severity.ERROR, "The answer breaks off at its end"),
    "email-address": Kind(Severity.ERROR, "A person's e-mail address is printed"),
    "lost-context": Kind(Severity.WARNING, "The question refers to something not shown"),
    "source-mention": Kind(Severity.WARNING, "The answer speaks of its sources as given to it"),
    "chat-closing": Kind(Severity.WARNING, "The answer ends like a chat"),
    "scrape-remnant": Kind(Severity.WARNING, "Remnants of another page"),
    "dated-title": Kind(Severity.INFO, "The title is bound to a year or to today"),
}

# What inspecting and rendering an article's own text finds: found anew whenever it is written.
# The other kinds depend on its file, or on the whole library.
TEXT_KINDS = frozenset(
    (
        "formula-unconverted",
        "formula-doubled",
        "reference-unresolved",
        "emphasis-mended",
        "description-damaged",
        "keywords-damaged",
        "refusal",
        "cut-off",
        "email-address",
        "lost-context",
        "source-mention",
        "chat-closing",
        "scrape-remnant",
        "dated-title",
    )
)
# Their line, where they have one, is that of the file; that of all others is the text's own.
FILE_KINDS = frozenset(
    (
        *("control-characters", "unknown-key", "invalid-value", "path-url-mismatch", "body-text"),
        *("marked-draft", "future-date", "comment-in-text", "title-supplied"),
        *("related-damaged", "related-repeated", "related-self"),
    )
)
LIBRARY_KINDS = frozenset(("related-dangling", "orphan"))
