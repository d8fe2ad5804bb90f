"""Mapping of normalised text to file bytes, so that an edit changes only what it replaces.

The reader normalises (byte_decoding.py): it decodes, drops a byte order mark, turns CRLF into LF
and removes control characters. An edit is made in the normalised text and is applied to the
original bytes.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from articles.core.source.byte_decoding import CONTROLS, decode_source

_NEWLINE = re.compile("(\r\n|\r|\n)")


class Edit(NamedTuple):
    """Put `text` in the place of `[start:end]`; equal places mean to insert."""

    start: int
    end: int
    text: str


class Original:
    """One file. `text` is what the reader sees of it."""

    def __init__(self, data: bytes) -> None:
        decoded = decode_source(data)
        self.text = decoded.text
        self._encoding = "utf-8"
        for problem in decoded.problems:
            if problem.kind == "encoding":
                self._encoding = problem.detail.removeprefix("read as ")
        raw = data.decode(self._encoding, "replace")
        if raw.encode(self._encoding, "replace") != data:
            # Bytes that are no text in the file's own encoding: nothing can bring them back.
            raw, self._encoding = self.text, "utf-8"
        places = None
        if raw != self.text:
            places = _align(raw, self.text)
            raw = self.text if places is None else raw
        self._raw = raw
        self._newline = _find_newline(raw)
        self._places = places

    def can_write(self, text: str) -> bool:
        """True if the file's encoding has every character of a text."""
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True

    def apply(self, edits: Iterable[Edit]) -> bytes:
        """The file with the edits made; insertions at one place stay in the order given.

        Raises UnicodeEncodeError where `can_write` was not asked.
        """
        pieces: list[str] = []
        position = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            pieces.append(self._raw[position : self._place(edit.start)])
            pieces.append(edit.text.replace("\n", self._newline))
            position = self._place(edit.end)
        pieces.append(self._raw[position:])
        return "".join(pieces).encode(self._encoding)

    def _place(self, position: int) -> int:
        return position if self._places is None else self._places[position]


def _find_newline(raw: str) -> str:
    """The newline that most of the file's lines end with."""
    pairs = raw.count("\r\n")
    if pairs * 2 > raw.count("\n"):
        return "\r\n"
    return "\r" if "\r" in raw and "\n" not in raw else "\n"


def _align(raw: str, text: str) -> list[int] | None:
    """Where each character of the normalised text begins in the raw one, and where both end; None
    if their lines do not correspond."""
    places: list[int] = []
    position = 0
    lines = _NEWLINE.split(raw)
    normalised = text.split("\n")
    if len(lines[::2]) != len(normalised):
        return None
    for line, newline, kept in zip(lines[::2], [*lines[1::2], ""], normalised, strict=True):
        places += [position + place for place in _align_line(line, kept)]
        position += len(line)
        places.append(position)
        position += len(newline)
    return places


def _align_line(raw: str, text: str) -> list[int]:
    """Where the characters of a line begin: it has lost some, or some were repaired. What was
    repaired counts as one place, in front of the part behind it that is the same."""
    places: list[int] = []
    position = 0
    for char in text:
        found = raw.find(char, position)
        if found < 0 or CONTROLS.sub("", raw[position:found]).strip("\ufeff"):
            break
        places.append(found)
        position = found + 1
    else:
        return places
    tail = 0
    while tail < min(len(raw) - position, len(text) - len(places)) and raw[~tail] == text[~tail]:
        tail += 1
    middle = len(text) - len(places) - tail
    return [*places, *[position] * middle, *range(len(raw) - tail, len(raw))]
