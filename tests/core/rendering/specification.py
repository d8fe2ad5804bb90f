"""Examples of CommonMark's and GitHub's specifications, and HTML as a form that can be compared.

What every page of ours has is no difference: no comments, the levels and ids of headings, `rel` of
links, the boxes of tables, classes instead of `align`, colours and `tabindex` of listings.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_END = re.compile(r"^<!-- END TESTS -->.*", re.MULTILINE | re.DOTALL)
_BLOCK_NAMES = "p h ul ol li blockquote pre table thead tbody tr td th hr div br details dl dt dd"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADING = re.compile(r"h[1-6]")
_IGNORED = frozenset(
    {("a", "rel"), ("h", "id"), ("pre", "tabindex"), ("code", "class"), ("th", "scope")}
    | {("img", "loading"), ("img", "decoding")}
)


class Example(NamedTuple):
    number: int
    markdown: str
    html: str


def read_examples(text: str) -> Iterator[Example]:
    """The examples of a `spec.txt`, numbered as the specification numbers them."""
    text = _END.sub("", text.replace("\r\n", "\n"))
    for number, match in enumerate(_EXAMPLE.finditer(text), start=1):
        yield Example(number, *(part.replace("→", "\t") for part in match.groups()))


def comparable(html: str) -> list[str]:
    """Tags with their sorted attributes, and words, without what every page of ours changes.

    >>> comparable('<h1>a</h1>\\n') == comparable('<h3 id="section-a">a</h3>')
    True
    """
    reader = _Reader()
    # The shortest comments, which the parser of older Pythons does not know.
    reader.feed(re.sub(r"<!---?>", "", html))
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self.in_listing = False

    def handle_starttag(self, tag, attributes):
        tag = _name(tag)
        self.in_listing = self.in_listing or tag == "pre"
        if tag == "section" or (tag == "span" and self.in_listing):
            return
        kept = []
        for name, value in attributes:
            if tag in ("td", "th") and name == "align":
                name, value = "class", f"align-{value}"
            if (tag, name) not in _IGNORED:
                kept.append(f' {name}="{value or ""}"')
        self.parts.append((tag, f"<{tag}{''.join(sorted(kept))}>"))

    def handle_endtag(self, tag):
        tag = _name(tag)
        if tag == "pre":
            self.in_listing = False
        if tag not in ("section", "br", "hr", "img") and not (tag == "span" and self.in_listing):
            self.parts.append((tag, f"</{tag}>"))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.parts and not self.parts[-1][0]:
            data = self.parts.pop()[1] + data
        self.parts.append(("", data))

    def finished(self) -> list[str]:
        """The parts; blanks beside a block are none."""
        result = []
        listing = False
        names = ["p", *(name for name, _ in self.parts), "p"]
        for index, (name, part) in enumerate(self.parts, start=1):
            listing = (listing or part == "<pre>") and part != "</pre>"
            if not name and not listing:
                part = re.sub(r"\s+", " ", part)
                part = part.lstrip() if names[index - 1] in _BLOCKS else part
                part = part.rstrip() if names[index + 1] in _BLOCKS else part
            if part:
                result.append(part)
        return result


def _name(tag: str) -> str:
    return "h" if _HEADING.fullmatch(tag) else tag
