"""Positions of the fields of a front matter in TOML or JSON, and how a new one is written there.

As YAML's are found by the marks of its parser (`field_positions.py`), these are found by reading:
the parsers of TOML and JSON keep no marks.
"""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from json.decoder import scanstring
from typing import Any

from articles.core.source.byte_preserving_text import Edit

_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^[ \t]*([A-Za-z0-9_.\"' -]+?)[ \t]*=[ \t]*", re.MULTILINE)
_SIMPLE = re.compile(
    r'"(?:[^"\\\n]|\\.)*"(?!")|\'[^\'\n]*\'(?!\')|[^\s"\'\[{#][^\s#,]*(?:[ ]\d[\d:.+Zz-]*)?'
)
_BLANK = re.compile(r"[ \t\r\n]*")
_MOST_CLOSINGS = 2_000


@dataclass(frozen=True, slots=True)
class Member:
    """A field on the highest level: `text[start:value_start]` is its name, up to `value_end` its
    value; `text[start:end]` is what goes with it."""

    key: str
    start: int
    value_start: int
    value_end: int
    end: int
    is_list: bool


class TomlMembers:
    """The fields before the first table of a TOML text. Raises ValueError where one is written in
    a way that is not understood here."""

    def __init__(self, text: str) -> None:
        self.text = text
        table = _TABLE.search(text)
        self._end = table.start() if table else len(text)
        self.members = self._read()

    def _read(self) -> list[Member]:
        members = []
        position = 0
        while match := _ASSIGNMENT.search(self.text, position, self._end):
            end = self._value_end(match.end())
            line_end = self.text.find("\n", end)
            line_end = len(self.text) if line_end < 0 else line_end + 1
            key = match[1].replace('"', "").replace("'", "")
            is_list = self.text[match.end()] == "["
            members.append(Member(key, match.start(), match.end(), end, line_end, is_list))
            position = line_end
        return members

    def _value_end(self, start: int) -> int:
        """A value ends where the text from `start` is one: a list may hold brackets in strings."""
        simple = _SIMPLE.match(self.text, start, self._end)
        if simple:
            return simple.end()
        closings = re.compile(r"\]|\}|\"{3,5}|'{3,5}").finditer(self.text, start + 1, self._end)
        for closing, _ in zip(closings, range(_MOST_CLOSINGS), strict=False):
            try:
                tomllib.loads(f"k = {self.text[start : closing.end()]}")
            except tomllib.TOMLDecodeError:
                continue
            return closing.end()
        raise ValueError(self.text[start : start + 80])

    def write(self, value: Any) -> str:
        """The value as TOML: a basic string has JSON's escapes (https://toml.io/en/v1.0.0)."""
        if isinstance(value, dict):
            pairs = (f"{key} = {self.write(each)}" for key, each in value.items())
            return "{ " + ", ".join(pairs) + " }"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.write, value)) + "]"
        written = json.dumps(value, ensure_ascii=False)
        return written.replace("\x7f", "\\u007f")

    def insert(self, lines: Sequence[tuple[str, str]]) -> list[Edit]:
        """The edits that add (name, written value): behind the last field, before the tables."""
        place = self.members[-1].end if self.members else self._end
        lead = "" if place == 0 or self.text[place - 1] == "\n" else "\n"
        text = "".join(f"{key} = {written}\n" for key, written in lines)
        return [Edit(place, place, lead + text)]

    def remove(self, members: Sequence[Member]) -> list[Edit]:
        """The edits that take members away, with their lines."""
        return [Edit(member.start, member.end, "") for member in members]


class JsonMembers:
    """The fields of a text that is one JSON object, which has been read before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.members = self._read()

    def _read(self) -> list[Member]:
        decoder = json.JSONDecoder()
        members = []
        position = self._skip(self.text.index("{") + 1)
        while self.text[position] != "}":
            start = position
            key, position = scanstring(self.text, position + 1)
            value_start = self._skip(self._skip(position) + 1)
            _, end = decoder.raw_decode(self.text, value_start)
            is_list = self.text[value_start] == "["
            members.append(Member(key, start, value_start, end, end, is_list))
            position = self._skip(end)
            if self.text[position] == ",":
                position = self._skip(position + 1)
        return members

    def _skip(self, position: int) -> int:
        return _BLANK.match(self.text, position).end()

    def write(self, value: Any) -> str:
        """The value as JSON on one line."""
        return json.dumps(value, ensure_ascii=False)

    def insert(self, lines: Sequence[tuple[str, str]]) -> list[Edit]:
        """The edits that add (name, written value) behind the last field, in the form of the
        first."""
        if not self.members:
            place = self.text.index("{") + 1
            text = ", ".join(f"{self.write(key)}: {written}" for key, written in lines)
            return [Edit(place, place, text)]
        first, last = self.members[0], self.members[-1]
        lead = self.text[self.text.index("{") + 1 : first.start]
        colon = self.text[first.start : first.value_start].partition('":')[2]
        text = "".join(f",{lead}{self.write(key)}:{colon}{written}" for key, written in lines)
        return [Edit(last.end, last.end, text)]

    def remove(self, members: Sequence[Member]) -> list[Edit]:
        """The edits that take members away, with one comma each."""
        places = [self.members.index(member) for member in members]
        left = [at for at in range(len(self.members)) if at not in places]
        edits = []
        for at in places:
            if left and at > left[0]:
                edits.append(Edit(self.members[at - 1].end, self.members[at].end, ""))
            elif at + 1 < len(self.members):
                edits.append(Edit(self.members[at].start, self.members[at + 1].start, ""))
            else:
                edits.append(Edit(self.members[at].start, self.members[at].end, ""))
        return edits
