"""Translation of a file of another system into the fields that the reader reads.

Where the file was imported as one of a named system (`Origin.system`), its place gives the address.
Else, and whenever a stored file is read again, it lies where its path says: what the translation
makes of the text itself does not depend on how the file came.
"""

import re
from dataclasses import dataclass, field

from articles.core.source.article_paths import Location, parse_article_path
from articles.core.source.body_text import Span, text_span
from articles.core.source.field_types import to_integer
from articles.core.source.foreign_fields import ForeignFields, is_foreign, read_foreign
from articles.core.source.foreign_places import NoPlace, Origin, Place, place_of
from articles.core.source.front_matter import Value
from articles.core.source.matter_syntax import Matter
from articles.core.source.read_errors import LocationUnknown
from articles.core.text.problem_kinds import Problem

_HEADING = re.compile(r"#[ \t]+(?P<text>[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")
# Of a site's own place in its system: read where the system is named, else unknown fields.
_OF_PLACES = ("slug", "old addresses")


@dataclass(frozen=True, slots=True)
class Translation:
    """`values`: the front matter in this site's names. `names`: the file's own name of each, for
    messages. `answer`: where the answer stands in the body. `location`: None where the file's path
    or `url` gives it. `mapping`: (field, where from, value), for people."""

    values: dict[str, Value]
    answer: Span
    names: dict[str, str] = field(default_factory=dict)
    location: Location | None = None
    is_draft: bool = False
    system: str = ""
    old_addresses: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str, str], ...] = ()


def translate(
    matter: Matter, *, path: str, origin: Origin | None, problems: list[Problem]
) -> Translation:
    """Return the file in this site's words; one of this site's own comes back as it is.

    Raises LocationUnknown where the file was imported from a named system and no address can be
    made.
    """
    if not is_foreign(matter.values):
        return Translation(matter.values, text_span(matter.parts.body))
    system = origin.system if origin else ""
    fields = read_foreign(matter.values, splits_words=system == "jekyll")
    used = {
        name
        for key, names in fields.sources.items()
        if system or key not in _OF_PLACES
        for name in names
    }
    values = {name: value for name, value in matter.values.items() if name not in used}
    values |= fields.values
    # An article that was moved here says its address as the library's own files do.
    has_address = isinstance(url := values.get("url"), str) and parse_article_path(url)
    place = _place(origin, fields, path) if system and not has_address else None
    if place:
        _fill_from_place(values, place, problems)
    title, answer = _title_and_answer(values, matter.parts.body)
    if not _is_text(values.get("title")) and origin is not None:
        title = title or origin.title or (place.title if place else "")
        if title:
            values["title"] = title
            problems.append(Problem("title-supplied", "title", None, title[:200]))
    return Translation(
        values=values,
        answer=answer,
        names={key: names[0] for key, names in fields.sources.items() if names},
        location=place.location if place else None,
        is_draft=bool(place and place.is_draft),
        system=system,
        old_addresses=_paths(fields.old_addresses) if place else (),
        mapping=tuple(_mapping(values, fields, place)) if place else (),
    )


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _place(origin: Origin, fields: ForeignFields, path: str) -> Place:
    try:
        return place_of(origin, fields)
    except NoPlace as error:
        raise LocationUnknown(path, f"has no place here: {error.reason}") from error


def _fill_from_place(values: dict[str, Value], place: Place, problems: list[Problem]) -> None:
    if place.day and not values.get("date"):
        values["date"] = place.day.isoformat()
    if place.from_subject == "categories" or not values.get("subject"):
        values["subject"] = place.subject_name
    # A word is no number of the library's: it named the page in its system.
    own = values.get("id")
    if own is not None and not _is_number(own):
        del values["id"]
        problems.append(Problem("unknown-key", "id"))


def _is_number(value: Value) -> bool:
    try:
        return isinstance(value, str) and to_integer(value.strip()) >= 0
    except ValueError:
        return False


def _title_and_answer(values: dict[str, Value], body: str) -> tuple[str, Span]:
    """The heading with which a body begins, and the answer behind it, if the heading is the title
    or the only title that there is: the page prints the title itself. Else "" and the whole."""
    span = text_span(body)
    match = _HEADING.match(body, span.start, span.end)
    written = values.get("title")
    if not match or not match["text"]:
        return "", span
    if _is_text(written) and _plain(written) != _plain(match["text"]):
        return "", span
    rest = text_span(body[match.end() : span.end])
    return match["text"], Span(match.end() + rest.start, match.end() + rest.end)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _paths(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Paths of this site that led to the page; names of an Obsidian note are none."""
    found = []
    for address in addresses:
        path = re.sub(r"\Ahttps?://[^/]+", "", address)
        if path.startswith("/") and not path.startswith("//") and ":" not in path:
            found += [path, path.rstrip("/")] if path.rstrip("/") else []
    return tuple(dict.fromkeys(path for path in found if not parse_article_path(path)))


def _mapping(values: dict[str, Value], fields: ForeignFields, place: Place) -> list[tuple]:
    """What was taken from where, in the order of the page."""
    seo = values.get("seo")
    nested = seo if isinstance(seo, dict) else {}
    rows = [
        ("address", place.from_slug, f"{place.location.subject_slug}/{place.location.slug}"),
        ("subject", place.from_subject, values.get("subject")),
        ("title", _source(fields, "title", "the heading or the name"), values.get("title")),
        ("date", _source(fields, "date", "the file's name"), values.get("date")),
        ("author", _source(fields, "author"), values.get("author")),
        ("description", _source(fields, "seo.page_description"), nested.get("page_description")),
        (
            "keywords",
            _source(fields, "seo.page_keywords", "categories"),
            nested.get("page_keywords"),
        ),
        ("redirects", _source(fields, "old addresses"), ", ".join(_paths(fields.old_addresses))),
    ]
    return [(what, where, value) for what, where, value in rows if isinstance(value, str) and value]


def _source(fields: ForeignFields, key: str, otherwise: str = "") -> str:
    return ", ".join(fields.sources.get(key, ())) or otherwise
