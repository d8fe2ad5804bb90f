"""Fields of other systems' front matter as the fields of this site.

Hugo, Jekyll, Obsidian, Docusaurus and their kin share these names. Hugo reads them in any capitals.
A field of this site's own name comes first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.core.source.article_paths import parse_article_path
from articles.core.source.front_matter import Value

# Names in small letters, the first that holds something counts.
_DATES = (
    *("date", "publishdate", "pubdate", "date_published", "datepublished", "published_at"),
    *("published_date", "pubdatetime", "created", "created_at", "lastmod", "updated"),
)
_DESCRIPTIONS = ("description", "summary", "excerpt")
_AUTHORS = ("author", "authors")
_KEYWORDS = ("keywords", "tags", "tag")
_CATEGORIES = ("categories", "category")
_ADDRESSES = ("aliases", "alias", "redirect_from", "url", "permalink")
_PLACES = ("slug", "id")
# Empty, they say nothing, and are no unknown fields either.
_OF_TEXTS = frozenset((*_DATES, *_DESCRIPTIONS, *_AUTHORS, *_KEYWORDS, *_CATEGORIES))
_SEPARATOR = re.compile(r"\s*[,;]\s*")
_DAY = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class ForeignFields:
    """`values` are those of the house's names; `sources` gives for each (nested ones with a dot)
    the file's own names that it was read from. `categories` are all, the first names the subject;
    `old_addresses` are paths that led to the page; `slug` is the file's word for its address."""

    values: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    old_addresses: tuple[str, ...] = ()
    slug: str = ""

    @property
    def used(self) -> frozenset[str]:
        """The file's names that were read."""
        return frozenset(name for names in self.sources.values() for name in names)


def is_foreign(values: dict[str, Value]) -> bool:
    """True if a front matter has neither the schema nor the answer that all the library's own files
    have. One that was edited here may have other fields of this site by now."""
    return "_schema" not in values and "answer" not in values


def read_foreign(values: dict[str, Value], *, splits_words: bool = False) -> ForeignFields:
    """Return what a foreign front matter says. `splits_words`: blanks separate the words of
    `categories` and `tags`, as Jekyll has it.

    >>> read_foreign({"Title": "A", "tags": ["x", "y"]}).values
    {'title': 'A', 'seo': {'page_keywords': 'x, y'}}
    """
    return _Reading(values, splits_words=splits_words).read()


