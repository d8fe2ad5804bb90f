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
    """A kind of problem: how serious, its label for editors, a sentence that says what to do."""

    severity: Severity
    label: str
    advice: str


KINDS: dict[str, Kind] = {
    # The file.
    "refused-file": Kind(
        Severity.ERROR,
        "The file could not be read as an article",
        "Mend the file where the words say, and import it again.",
    ),
    "encoding": Kind(
        Severity.WARNING,
        "The file is not UTF-8",
        "Save the file as UTF-8, or look whether all signs came through.",
    ),
    "control-characters": Kind(
        Severity.WARNING,
        "Control characters were removed",
        "Nothing to do, unless a word lacks a sign.",
    ),
    "unknown-key": Kind(
        Severity.INFO,
        "The file has a field that the site does not know",
        "Nothing to do: the field stays in the file.",
    ),
    "invalid-value": Kind(
        Severity.WARNING,
        "A value could not be read and was left out",
        "Give the value here, or mend it in the file.",
    ),
    "path-url-mismatch": Kind(
        Severity.WARNING,
        "The file lies elsewhere than its address says",
        "Move the file, or mend the address in it.",
    ),
    "body-text": Kind(
        Severity.WARNING,
        "The file has text below its front matter",
        "Look whether the text below belongs to the answer.",
    ),
    "marked-draft": Kind(
        Severity.INFO,
        "The file is marked as a draft",
        "Publish it here when it is ready.",
    ),
    "future-date": Kind(
        Severity.WARNING,
        "The date lies in the future",
        "Publish it here on its day, or mend the date.",
    ),
    "title-supplied": Kind(
        Severity.INFO,
        "The title is the heading's, or made of the file's name",
        "Look whether the title says what is asked.",
    ),
    "foreign-markup": Kind(
        Severity.WARNING,
        "The text has marks of another system",
        "Write these marks as Markdown.",
    ),
    "comment-in-text": Kind(
        Severity.WARNING,
        "A “#” ended a text: what follows was not read",
        "Put the text between quotes in the file, and mend it here.",
    ),
    # Related questions.
    "related-damaged": Kind(
        Severity.WARNING,
        "A related question has no usable address",
        "Choose the article that was meant, or remove the row.",
    ),
    "related-repeated": Kind(
        Severity.INFO,
        "A related question is listed twice",
        "Nothing to do: it is listed once.",
    ),
    "related-self": Kind(
        Severity.INFO,
        "The article is related to itself",
        "Nothing to do: it is left out.",
    ),
    "related-dangling": Kind(
        Severity.INFO,
        "A related question does not exist",
        "Choose another article, or write the one that is missing.",
    ),
    "same-text-elsewhere": Kind(
        Severity.WARNING,
        "The same text stands elsewhere: moved?",
        "Say whether it moved, or stands in both places on purpose.",
    ),
    "orphan": Kind(
        Severity.INFO,
        "No other article relates to this one",
        "Add it to the related questions of an article that leads to it.",
    ),
    # Repairs that reading made.
    "mojibake-repaired": Kind(
        Severity.INFO,
        "Garbled characters were repaired",
        "Look whether the repaired words are right.",
    ),
    "directions-removed": Kind(
        Severity.INFO,
        "Invisible signs that turn the writing around were removed",
        "Nothing to do, unless a foreign word now stands in the wrong order.",
    ),
    "csv-unquoted": Kind(
        Severity.INFO,
        "The answer was an unparsed CSV field",
        "Nothing to do, unless a quotation mark is missing.",
    ),
    "fence-mended": Kind(
        Severity.INFO,
        "The indentation of a code block was mended",
        "Look whether the code block ends where it should.",
    ),
    # The page.
    "formula-unconverted": Kind(
        Severity.ERROR,
        "A formula could not be converted",
        "Mend the TeX: the page shows it as it is typed.",
    ),
    "formula-unclosed": Kind(
        Severity.WARNING,
        "A formula has no end",
        "Put the closing sign where the formula ends; before a sign that is none, put a backslash.",
    ),
    "formula-doubled": Kind(
        Severity.WARNING,
        "A formula's commands have two backslashes",
        "Take away one of the two backslashes.",
    ),
    "reference-unresolved": Kind(
        Severity.WARNING,
        "A reference leads to no formula",
        "Give the formula this \\label, or mend the name here.",
    ),
    "emphasis-mended": Kind(
        Severity.INFO,
        "Bold words lacked a blank behind them",
        "Put a blank behind the asterisks.",
    ),
    "heading-order": Kind(
        Severity.INFO,
        "A heading leaves out a level",
        "Give it one more # than the heading that it stands under, not two.",
    ),
    "image-alt-missing": Kind(
        Severity.WARNING,
        "An image has no alternative text",
        "Say between the brackets what the image shows, for who cannot see it.",
    ),
    "image-foreign": Kind(
        Severity.WARNING,
        "An image that is not on this site is shown as its words alone",
        "Put the image into the library of images, or say in words what it shows.",
    ),
    "description-damaged": Kind(
        Severity.WARNING,
        "The description has lost characters",
        "Write the description anew; until then the page makes one of the answer.",
    ),
    "keywords-damaged": Kind(
        Severity.WARNING,
        "The keywords have lost characters",
        "Write the damaged keyword anew.",
    ),
    # Editorial problems of the text.
    "refusal": Kind(
        Severity.ERROR,
        "The answer begins with a refusal",
        "Answer the question, or withdraw the article.",
    ),
    "cut-off": Kind(
        Severity.ERROR,
        "The answer breaks off at its end",
        "Finish the last sentence, or take it away.",
    ),
    "email-address": Kind(
        Severity.ERROR,
        "A person's e-mail address is printed",
        "Take the address away, unless its owner wants it printed.",
    ),
    "phone-number": Kind(
        Severity.WARNING,
        "A telephone number is printed",
        "Take the number away, unless it is an office's and will stay right.",
    ),
    "lost-context": Kind(
        Severity.WARNING,
        "The question refers to something not shown",
        "Ask so that the question can be understood by itself.",
    ),
    "source-mention": Kind(
        Severity.WARNING,
        "The answer speaks of its sources as given to it",
        "Say it as a fact: readers never saw the sources.",
    ),
    "chat-closing": Kind(
        Severity.WARNING,
        "The answer ends like a chat",
        "Take the closing words away: readers cannot answer.",
    ),
    "scrape-remnant": Kind(
        Severity.WARNING,
        "Remnants of another page",
        "Take the remnant away.",
    ),
    "dated-title": Kind(
        Severity.INFO,
        "The title is bound to a year or to today",
        "Look whether the answer still holds, or ask without the date.",
    ),
    # Links in the text, and what only the whole library can tell.
    "link-dead": Kind(
        Severity.ERROR,
        "A link leads to no page",
        "Mend the address, or take the link away.",
    ),
    "link-withdrawn": Kind(
        Severity.WARNING,
        "A link leads to what was withdrawn",
        "Link to another article, or take the link away.",
    ),
    "link-redirected": Kind(
        Severity.INFO,
        "A link leads to an old address",
        "Link to the address where the article stands now.",
    ),
    "image-missing": Kind(
        Severity.ERROR,
        "An image is not in the library",
        "Upload the image, or take it out of the text.",
    ),
    "question-repeated": Kind(
        Severity.WARNING,
        "Another page gives the same question another answer",
        "Make one page of them, or ask so that they can be told apart.",
    ),
    # While a text is written: advice, of which nothing is kept but that it was ignored.
    "title-missing": Kind(
        Severity.ERROR,
        "The question is missing",
        "Write the question that the text answers.",
    ),
    "title-repeated": Kind(
        Severity.WARNING,
        "Another page asks the same question",
        "Ask so that the two can be told apart, or improve the other answer.",
    ),
    "question-exists": Kind(
        Severity.INFO,
        "This question exists already, in other words",
        "Look at that article first; perhaps a link, or a better answer there, is enough.",
    ),
    "hard-to-read": Kind(
        Severity.INFO,
        "The text is hard to read",
        "Cut long sentences in two, and use shorter words where there are any.",
    ),
}

