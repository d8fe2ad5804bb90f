"""Front matter in any of its three syntaxes: YAML between `---`, TOML between `+++`, a JSON object.

Hugo reads all three (https://gohugo.io/content-management/front-matter/). Whatever the syntax, the
values are strings, mappings and lists of them: the reader's schema gives the types.
"""

import json
import re
import tomllib
from datetime import date, datetime, time
from enum import Enum
from typing import Any, NamedTuple

from articles.core.source.byte_decoding import CONTROLS, name_controls
from articles.core.source.front_matter import (
    MAXIMUM_DEPTH,
    MAXIMUM_VALUES,
    Parts,
    Value,
    parse_front_matter,
    split_front_matter,
)
from articles.core.source.plain_front_matter import read_plainly
from articles.core.source.read_errors import FrontMatterBroken
from articles.core.text.problem_kinds import Problem

_TOML_FENCE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"at line (\d+)")


class Syntax(Enum):
    """How a front matter is written; NONE where a file has none."""

    YAML = "YAML"
    TOML = "TOML"
    JSON = "JSON"
    NONE = "none"


class Matter(NamedTuple):
    """A front matter: its values, the two parts of the file, and its syntax."""

    values: dict[str, Value]
    parts: Parts
    syntax: Syntax


def read_matter(text: str, *, path: str, problems: list[Problem], may_lack: bool = False) -> Matter:
    """The front matter of a file's text.

    `may_lack`: a text without any is all body. Raises FrontMatterMissing or FrontMatterBroken.
    """
    syntax = syntax_of(text)
    if syntax is Syntax.NONE and may_lack and text.strip():
        return Matter({}, Parts("", text, 0), syntax)
    if syntax is Syntax.TOML:
        return _read_toml(text, path, problems)
    if syntax is Syntax.JSON:
        return _read_json(text, path, problems)
    parts = split_front_matter(text, path=path)
    values = read_plainly(parts.yaml)
    if values is None:
        values = parse_front_matter(
            parts.yaml, path=path, first_line=parts.first_line, problems=problems
        )
    return Matter(values, parts, Syntax.YAML)


def syntax_of(text: str) -> Syntax:
    """The syntax that the first line that is not blank announces."""
    if text.startswith("---\n"):
        return Syntax.YAML
    opening = text.lstrip()[:200].partition("\n")[0].rstrip()
    if opening == "---":
        return Syntax.YAML
    if opening == "+++":
        return Syntax.TOML
    return Syntax.JSON if opening.startswith("{") and not opening.startswith("{{") else Syntax.NONE


def split_toml(text: str, *, path: str) -> Parts:
    """The TOML between the lines `+++`, and the body; raises FrontMatterBroken without an end."""
    opening = _TOML_FENCE.search(text)
    start = opening.end() + 1
    first_line = text.count("\n", 0, start) + 1
    closing = _TOML_FENCE.search(text, start) if start <= len(text) else None
    if closing is None:
        reason = "has front matter that does not end with a line “+++”"
        raise FrontMatterBroken(path, reason, line=first_line)
    return Parts(text[start : closing.start()], text[closing.end() + 1 :], first_line)


def split_json(text: str, *, path: str) -> tuple[Parts, dict[str, Any]]:
    """The JSON object at a text's beginning, the body below it, and what the object says."""
    start = len(text) - len(text.lstrip())
    decoder = json.JSONDecoder(object_pairs_hook=_unique_pairs)
    first_line = text.count("\n", 0, start) + 1
    try:
        values, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        reason = f"has JSON that cannot be read: {error.msg}"
        raise FrontMatterBroken(path, reason, line=_line_of(error)) from error
    except (_RepeatedName, RecursionError) as error:
        reason = f"has JSON that cannot be read: {error}"
        raise FrontMatterBroken(path, reason, line=first_line) from error
    newline = text.find("\n", end)
    body = text[newline + 1 :] if newline >= 0 and not text[end:newline].strip() else text[end:]
    return Parts(text[start : len(text) - len(body)], body, first_line), values


def _line_of(error: json.JSONDecodeError) -> int:
    """The line to be changed: where a comma is missing, or stands before the end, the one on which
    what is before ends; the parser names the one on which it goes on."""
    place = error.pos
    if "delimiter" in error.msg or error.doc[place : place + 1] in ("}", "]"):
        place = len(error.doc[:place].rstrip())
    return error.doc.count("\n", 0, place) + 1


def _read_toml(text: str, path: str, problems: list[Problem]) -> Matter:
    parts = split_toml(text, path=path)
    try:
        values = tomllib.loads(parts.yaml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _LINE.search(str(error))
        # At the end of the text, where something is missing, it names no line.
        number = int(found[1]) if found else max(1, parts.yaml.count("\n"))
        words = str(error).partition(" (at")[0]
        reason = f"has TOML that cannot be read: {words}"
        raise FrontMatterBroken(path, reason, line=parts.first_line + number - 1) from error
    return Matter(_strings(values, path, parts.first_line, problems), parts, Syntax.TOML)


def _read_json(text: str, path: str, problems: list[Problem]) -> Matter:
    parts, values = split_json(text, path=path)
    return Matter(_strings(values, path, parts.first_line, problems), parts, Syntax.JSON)


def _strings(
    values: dict[str, Any], path: str, line: int, problems: list[Problem]
) -> dict[str, Value]:
    """The values as a YAML front matter has them, within its limits and without the control
    characters that an escape has written: JSON's can be half of a pair, which no database keeps."""
    count = 0

    def clean(text: str) -> str:
        if not CONTROLS.search(text):
            return text
        problems.append(Problem("control-characters", "", line, name_controls(text)))
        return CONTROLS.sub("", text)

    def convert(value: Any, depth: int) -> Value:
        nonlocal count
        count += 1
        if count > MAXIMUM_VALUES:
            reason = f"has front matter of more than {MAXIMUM_VALUES} values"
            raise FrontMatterBroken(path, reason, line=line)
        if isinstance(value, dict | list) and depth > MAXIMUM_DEPTH:
            reason = f"has front matter nested deeper than {MAXIMUM_DEPTH} levels"
            raise FrontMatterBroken(path, reason, line=line)
        if isinstance(value, dict):
            return {clean(key): convert(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [convert(each, depth + 1) for each in value]
        text = _as_string(value)
        return text and clean(text)

    return {clean(key): convert(value, 2) for key, value in values.items()}


def _as_string(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return repr(value)


class _RepeatedName(Exception):
    """A name that stands twice in an object."""


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise _RepeatedName(f"the field “{repeated[:100]}” stands there twice")
    return found