class _Reading:
    def __init__(self, values: dict[str, Value], *, splits_words: bool) -> None:
        self.values = values
        self.splits_words = splits_words
        self.names: dict[str, str] = {}
        for name in values:
            self.names.setdefault(name.lower(), name)
        self.sources: dict[str, tuple[str, ...]] = {}
        taxonomies = values.get(self.names.get("taxonomies", ""))
        self.taxonomies = taxonomies if isinstance(taxonomies, dict) else {}
        if self.taxonomies and self.taxonomies.keys() <= {*_KEYWORDS, *_CATEGORIES}:
            self.sources["taxonomies"] = (self.names["taxonomies"],)

    def read(self) -> ForeignFields:
        found: dict[str, Value] = {}
        categories = self._categories()
        texts = {
            "title": self._text("title", ("title",)),
            "date": self._date(),
            "author": self._authors(),
        }
        found |= {key: value for key, value in texts.items() if value is not None}
        if (name := self._noindex()) and not self.values.get("no_index"):
            found["no_index"] = "true"
            self.sources["no_index"] = (name,)
        if categories and not self.values.get("subject"):
            found["subject"] = categories[0]
        seo = self.values.get("seo")
        nested = dict(seo) if isinstance(seo, dict) else {}
        description = self._text("seo.page_description", _DESCRIPTIONS)
        if description is not None:
            nested.setdefault("page_description", description)
        keywords = self._keywords(categories[1:])
        if keywords:
            nested.setdefault("page_keywords", keywords)
        if nested:
            found["seo"] = nested
        self.sources["nothing"] = tuple(
            name for name, value in self.values.items() if not value and name.lower() in _OF_TEXTS
        )
        return ForeignFields(
            values=found,
            categories=categories,
            old_addresses=self._old_addresses(),
            slug=self._slug(),
            sources=self.sources,
        )

    def _first(self, names: Iterable[str]) -> str | None:
        """The file's spelling of the first of some names that holds something."""
        return next((self.names[x] for x in names if self.values.get(self.names.get(x, ""))), None)

    def _text(self, key: str, names: Iterable[str]) -> Value:
        name = self._first(names)
        if name is None:
            return None
        self.sources[key] = (name,)
        value = self.values[name]
        return value.strip() if isinstance(value, str) and key != "title" else value

    def _date(self) -> Value:
        """`published: 2024-12-07` is a date, and `published: true` none."""
        name = self._first(_DATES)
        published = self.values.get(self.names.get("published", ""))
        if name is None and isinstance(published, str) and _DAY.search(published):
            name = self.names["published"]
        if name is None:
            return None
        self.sources["date"] = (name,)
        return self.values[name]

    def _authors(self) -> Value:
        name = self._first(_AUTHORS)
        if name is None:
            return None
        value = self.values[name]
        people = value if isinstance(value, list) else [value]
        names = [x.get("name") if isinstance(x, dict) else x for x in people]
        if not all(isinstance(each, str) for each in names):
            return None
        self.sources["author"] = (name,)
        return ", ".join(names)

    def _noindex(self) -> str | None:
        """The field that keeps the page out of search engines."""
        for name in ("noindex", "unlisted"):
            value = self.values.get(self.names.get(name, ""))
            if isinstance(value, str) and value.lower() in {"true", "yes"}:
                return self.names[name]
        robots = self.values.get(self.names.get("robots", ""))
        return self.names["robots"] if isinstance(robots, str) and "noindex" in robots else None

    def _categories(self) -> tuple[str, ...]:
        name = self._first(_CATEGORIES)
        if name is None:
            return tuple(self._of_taxonomies(_CATEGORIES))
        words = self._split(name, _words(self.values[name]))
        if words:
            self.sources["subject"] = (name,)
        return tuple(words)

    def _keywords(self, more: Iterable[str]) -> str:
        """Of several fields each word once, in their order."""
        names = [self.names[x] for x in _KEYWORDS if self.values.get(self.names.get(x, ""))]
        words = [
            word
            for name in names
            for word in self._split(name, _words(self.values[name], is_tag=True))
        ]
        if words:
            self.sources["seo.page_keywords"] = tuple(names)
        if not names:
            words = self._of_taxonomies(_KEYWORDS)
        return ", ".join(dict.fromkeys([*words, *more]))

    def _of_taxonomies(self, names: Iterable[str]) -> list[str]:
        """What Zola has in a table, `[taxonomies]`. A field of the top level comes first: that is
        where an edit writes it."""
        return [word for name in names for word in _words(self.taxonomies.get(name))]

    def _split(self, name: str, words: list[str]) -> list[str]:
        """`category: Modern Physics` is one, `categories: physics heat` are two."""
        is_text = isinstance(self.values[name], str) and name.lower() in {"categories", "tags"}
        return (
            [x for word in words for x in word.split()] if self.splits_words and is_text else words
        )

    def _old_addresses(self) -> tuple[str, ...]:
        names = [self.names[x] for x in _ADDRESSES if self.values.get(self.names.get(x, ""))]
        names = [name for name in names if not _is_own_address(self.values[name])]
        if names:
            self.sources["old addresses"] = tuple(names)
        found = [word.strip() for name in names for word in _words(self.values[name])]
        return tuple(dict.fromkeys(word for word in found if word))

    def _slug(self) -> str:
        name = self._first(_PLACES)
        value = self.values.get(name) if name else None
        # The number that the library's own files have is no address.
        if not isinstance(value, str) or (
            name.lower() == "id" and value.strip("+0123456789._") == ""
        ):
            return ""
        self.sources["slug"] = (name,)
        return value.strip()


def _is_own_address(value: Value) -> bool:
    return isinstance(value, str) and parse_article_path(value) is not None


def _words(value: Value, *, is_tag: bool = False) -> list[str]:
    """The entries of a list, or of a text that separates them by commas. Of tags those, too, that
    Obsidian marks (`#a #b`), without their sign."""
    if isinstance(value, str):
        marked = value.split() if is_tag and value.lstrip().startswith("#") else None
        entries = marked or _SEPARATOR.split(value)
    elif isinstance(value, list):
        entries = [each for each in value if isinstance(each, str)]
    else:
        entries = []
    stripped = [each.strip().lstrip("#" if is_tag else "") for each in entries]
    return [each for each in stripped if each]
