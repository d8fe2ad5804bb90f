"""Writer of an article's file: the original file edited, or a new one.

Every result is read again, and the first form is used that reads back as exactly the content. The
rules (literal newlines, YAML styles, repairs made on reading) are too many to predict which form a
text needs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from articles.core.article_content import ArticleContent
from articles.core.source.article_paths import article_path, source_path
from articles.core.source.byte_decoding import CONTROLS
from articles.core.source.byte_preserving_text import Edit, Original
from articles.core.source.canonical_format import EMPTY_BODY, KEY_OF_FIELD, KEYS, NEW_FILE, texts_of
from articles.core.source.file_editor import NotInLines
from articles.core.source.foreign_places import Origin
from articles.core.source.front_matter import Value, parse_front_matter, split_front_matter
from articles.core.source.matter_syntax import Syntax, syntax_of
from articles.core.source.read_errors import SourceError
from articles.core.source.reader import read_document
from articles.core.source.related_writer import Target
from articles.core.source.sheets import AnySheet, open_sheet, with_front_matter
from articles.core.source.source_document import SourceDocument
from articles.core.text.damage_repair import mend_fences
from articles.core.text.source_list import read_sources, tidy_sources

_FIELD_OF_KEY = {key: name for name, key in KEY_OF_FIELD.items()}
_SEO_KEYS = tuple(key for key in KEYS if key.startswith("seo."))
# A text has a dozen forms at most; more attempts than this mean that two fields spoil each other.
_MAXIMUM_ATTEMPTS = 100


class Unwritable(SourceError):
    """No way of writing the article was found that reads back as its content."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file shall say. `targets` gives the id and the subject's name of the articles that
    the related questions point at, by URL path, for those that the file does not have yet.
    `is_published`: it must not be marked as a draft; else its marks stay as they are."""

    subject_slug: str
    slug: str
    subject_name: str
    source_id: int | None
    content: ArticleContent
    targets: Mapping[str, Target] = field(default_factory=dict)
    is_published: bool = False

    @property
    def path(self) -> str:
        return source_path(self.subject_slug, self.slug)

    @property
    def url(self) -> str:
        return article_path(self.subject_slug, self.slug)


def write_new(wanted: Wanted) -> bytes:
    """The file of an article that has none, in the house format (docs/corpus.md, "One file").

    A field without a value is left out. Raises Unwritable.
    """
    return _write_all(NEW_FILE.encode(), wanted, wanted.content, {})


def rewrite(data: bytes, *, path: str, base: ArticleContent, wanted: Wanted) -> bytes:
    """The file `data` with the lines changed that must change, and no other byte.

    `path` is the file's own (`<subject>/<slug>.md`); `base` is what the article held when it came
    from the file. A field that is as in `base` keeps its lines, whatever a newer reader sees in
    them. A file whose front matter stands in braces is written anew, its unknown fields kept.

    Raises Unwritable, with the field that cannot be written.
    """
    # What the file's name said when it was imported, its address does not say.
    origin = Origin(title=base.title)
    try:
        reading = read_document(data, path=path, origin=origin)
    except SourceError as error:
        reason = f"cannot be edited, because its stored file cannot be read ({error.reason})"
        raise Unwritable(wanted.path, reason, field=error.field) from error
    changed = [
        name
        for name in KEY_OF_FIELD
        if getattr(base, name) != getattr(wanted.content, name)
        and getattr(reading.content, name) != getattr(wanted.content, name)
    ]
    target = replace(reading.content, **{name: getattr(wanted.content, name) for name in changed})
    keys = [KEY_OF_FIELD[name] for name in changed] + _changed_facts(reading, wanted)
    unmarked = reading.draft_keys if wanted.is_published else ()
    if not keys and not unmarked:
        return data
    if keys != ["answer"] and syntax_of(Original(data).text) is Syntax.NONE:
        data = with_front_matter(data, reading.content.title)
    try:
        sheet = open_sheet(data, path=path, origin=origin)
    except NotInLines as error:
        if syntax_of(Original(data).text) is not Syntax.YAML:
            raise Unwritable(wanted.path, "has front matter that cannot be edited") from error
        anew = _without_known(data, reading, path, unmarked)
        return _write_all(anew, wanted, target, reading.extra)
    besides = sheet.remove(unmarked)
    return _Writing(sheet, wanted, target, reading.extra, origin, besides).write(keys)


def _changed_facts(reading: SourceDocument, wanted: Wanted) -> list[str]:
    """The keys, other than those of the content, whose lines an edited file must change."""
    keys = [] if reading.source_id == wanted.source_id else ["id"]
    if (reading.subject_slug, reading.slug) != (wanted.subject_slug, wanted.slug):
        keys.append("url")
    if reading.subject_slug != wanted.subject_slug:
        keys.append("subject")
    if reading.slug != wanted.slug:
        keys.append("file_name")
    return keys


def _write_all(
    data: bytes, wanted: Wanted, target: ArticleContent, extra: dict[str, Value]
) -> bytes:
    sheet = open_sheet(data, path=wanted.path)
    return _Writing(sheet, wanted, target, extra).write(KEYS)


def _without_known(
    data: bytes, reading: SourceDocument, path: str, unmarked: Sequence[str]
) -> bytes:
    """A file that holds only what the writer does not know: `_schema`, other fields, the body."""
    text = Original(data).text
    parts = split_front_matter(text, path=path)
    values = parse_front_matter(parts.yaml, path=path, first_line=parts.first_line)
    options = {"sort_keys": False, "allow_unicode": True, "width": float("inf")}
    schema = yaml.safe_dump({"_schema": values.get("_schema") or "default"}, **options)
    kept = {key: values[key] for key in reading.draft_keys if key not in unmarked}
    kept |= reading.extra
    extra = yaml.safe_dump(kept, **options) if kept else ""
    # An answer, or its body would be taken for one.
    answer, body = ("answer: >-\n    -\n", parts.body) if values.get("answer") else ("", EMPTY_BODY)
    return f"---\n{schema}{answer}{extra}---\n{body}".encode()


class _Writing:
    """One file being written: tries the options of its fields until it reads back right."""

    def __init__(
        self,
        sheet: AnySheet,
        wanted: Wanted,
        target: ArticleContent,
        extra: dict[str, Value],
        origin: Origin | None = None,
        besides: Sequence[Edit] = (),
    ) -> None:
        # A link to the article itself is none that a reader follows or a file can say.
        related = tuple(link for link in target.related if link.path != wanted.url)
        self.sheet = sheet
        self.wanted = wanted
        # Nor is a source that is named twice, as a merge of two who added it has it.
        sources = tidy_sources(target.sources)
        self.target = replace(target, related=related, sources=sources)
        self.extra = extra
        self.origin = origin
        self.besides = besides
        self.texts = {
            **texts_of(target),
            "id": None if wanted.source_id is None else str(wanted.source_id),
            "subject": wanted.subject_name,
            "file_name": f"{wanted.slug}.md",
            "url": wanted.url,
        }
        self.options: dict[str, Iterator[list[Edit]]] = {}
        self.chosen: dict[str, list[Edit]] = {}

    def write(self, keys: list[str] | tuple[str, ...]) -> bytes:
        """The first file found that reads back as the target; `keys` are those known to change."""
        for key in keys:
            if key not in self.chosen:
                self._advance(key)
        for _ in range(_MAXIMUM_ATTEMPTS):
            data = self.sheet.apply(self._edits())
            wrong = self._find_wrong(data)
            if not wrong:
                return data
            # A field that no edit has touched may change with another: `title`, where it is
            # missing, is read in `question`.
            untouched = [key for key in wrong if key not in self.chosen]
            for key in untouched or wrong[:1]:
                self._advance(key)
        raise self._refusal(wrong[0])

    def _advance(self, key: str) -> None:
        needs_group = key.startswith("seo.") and self.sheet.lacks_seo
        if needs_group and key not in self.chosen and not self.sheet.is_aliased(key):
            for other in _SEO_KEYS:
                if not self.sheet.is_aliased(other):
                    self._take_next(other)
        else:
            self._take_next(key)

    def _take_next(self, key: str) -> None:
        if key not in self.options:
            self.options[key] = self._offer(key)
        option = next(self.options[key], None)
        if option is None:
            raise self._refusal(key)
        self.chosen[key] = option

    def _offer(self, key: str) -> Iterator[list[Edit]]:
        if key == "answer":
            return self.sheet.answer_options(self.target.answer)
        if key == "related":
            return self.sheet.related_options(self.target.related, self.wanted.targets)
        if key == "sources":
            return self.sheet.sources_options(read_sources(self.target.sources))
        return self.sheet.options(key, self.texts[key])

    def _edits(self) -> list[Edit]:
        """The chosen edits, in the order of the house: it is that of lines inserted together."""
        edits: list[Edit] = [*self.besides]
        for key in KEYS:
            if key == _SEO_KEYS[0] and self.sheet.lacks_seo and key in self.chosen:
                grouped = [x for x in _SEO_KEYS if not self.sheet.is_aliased(x)]
                has_values = any(self.chosen[seo_key] for seo_key in grouped)
                edits += self.sheet.new_seo(has_values=has_values)
            edits += self.chosen.get(key, [])
        return edits

    def _find_wrong(self, data: bytes) -> list[str]:
        """The keys whose value is not read back, in the order of the house."""
        try:
            document = read_document(data, path=self.wanted.path, origin=self.origin)
        except SourceError as error:
            if error.field not in KEYS:
                raise Unwritable(
                    self.wanted.path,
                    f"cannot be written: the file would be one that {error.reason}",
                ) from error
            return [error.field]
        wrong = {
            key
            for key, name in _FIELD_OF_KEY.items()
            if getattr(document.content, name) != getattr(self.target, name)
        }
        if document.source_id != self.wanted.source_id:
            wrong.add("id")
        if (document.subject_slug, document.slug) != (self.wanted.subject_slug, self.wanted.slug):
            wrong.add("url")
        if not wrong and document.extra != self.extra:
            raise Unwritable(self.wanted.path, "has fields of its own that an edit would change")
        return [key for key in KEYS if key in wrong]

    def _refusal(self, key: str) -> Unwritable:
        reason = "holds a text that no file can hold, because reading would change it"
        related = "".join(link.title for link in self.target.related)
        if CONTROLS.search((related if key == "related" else self.texts.get(key)) or ""):
            reason = "holds control characters, which reading removes"
        elif key == "answer" and mend_fences(self.target.answer)[1]:
            reason = "has a listing in a list whose lines must be indented as the list's text is"
        return Unwritable(self.wanted.path, reason, field=key)