# What inspecting and rendering an article's own text finds: found anew whenever it is written.
# The other kinds depend on its file, or on the whole library.
TEXT_KINDS = frozenset(
    (
        "formula-unconverted",
        "formula-unclosed",
        "formula-doubled",
        "reference-unresolved",
        "emphasis-mended",
        "heading-order",
        "image-alt-missing",
        "image-foreign",
        "description-damaged",
        "keywords-damaged",
        "refusal",
        "cut-off",
        "email-address",
        "phone-number",
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
# What becomes of the addresses in an answer, found by `articles.auditing.text_links`.
LINK_KINDS = frozenset(("link-dead", "link-withdrawn", "link-redirected", "image-missing"))
LIBRARY_KINDS = frozenset(("related-dangling", "orphan", "question-repeated", *LINK_KINDS))
# Found while a text is written and never kept: most of it would be true of thousands of articles.
WRITING_KINDS = frozenset(("title-missing", "title-repeated", "question-exists", "hard-to-read"))
# What reading a file has left out, so that nothing remains to be mended: an import's report counts
# them, and no editor is asked (7,924 of the whole library's findings were repeats).
SETTLED_KINDS = frozenset(("related-repeated", "related-self"))
# About how a file was read: found with the file, and settled by whoever changes the field, for what
# stands there is that person's word from then on.
READING_KINDS = frozenset(
    (
        *("encoding", "control-characters", "unknown-key", "invalid-value", "path-url-mismatch"),
        *("body-text", "marked-draft", "future-date", "title-supplied", "foreign-markup"),
        *("comment-in-text", "related-damaged", "mojibake-repaired", "directions-removed"),
        *("csv-unquoted", "fence-mended"),
        *SETTLED_KINDS,
    )
)
