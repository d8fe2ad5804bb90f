"""List of an article's sources in a file: its reader, and its writer for YAML in lines.

sources:
    - https://example.org/heat
    - title: Heat and work
      url: https://example.org/work
"""

from collections.abc import Callable, Iterator, Sequence

from articles.core.article_content import MAX_LENGTHS
from articles.core.source.field_types import FieldReader
from articles.core.source.front_matter import Value
from articles.core.source.yaml_scalars import Style, scalars
from articles.core.text.source_list import MOST_SOURCES, Source, source_of, write_sources

_INDENT = 4


def read_source_entries(fields: FieldReader) -> str:
    """Return the text of the sources (`articles.core.text.source_list`) of a file: a list of
    addresses or of {title, url}, or a single one. What is no address of the web is reported and
    left out, and so is what is beyond the hundredth source."""
    value = fields.values.get("sources")
    entries = value if isinstance(value, list) else [value]
    found: list[Source] = []
    for entry in entries:
        if entry in (None, ""):
            continue
        source = _read_entry(entry)
        if source is None or len(found) == MOST_SOURCES:
            reason = "is no source" if source is None else "is one source too many"
            fields.report_value("sources", reason, entry)
        else:
            found.append(source)
    text = write_sources(found)
    if len(text) > MAX_LENGTHS["sources"]:
        fields.report_value("sources", "is too long", f"{len(text):,} characters")
        return ""
    return text


def _read_entry(entry: Value) -> Source | None:
    if isinstance(entry, str):
        return source_of(entry)
    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        return None
    title = entry.get("title") or ""
    return source_of(entry["url"], title) if isinstance(title, str) else None


def entry_of(source: Source) -> str | dict[str, str]:
    """Return a source as TOML and JSON hold it: its address, or title and address."""
    return {"title": source.title, "url": source.url} if source.title else source.url


def sources_in_lines(
    sources: Sequence[Source], *, column: int, can_write: Callable[[str], bool]
) -> str:
    """Return what stands behind `sources:`, where the key stands at `column`, without the last
    newline. `can_write` tells whether the file's encoding has the signs of a text."""
    margin = " " * (column + _INDENT)
    lines = []
    for source in sources:
        pairs = list(_pairs(source, column + _INDENT + 2, can_write))
        first, *others = pairs if source.title else [pairs[0].partition(": ")[2]]
        lines.append(f"{margin}- {first}")
        lines += [f"{margin}  {pair}" for pair in others]
    return "".join(f"\n{line}" for line in lines)


def _pairs(source: Source, column: int, can_write: Callable[[str], bool]) -> Iterator[str]:
    values = {"title": source.title, "url": source.url}
    for key, value in values.items():
        if value:
            forms = scalars(value, Style("", column + _INDENT), column=column)
            yield f"{key}: {next(form for form in forms if can_write(form))}"
