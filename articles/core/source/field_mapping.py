"""A mapping of a site's own field names to those that are read: `headline` is its title, say.

The names are changed in the file's bytes when it comes, and in nothing else: how a stored file is
read depends on its bytes alone (docs/decisions/0026-translation-depends-on-bytes.md), so no later
delivery, export or undo has to know the mapping.
"""

import json
import re
from collections.abc import Mapping

import yaml

# Field -> the name under which the files of other systems have it (foreign_fields.py).
FIELDS = {
    **{"title": "title", "date": "date", "author": "author", "draft": "draft", "slug": "slug"},
    **{"description": "description", "keywords": "keywords", "subject": "categories"},
    **{"redirects": "aliases", "no_index": "noindex"},
}
_DOTS = re.compile(rb"^\.\.\.[ \t]*\r?$", re.MULTILINE)
# Before the first nested table of TOML, and at no indentation of YAML, names are of the top level.
_TABLE = re.compile(rb"^[ \t]*\[", re.MULTILINE)
_NAME = re.compile(r"[^\s:=\"'{}\[\],#&*!|>%@`]+(?: [^\s:=\"'{}\[\],#&*!|>%@`]+)*")


class BadMapping(Exception):
    """A mapping that cannot be read; carries its path and the reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def read_mapping(data: bytes, *, path: str) -> dict[str, str]:
    """The file's names -> ours, from YAML of lines `field: name`; raises BadMapping.

    >>> read_mapping(b"title: headline", path="fields.yml")
    {'headline': 'title'}
    """
    try:
        values = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise BadMapping(path, "is no YAML") from error
    if not isinstance(values, dict) or not values:
        raise BadMapping(path, "has no lines “field: name”")
    mapping: dict[str, str] = {}
    for field, name in values.items():
        if field not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise BadMapping(path, f"names the field “{field}”, and there are: {known}")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise BadMapping(path, f"has no name of a field for “{field}”")
        if name in mapping:
            raise BadMapping(path, f"gives “{name}” to two fields")
        mapping[name] = FIELDS[field]
    return mapping


def rename_fields(data: bytes, mapping: Mapping[str, str]) -> bytes:
    r"""A file's bytes with the names of its front matter changed; without one they stay.

    A name that the file has already stays as it is, and so does what was mapped to it.

    >>> rename_fields(b"---\nheadline: A\n---\n", {"headline": "title"})
    b'---\ntitle: A\n---\n'
    """
    start, end, pattern = _front_matter(data)
    matter = data[start:end]
    for name, own in mapping.items():
        found = re.search(pattern % re.escape(name.encode()), matter, re.MULTILINE)
        if found and not re.search(pattern % re.escape(own.encode()), matter, re.MULTILINE):
            matter = matter[: found.start(1)] + own.encode() + matter[found.end(1) :]
    return data[:start] + matter + data[end:]


def _front_matter(data: bytes) -> tuple[int, int, bytes]:
    """Where the names of the top level stand, and the pattern of one: its group 1 is the name."""
    opening = re.match(rb"(?:\xef\xbb\xbf)?\s*(---|\+\+\+)[ \t]*\r?\n", data)
    if opening:
        fence = re.compile(rb"^" + re.escape(opening[1]) + rb"[ \t]*\r?$", re.MULTILINE)
        closing = fence.search(data, opening.end()) or _DOTS.search(data, opening.end())
        end = closing.start() if closing else opening.end()
        if opening[1] == b"---":
            return opening.end(), end, rb"^[\"']?(%s)[\"']?[ \t]*:(?=\s)"
        table = _TABLE.search(data, opening.end(), end)
        return opening.end(), table.start() if table else end, rb"^[ \t]*[\"']?(%s)[\"']?[ \t]*="
    if data.lstrip()[:1] == b"{":
        return _json_object(data)
    return 0, 0, rb"(?!)(%s)"


def _json_object(data: bytes) -> tuple[int, int, bytes]:
    """Names of the highest level stand where the first one does: as far in."""
    start = data.index(b"{")
    try:
        text = data[start:].decode()
        end = start + len(text[: json.JSONDecoder().raw_decode(text)[1]].encode())
    except (ValueError, RecursionError):
        return 0, 0, rb"(?!)(%s)"
    first = re.match(rb"\{[ \t]*\r?\n([ \t]*)", data[start:end])
    lead = rb"^" + re.escape(first[1]) if first else rb"^\{?[ \t]*"
    return start, end, lead + rb"\"(%s)\"[ \t]*:"
