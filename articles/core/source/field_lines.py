"""Line of a field in its file: the one that a person must change.

Looked up for what is reported alone, and by pattern: of 23,437 real files a fifth has something to
report, and a parser that keeps its marks takes as long as the whole reading.
"""

import re
from collections.abc import Mapping

from articles.core.text.problem_kinds import Problem

# Problems of fields: they have no line inside of a text, and their own in the file.
_ABOUT_FIELDS = frozenset(
    (
        *("invalid-value", "unknown-key", "path-url-mismatch", "marked-draft", "future-date"),
        *("related-damaged", "related-repeated", "related-self"),
    )
)
# A front matter that is indented, or in braces.
_UNUSUAL = re.compile(r"\s*\{|[ \t]+[^\s#]")


def find_line(yaml: str, field: str, *, first_line: int) -> int | None:
    """The line of the file on which a field stands, None where it is not written there.

    `field` is as problems name it, nested ones with a dot; `first_line` that on which the front
    matter begins.

    >>> find_line("id: 1\\nseo:\\n  title: A\\n", "seo.title", first_line=2)
    4
    """
    if not field:
        return None
    end = _find(yaml, 0, field, is_nested=False)
    group, _, nested = field.rpartition(".")
    if end is None and group:
        start = _find(yaml, 0, group, is_nested=False)
        end = None if start is None else _find(yaml, start, nested, is_nested=True)
    if end is None and _UNUSUAL.match(yaml):
        end = _find(yaml, 0, nested, is_nested=True)
    return None if end is None else first_line + yaml.count("\n", 0, end)


def with_line(problem: Problem, yaml: str, *, first_line: int, names: Mapping[str, str]) -> Problem:
    """The problem with the line of its field, if it is one about a field; `names` gives the file's
    own names of fields that it calls otherwise."""
    if problem.kind not in _ABOUT_FIELDS or problem.line is not None:
        return problem
    name = names.get(problem.field, problem.field)
    return problem._replace(line=find_line(yaml, name, first_line=first_line))


def _find(yaml: str, start: int, key: str, *, is_nested: bool) -> int | None:
    """Where a name ends with its colon."""
    name = re.escape(key)
    margin = r"(?:^[ \t-]*|[{,][ \t]*)" if is_nested else "^"
    pattern = re.compile(rf"{margin}(?:{name}|'{name}'|\"{name}\")[ \t]*[:=]", re.MULTILINE)
    match = pattern.search(yaml, start)
    return match.end() if match else None
