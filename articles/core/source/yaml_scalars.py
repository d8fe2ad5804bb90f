"""Writer of a text as a YAML scalar, preferably in the style that the file already uses.

No style can hold every text (a folded scalar holds no leading spaces, a plain one no `: `), and
YAML 1.1 has long rules for each; so every candidate is parsed before it is used.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
# What a double-quoted scalar cannot hold as it is: quotes, backslashes, controls, and what YAML
# or this project's reader takes for a line break, a byte order mark or nothing.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
_NOT_ASCII = re.compile('["\\\\]|[^ -~]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Style(NamedTuple):
    """How a scalar is written: its sign (`|`, `>`, `'`, `"`, "" for plain), and the column at
    which the lines of `|` and `>` stand."""

    sign: str
    indent: int


def scalars(value: str, style: Style, *, column: int) -> Iterator[str]:
    r"""The ways to write `value` behind `key: `, where the key stands at `column`; `style` first.

    Each is read back by a YAML parser as exactly `value`, and never as null. The last one, in
    ASCII, can be written in any encoding.

    >>> list(scalars("no: more", Style("", 4), column=0))[:2]
    ['>-\n    no: more', '|-\n    no: more']
    """
    offered: set[str] = set()
    for sign in (style.sign, ">", "|", "'", '"', "ascii"):
        written = _WRITERS[sign](value, style.indent, style.indent - column)
        if written is not None and written not in offered and _reads_as(written, value, column):
            offered.add(written)
            yield written


def _plain(value: str, indent: int, depth: int) -> str | None:
    return value if value and "\n" not in value else None


def _single_quoted(value: str, indent: int, depth: int) -> str | None:
    return "'" + value.replace("'", "''") + "'" if "\n" not in value else None


def _double_quoted(value: str, indent: int, depth: int) -> str:
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _ascii(value: str, indent: int, depth: int) -> str:
    return f'"{_NOT_ASCII.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    number = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    # Never `\\x..`: in a file with those the reader looks for garbled characters, and what is
    # escaped here may be meant (an article about mojibake).
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _folded(value: str, indent: int, depth: int) -> str | None:
    """One line: in a folded scalar a newline would be two, and the eye finds no order in it."""
    text = value.rstrip("\n")
    if not text.strip() or "\n" in text:
        return None
    return ">" + _header(value, depth) + _lines(value, indent)


def _literal(value: str, indent: int, depth: int) -> str | None:
    return "|" + _header(value, depth) + _lines(value, indent) if value.strip() else None


def _header(value: str, depth: int) -> str:
    """The indentation indicator that leading blanks need, and the sign for the last newlines."""
    indicator = str(depth) if value.startswith((" ", "\n")) else ""
    newlines = len(value) - len(value.rstrip("\n"))
    return indicator + ("-", "", "+")[min(newlines, 2)]


def _lines(value: str, indent: int) -> str:
    text = value.removesuffix("\n")
    return "".join(f"\n{' ' * indent}{line}" if line else "\n" for line in text.split("\n"))


_WRITERS = {
    "": _plain,
    "'": _single_quoted,
    '"': _double_quoted,
    ">": _folded,
    "|": _literal,
    "ascii": _ascii,
}


def _reads_as(written: str, value: str, column: int) -> bool:
    text = f"{' ' * column}k: {written}\n{' ' * column}z: z\n"
    try:
        events = list(yaml.parse(text, Loader=_LOADER))
    except (yaml.YAMLError, UnicodeEncodeError):
        return False
    scalar = events[4]
    # The stream, the document, the mapping, two keys with a value each, and three ends.
    return (
        len(events) == 10
        and isinstance(scalar, yaml.ScalarEvent)
        and scalar.value == value
        and not scalar.tag
        and not scalar.anchor
        and (bool(scalar.style) or value not in _NULLS)
    )
