"""Parser of YAML front matter to a dict of strings, within limits.

The dict is built from the events of PyYAML's C parser, which takes half the time of its loader
(docs/corpus.md, "Import into SQLite"). No value gets a type by its form: `no` is a word, and the
reader's schema defines which field is a date. Aliases, anchors, tags and repeated keys are refused:
no real file has any, and they enable YAML bombs and silent overwriting.
"""

from typing import NamedTuple

import yaml

from articles.core.source.byte_decoding import CONTROLS, name_controls
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
_FENCE = "---"


class Parts(NamedTuple):
    """A file in two: the YAML between the `---` lines, and the body below them."""

    yaml: str
    body: str
    first_line: int


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
        if opening.rstrip() != _FENCE:
            reason = "has no front matter" if stripped else "is empty"
            raise FrontMatterMissing(path, reason)
        start += len(opening) + len(newline)
    first_line = text.count("\n", 0, start) + 1
    # The newline before the YAML is part of the search, so that empty front matter ends too.
    search = max(0, start - 1)
    while (end := text.find("\n---", search)) >= 0:
        line_end = text.find("\n", end + 1)
        line_end = line_end if line_end >= 0 else len(text)
        if text[end + 1 : line_end].rstrip() == _FENCE:
            return Parts(text[start : end + 1], text[line_end + 1 :], first_line)
        search = end + 1
    reason = "has front matter that does not end with a line “---”"
    raise FrontMatterBroken(path, reason, line=first_line)


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
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None)
        line = first_line + mark.line if mark else first_line
        reason = f"has YAML that cannot be read: {problem or type(error).__name__}"
        raise FrontMatterBroken(path, reason, line=line) from error


class _Builder:
    """Turns one document's events into values; counts them, so that no input grows."""

    def __init__(self, path: str, first_line: int, problems: list[Problem]) -> None:
        self.path = path
        self.first_line = first_line
        self.problems = problems
        self.count = 0

    def build(self, text: str) -> dict[str, Value]:
        parser = _Parser(text)
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

    def _build_mapping(self, start: yaml.MappingStartEvent, depth: int) -> dict[str, Value]:
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
            event = get_event()
            if type(event) is scalar and not event.anchor and not event.tag:
                text, style = event.value, event.style
                if style == '"':
                    text = self._clean(text, event, key)
                values[key] = None if text in NULLS and not style else text
            else:
                values[key] = self._build_value(event, depth)
        self._count(len(values), start)
        return values

    def _build_sequence(self, start: yaml.SequenceStartEvent, depth: int) -> list[Value]:
        self._check(start, depth)
        values: list[Value] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            values.append(self._build_value(event, depth))
            self._count(1, event)
        return values

    def _build_value(self, event: yaml.Event, depth: int) -> Value:
        if type(event) is yaml.MappingStartEvent:
            return self._build_mapping(event, depth + 1)
        if type(event) is yaml.SequenceStartEvent:
            return self._build_sequence(event, depth + 1)
        self._check(event, depth)
        if event.value in NULLS and not event.style:
            return None
        return self._clean(event.value, event, "")

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
