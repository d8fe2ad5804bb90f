"""Parser of YAML front matter to a dict of strings, within limits.

The dict is built from the events of PyYAML's C parser, which takes half the time of its loader
(docs/corpus.md, "Import into SQLite"). No value gets a type by its form: `no` is a word, and the
reader's schema defines which field is a date. Aliases, anchors, tags and repeated keys are refused:
no real file has any, and they enable YAML bombs and silent overwriting.
"""

import re
from typing import NamedTuple

import yaml

from articles.core.source.byte_decoding import CONTROLS, name_controls
from articles.core.source.front_matter_fences import FENCE, end_of, why_no_end, why_no_start
from articles.core.source.read_errors import FrontMatterBroken, FrontMatterMissing
from articles.core.text.problem_kinds import Problem

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml: slower by an order, the same events.
    from yaml import Loader as _Parser

# A scalar (None for `null`, `~` and nothing), a mapping, or a sequence of them.
Value = str | None | dict[str, "Value"] | list["Value"]

# The library's own files have 2 levels and up to 60 keys.
MAXIMUM_DEPTH = 8
MAXIMUM_VALUES = 2_000

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
COMMENT_IN_TEXT = "comment-in-text"
_COMMENT = re.compile(r"[ \t]+(#[^\n]*)")
# What a parser was reading when it failed, where the fault lies at the beginning of that: it goes
# on behind it, and what it cannot read is a line that somebody wrote as it should be.
_BEGUN = (
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)


class Parts(NamedTuple):
    """A file in two: the YAML between the `---` lines, and the body below them."""

    yaml: str
    body: str
    first_line: int

    @property
    def body_line(self) -> int:
        """The file's line on which the body begins."""
        return self.first_line + self.yaml.count("\n") + 1


def split_front_matter(text: str, *, path: str) -> Parts:
    """The front matter and the body of a file.

    Only a line that is `---` and nothing else ends it: inside values such a line is indented.
    Blank lines may stand above. `first_line` is the file's line on which the YAML begins.

    Raises FrontMatterMissing where the text does not begin with `---`, FrontMatterBroken where
    no line ends it.
    """
    if text.startswith("---\n"):
        start = 4
    else:
        stripped = text.lstrip()
        start = len(text) - len(stripped)
        opening, newline, _ = stripped.partition("\n")
        if opening.rstrip() != FENCE:
            line = text.count("\n", 0, start) + 1 if stripped else None
            raise FrontMatterMissing(path, why_no_start(opening, text), line=line)
        start += len(opening) + len(newline)
    first_line = text.count("\n", 0, start) + 1
    end = end_of(text, start)
    if end is None:
        reason, number = why_no_end(text[start:])
        raise FrontMatterBroken(path, reason, line=first_line + number)
    return Parts(text[start : end.start], text[end.body :], first_line)


def parse_front_matter(
    text: str, *, path: str, first_line: int, problems: list[Problem] | None = None
) -> dict[str, Value]:
    """The mapping that a YAML text holds, every scalar a string.

    Control characters that a double-quoted scalar's escapes write (`"\\0"`, or `"\\frac"`, where
    LaTeX was meant) are removed; `problems`, where given, gets an entry.

    Raises FrontMatterBroken, with the line in the file, where the YAML is wrong, is no mapping,
    or holds what is refused here (see the module).
    """
    builder = _Builder(path, first_line, problems if problems is not None else [])
    try:
        return builder.build(text)
    except yaml.YAMLError as error:
        reason, number = _fault_in(text, error, builder.last)
        raise FrontMatterBroken(path, reason, line=first_line + number) from error


def _fault_in(text: str, error: yaml.YAMLError, last: yaml.Event | None) -> tuple[str, int]:
    """What to tell of a parser's error, and the line of the text (from 0) that must be changed."""
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    if begun and getattr(error, "context", None) in _BEGUN:
        mark = begun
    elif mark and _is_quoted(last) and last.end_mark.line == mark.line:
        # A quote that was not closed is closed by the next one, lines below.
        mark = last.start_mark
    number = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
    reason, fence = why_no_end(text)
    if fence and fence <= number + 1:
        return reason, fence
    problem = getattr(error, "problem", None) or getattr(error, "reason", None)
    words = f"has YAML that cannot be read: {problem or type(error).__name__}"
    # Where the text breaks off, its last line is the one.
    return words, min(number, max(0, text.count("\n") - 1))


def _is_quoted(event: yaml.Event | None) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')


