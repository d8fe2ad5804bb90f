"""Position of each field in the text of a front matter, for the writer.

The positions are the marks of PyYAML's events. The text has been parsed by
`articles.core.source.front_matter` before, so it has no aliases, anchors or tags; nothing is
validated here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
# A key without a value in braces has no colon.
_COLON = re.compile(r"\s*:|")
_TRAILING_BLANK_LINES = re.compile(r"(?:\n[ \t]*)+\Z")


@dataclass(frozen=True, slots=True)
class Node:
    """A value: `text[start:end]`, without the blank lines and comments that may follow.

    `style` is `|`, `>`, `'`, `"` or "" (plain) for a scalar; `{` for any collection in braces or
    brackets, "" for one in lines. `value` is None for a collection; a mapping has `entries`.
    """

    start: int
    end: int
    style: str
    value: str | None = None
    entries: tuple["Entry", ...] = ()

    @property
    def is_block_mapping(self) -> bool:
        return bool(self.entries) and not self.style

    def find(self, key: str) -> "Entry | None":
        """The entry of that name, None where there is none."""
        return next((entry for entry in self.entries if entry.key == key), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value. `column` counts from 0; `colon` is the place right behind the colon."""

    key: str
    start: int
    column: int
    colon: int
    node: Node


def read_layout(text: str) -> Node | None:
    """The root mapping of a front matter, None where it is not written in lines.

    Raises yaml.YAMLError where the text is no YAML.

    >>> [(entry.key, entry.node.value) for entry in read_layout("a: 1\\nb: 'x'\\n").entries]
    [('a', '1'), ('b', 'x')]
    """
    events = yaml.parse(text, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            root = _read_node(text, event, events)
            return root if root.is_block_mapping and _stands_in_lines(text, root) else None
    return None


def line_start(text: str, position: int) -> int:
    """Where the line of a position begins."""
    return text.rfind("\n", 0, position) + 1


def next_line(text: str, position: int) -> int:
    """Where the line after that of a position begins."""
    newline = text.find("\n", position)
    return len(text) if newline < 0 else newline + 1


def block_indent(text: str, node: Node) -> int | None:
    """The column at which the lines of a `|` or `>` scalar stand, None where it has none."""
    lines = text[node.start : node.end].split("\n")[1:]
    columns = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    return min(columns, default=None)


def _stands_in_lines(text: str, mapping: Node) -> bool:
    """False where a key shares its line with something else, as in `? key` or `- key: value`."""
    return all(
        not text[line_start(text, entry.start) : entry.start].strip() for entry in mapping.entries
    )


def _read_node(text: str, event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
    if isinstance(event, yaml.ScalarEvent):
        return _read_scalar(text, event)
    start, style = event.start_mark.index, "{" if event.flow_style else ""
    entries: list[Entry] = []
    end = start
    for child in events:
        if isinstance(child, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            # A collection in lines ends for YAML where the next token begins.
            return Node(start, child.end_mark.index if style else end, style, None, tuple(entries))
        if isinstance(event, yaml.SequenceStartEvent):
            end = _read_node(text, child, events).end
            continue
        colon = _COLON.match(text, child.end_mark.index).end()
        node = _read_node(text, next(events), events)
        mark = child.start_mark
        entries.append(Entry(child.value, mark.index, mark.column, colon, node))
        end = node.end
    raise ValueError("the events of a collection do not end")


def _read_scalar(text: str, event: yaml.ScalarEvent) -> Node:
    start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
    if style in ("|", ">"):
        # The blank lines behind it belong to a `|+` alone; comments never do.
        blank = _TRAILING_BLANK_LINES.search(text, start, end)
        keeps_all = "+" in text[start : next_line(text, start)].partition("#")[0]
        if blank and not keeps_all:
            end = blank.start()
        elif blank:
            end = max(blank.start(), end - 1)
    return Node(start, end, style, event.value)
