"""Decoding of file bytes to text, with a problem for everything but UTF-8.

Real files are UTF-8 with LF and no byte order mark (docs/corpus.md, "One file"). Files from other
sources may have any encoding.
"""

import codecs
import re
from typing import NamedTuple

from articles.core.text.mojibake import repair_mojibake
from articles.core.text.problem_kinds import Problem

# Controls that YAML refuses and no text needs; tab, LF, CR and NEL are none of them.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# The same among bytes, in two steps that cost a tenth of one regular expression: bytes that no
# clean file has, then the two lead bytes that can begin one of the rest.
_CONTROL_BYTES = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n")
_WIDE_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]|\xef(?:\xbf[\xbe\xbf]|\xbb\xbf)")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """A file's text with LF newlines and without a byte order mark, and what was unusual."""

    text: str
    problems: tuple[Problem, ...]


def decode_source(data: bytes) -> Decoded:
    """The text of a file.

    UTF-8, else what a byte order mark or a pattern of NULs indicates, else Windows-1252, in which
    every byte that is undefined stays as Latin-1's control and is then removed. Whatever is not
    plain UTF-8 comes with a Problem; a byte order mark and CRLF alone do not, they lose nothing.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _clean(*_decode_otherwise(data))
    if _is_suspect(data):
        if _guess_wide(data):
            return _clean(*_decode_otherwise(data))
        return _clean(text, None)
    return Decoded(text, ())


def _is_suspect(data: bytes) -> bool:
    return len(data.translate(None, _CONTROL_BYTES)) != len(data) or (
        (b"\xc2" in data or b"\xef" in data) and _WIDE_CONTROLS.search(data) is not None
    )


def _decode_otherwise(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    wide = _guess_wide(data)
    if wide:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _guess_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: the front matter begins with `-`, so every other byte is NUL."""
    if data.startswith(b"-\0-\0"):
        return "utf-16-le"
    if data.startswith(b"\0-\0-"):
        return "utf-16-be"
    return None


def _clean(text: str, encoding: str | None) -> Decoded:
    problems: list[Problem] = []
    if encoding:
        problems.append(Problem("encoding", "", None, f"read as {encoding}"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    match = CONTROLS.search(text)
    if match:
        # A control of Latin-1 may be the last byte of garbled UTF-8 (`â€\x9d` is a quote).
        text, repairs = repair_mojibake(text)
        problems += [
            Problem("mojibake-repaired", "", x.line, f"{x.before} → {x.after} ({x.count}×)")
            for x in repairs
        ]
        match = CONTROLS.search(text)
    if match:
        line = text.count("\n", 0, match.start()) + 1
        problems.append(Problem("control-characters", "", line, name_controls(text)))
        text = CONTROLS.sub("", text)
    return Decoded(text, tuple(problems))


def name_controls(text: str) -> str:
    """`U+0000, U+000C`: which control characters a text holds, at most 200 characters."""
    return ", ".join(sorted({f"U+{ord(char):04X}" for char in CONTROLS.findall(text)}))[:200]