class _Builder:
    """Turns one document's events into values; counts them, so that no input grows."""

    def __init__(self, path: str, first_line: int, problems: list[Problem]) -> None:
        self.path = path
        self.first_line = first_line
        self.problems = problems
        self.count = 0
        self.text = ""
        self.has_comments = False
        # The last name or value: an error is often found behind it.
        self.last: yaml.Event | None = None

    def build(self, text: str) -> dict[str, Value]:
        parser = _Parser(text)
        self.text, self.has_comments = text, " #" in text or "\t#" in text
        try:
            self._next = parser.get_event
            self._next()  # the stream
            if not isinstance(self._next(), yaml.DocumentStartEvent):
                raise self._refusal("has front matter without a field")
            event = self._next()
            if type(event) is not yaml.MappingStartEvent:
                raise self._refusal("has front matter that is no list of fields", event)
            value = self._build_mapping(event, 1)
            self._next()  # the document's end
            event = self._next()
            if not isinstance(event, yaml.StreamEndEvent):
                raise self._refusal("has front matter of more than one document", event)
            return value
        finally:
            parser.dispose()

    def _build_mapping(
        self, start: yaml.MappingStartEvent, depth: int, prefix: str = ""
    ) -> dict[str, Value]:
        """Where a mapping starts to where it ends. Scalars, 59 of 60 values, are read inline."""
        self._check(start, depth)
        values: dict[str, Value] = {}
        scalar, end, get_event = yaml.ScalarEvent, yaml.MappingEndEvent, self._next
        while type(event := get_event()) is not end:
            if type(event) is not scalar or event.anchor or event.tag:
                raise self._refusal("has a name that is no plain text", event)
            key = event.value
            if event.style == '"':
                key = self._clean(key, event, "")
            if key in values:
                raise self._refusal("stands there twice", event, field=key)
            self.last = event
            event = get_event()
            if type(event) is scalar and not event.anchor and not event.tag:
                self.last = event
                text, style = event.value, event.style
                if style == '"':
                    text = self._clean(text, event, key)
                elif self.has_comments and not style:
                    self._note_comment(event, prefix + key)
                values[key] = None if text in NULLS and not style else text
            else:
                values[key] = self._build_value(event, depth, prefix + key)
        self._count(len(values), start)
        return values

    def _build_sequence(
        self, start: yaml.SequenceStartEvent, depth: int, field: str
    ) -> list[Value]:
        self._check(start, depth)
        values: list[Value] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            values.append(self._build_value(event, depth, field))
            self._count(1, event)
        return values

    def _build_value(self, event: yaml.Event, depth: int, field: str) -> Value:
        if type(event) is yaml.MappingStartEvent:
            return self._build_mapping(event, depth + 1, f"{field}.")
        if type(event) is yaml.SequenceStartEvent:
            return self._build_sequence(event, depth + 1, field)
        self._check(event, depth)
        self.last = event
        if self.has_comments and not event.style:
            self._note_comment(event, field)
        if event.value in NULLS and not event.style:
            return None
        return self._clean(event.value, event, "")

    def _note_comment(self, event: yaml.ScalarEvent, field: str) -> None:
        """“What is #1?” without quotes is “What is” to YAML, and says so to nobody."""
        comment = _COMMENT.match(self.text, event.end_mark.index)
        if comment:
            line = self.first_line + event.end_mark.line
            words = comment[1].rstrip()[:200]
            self.problems.append(Problem(COMMENT_IN_TEXT, field[:100], line, words))

    def _clean(self, text: str, event: yaml.ScalarEvent, field: str) -> str:
        """Without the control characters that only an escape can have written."""
        if not CONTROLS.search(text):
            return text
        line = self.first_line + event.start_mark.line
        detail = name_controls(text)
        self.problems.append(Problem("control-characters", field[:100], line, detail))
        return CONTROLS.sub("", text)

    def _check(self, event: yaml.NodeEvent, depth: int) -> None:
        if type(event) is yaml.AliasEvent:
            raise self._refusal("has front matter with an alias", event)
        if event.anchor:
            raise self._refusal("has front matter with an anchor", event)
        if event.tag:
            raise self._refusal("has front matter with a tag", event)
        if depth > MAXIMUM_DEPTH:
            reason = f"has front matter nested deeper than {MAXIMUM_DEPTH} levels"
            raise self._refusal(reason, event)

    def _count(self, number: int, event: yaml.Event) -> None:
        self.count += number
        if self.count > MAXIMUM_VALUES:
            raise self._refusal(f"has front matter of more than {MAXIMUM_VALUES} values", event)

    def _refusal(
        self, reason: str, event: yaml.Event | None = None, *, field: str = ""
    ) -> FrontMatterBroken:
        line = self.first_line + (event.start_mark.line if event else 0)
        return FrontMatterBroken(self.path, reason, field=field[:100], line=line)
