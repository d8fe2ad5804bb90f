"""Reader of one `.md` file: the article's content, and the properties of the file itself.

docs/corpus.md, "One file" and "Traps" describes the fields. Reading repairs what can be repaired
with certainty (encoding, CSV quoting, literal newlines, mojibake, broken fences) and reports each
repair; it never rewrites what an author may have meant.
"""

import re
from datetime import UTC, date, datetime, timedelta

from articles.core.article_content import DEFAULTS, MAX_LENGTHS, ArticleContent, RelatedLink
from articles.core.source.article_paths import (
    Location,
    parse_article_path,
    parse_delivered_path,
    why_no_location,
)
from articles.core.source.byte_decoding import decode_source
from articles.core.source.canonical_format import DATE_KEYS, ORDER, SEO_ORDER
from articles.core.source.draft_marks import NO_MARKS, DraftMarks, read_draft_marks
from articles.core.source.field_lines import find_line, with_line
from articles.core.source.field_types import FieldReader
from articles.core.source.foreign_places import Origin
from articles.core.source.foreign_reader import Translation, translate
from articles.core.source.front_matter import COMMENT_IN_TEXT, Parts, Value
from articles.core.source.matter_syntax import read_matter
from articles.core.source.read_errors import (
    FieldInvalid,
    FieldMissing,
    FileTooLarge,
    LocationUnknown,
    SourceError,
)
from articles.core.source.related_reader import read_related
from articles.core.source.source_document import SourceDocument
from articles.core.source.source_entries import read_source_entries
from articles.core.text.bidi_controls import name_directions, strip_directions
from articles.core.text.damage_repair import mend_fences, unquote_csv_field
from articles.core.text.foreign_markup import find_foreign_markup
from articles.core.text.mojibake import repair_mojibake
from articles.core.text.newline_decoder import decode_newlines
from articles.core.text.problem_kinds import Problem

# The largest real file has 7,446 bytes. A limit a hundred times above refuses what was never an
# article (a dump, a bomb) before it costs memory.
MAX_FILE_BYTES = 1024 * 1024

_KNOWN = frozenset(ORDER) - {"related"}
_KNOWN_SEO = frozenset(SEO_ORDER)
_RELATED = re.compile(r"related_article(\d{1,4})")
# Fields that hold no words of a text: a comment behind their value cuts nothing off.
_NO_TEXT = DATE_KEYS.union(
    ("_schema", "id", "date_format", "no_index", "file_name", "url", "score", "draft")
)
# Somewhere on earth it is tomorrow already.
_DAYS_AHEAD = timedelta(days=1)
# Every garbled character is a letter from U+00C2 to U+00F4, whose UTF-8 begins with this byte.
_MOJIBAKE_BYTE = b"\xc3"


def read_document(
    data: bytes, *, path: str, is_stray: bool = False, origin: Origin | None = None
) -> SourceDocument:
    """The document that the bytes of one file hold.

    `path` is how the file is named (`physics/what-is-heat.md`, with any folders above); it gives
    the identity where the file has no `url`. `is_stray`: its folder is no subject's. `origin`: the
    file is one of another system, or was read as one before.

    Raises a SourceError, and nothing else, where there is no article: FileTooLarge,
    FrontMatterMissing, FrontMatterBroken, FieldMissing, FieldInvalid, LocationUnknown.
    """
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(path, f"has more than {MAX_FILE_BYTES:,} bytes")
    text, unusual = decode_source(data)
    problems = list(unusual)
    matter = read_matter(text, path=path, problems=problems, may_lack=origin is not None)
    parts = matter.parts
    problems = [each for each in problems if not _is_mere_comment(each)]
    # Bytes of another encoding, or an escape such as "\xc3", do not show what they mean.
    has_mojibake = _MOJIBAKE_BYTE in data or bool(unusual) or b"\\x" in data
    translation = translate(matter, path=path, origin=origin, problems=problems)
    reading = _Reading(translation, problems, path, has_mojibake=has_mojibake, is_stray=is_stray)
    try:
        return reading.document(parts)
    except SourceError as error:
        if error.line is None:
            name = translation.names.get(error.field, error.field)
            error.line = find_line(parts.yaml, name, first_line=parts.first_line)
        raise


def _is_mere_comment(problem: Problem) -> bool:
    return problem.kind == COMMENT_IN_TEXT and problem.field in _NO_TEXT


class _Reading:
    """One file being read; every method adds its problems to `problems`."""

    def __init__(
        self,
        translation: Translation,
        problems: list[Problem],
        path: str,
        *,
        has_mojibake: bool,
        is_stray: bool,
    ) -> None:
        self.foreign = translation
        self.values = values = translation.values
        self.problems = problems
        self.path = path
        self.has_mojibake = has_mojibake
        self.is_stray = is_stray
        self.fields = FieldReader(values, problems, path=path)
        self.marks: DraftMarks = NO_MARKS
        self.is_placed_by_path = False

    def document(self, parts: Parts) -> SourceDocument:
        location = self.foreign.location or self._locate()
        self.marks = read_draft_marks(self.values, self.problems)
        content = self._read_content(location, parts)
        is_future = self._is_future(content.published_on)
        extra = self._collect_extra()
        if self.foreign.system:
            self.problems += find_foreign_markup(content.answer, self.foreign.system)
        holds_back = bool(self.marks.holding) or self.foreign.is_draft or is_future
        return SourceDocument(
            subject_slug=location.subject_slug,
            slug=location.slug,
            subject_name=self._repair_line("subject", self.fields.text("subject")).strip(),
            source_id=self.fields.integer("id"),
            content=content,
            extra=extra,
            problems=tuple(
                with_line(each, parts.yaml, first_line=parts.first_line, names=self.foreign.names)
                for each in self.problems
            ),
            draft_keys=self.marks.holding,
            is_draft=holds_back or content.published_on is None,
            old_addresses=self.foreign.old_addresses,
            mapping=self.foreign.mapping,
            is_placed_by_path=self.is_placed_by_path,
        )

    def _is_future(self, day: date | None) -> bool:
        """Jekyll and Hugo hold such a file back until its day; nobody reads it again here, so that
        it waits for an editor."""
        if day is None or day <= datetime.now(UTC).date() + _DAYS_AHEAD:
            return False
        self.problems.append(Problem("future-date", "date", None, day.isoformat()))
        return True

    def _read_content(self, location: Location, parts: Parts) -> ArticleContent:
        fields, repair = self.fields, self._repair_line
        seo = FieldReader(fields.mapping("seo"), self.problems, path=self.path, prefix="seo.")
        title = self._read_title()
        return ArticleContent(
            title=title,
            answer=self._read_answer(parts),
            article_title=repair("article_title", fields.text("article_title")),
            question=repair("question", fields.text("question")),
            short_answer=repair("short_answer", fields.text("short_answer")),
            author=repair("author", fields.text("author")),
            reviewed_by=repair("reviewed_by", fields.text("reviewed_by")),
            reviewed_on=fields.day("reviewed_on"),
            review_again_by=fields.day("review_again_by"),
            sources=repair("sources", read_source_entries(fields)),
            published_on=fields.day("date"),
            date_format=fields.text("date_format", DEFAULTS["date_format"]),
            post_on_text=fields.text("post_on_text", DEFAULTS["post_on_text"]),
            seo_title=repair("seo_title", seo.text("title")),
            seo_description=repair("seo_description", seo.text("page_description")),
            seo_keywords=repair("seo_keywords", seo.keywords("page_keywords")),
            score=fields.number("score"),
            no_index=fields.flag("no_index"),
            related=self._read_related(location),
        )

    def _locate(self) -> Location:
        """The URL is the identity (docs/corpus.md, "Identity"); the path stands in where it is
        missing."""
        by_path = None if self.is_stray else parse_delivered_path(self.path)
        url = self.fields.text("url")
        by_url = parse_article_path(url)
        if by_url is None:
            if url.strip():
                self.fields.report("url", "is no address of an article")
            if by_path is None:
                raise self._no_location(url.strip())
            self.is_placed_by_path = True
            return by_path
        if by_path is not None and by_path != by_url:
            self.problems.append(Problem("path-url-mismatch", "url", None, url[:200]))
        return by_url

    def _no_location(self, url: str) -> LocationUnknown:
        """The path is the cause where the file says no address itself."""
        if self.is_stray:
            reason = "it lies beside the folders of the subjects, in none of them"
        else:
            reason = why_no_location(self.path)
        if url:
            words = f"names no article ({url[:200]!r}), and the path does neither: {reason}"
            return LocationUnknown(self.path, words, field="url")
        return LocationUnknown(self.path, f"has no field “url”, and {reason}")

    def _read_title(self) -> str:
        """`title`, `article_title` and `question` are equal in every file: one is enough."""
        for key in ("title", "question", "article_title"):
            title = self.values.get(key)
            if isinstance(title, str) and strip_directions(title).strip():
                return self._repair_line("title", self.fields.required_text(key))
        if any(each.kind == COMMENT_IN_TEXT and each.field == "title" for each in self.problems):
            reason = "is empty, for a “#” begins a comment: put the title in quotes"
            raise FieldMissing(self.path, reason, field="title")
        self.fields.required_text("title")
        raise FieldMissing(self.path, "is missing or empty", field="title")

    def _read_answer(self, parts: Parts) -> str:
        span = self.foreign.answer
        text = parts.body[span.start : span.end]
        encoded = self.values.get("answer")
        if text and (encoded is None or encoded == ""):
            # Written by a person as Markdown files are: the body is the answer.
            return self._finish_answer(text)
        encoded = self.fields.required_text("answer")
        if text:
            line = parts.body_line + parts.body.count("\n", 0, span.start)
            self.problems.append(Problem("body-text", "answer", line, text.strip()[:200]))
        unquoted = unquote_csv_field(encoded)
        if unquoted != encoded:
            self.problems.append(Problem("csv-unquoted", "answer", 1, encoded[:80]))
        return self._finish_answer(decode_newlines(unquoted))

    def _finish_answer(self, answer: str) -> str:
        if len(answer) > MAX_LENGTHS["answer"]:
            reason = f"has more than {MAX_LENGTHS['answer']:,} characters"
            raise FieldInvalid(self.path, reason, field="answer")
        answer, lines = mend_fences(self._repair("answer", answer))
        self.problems += [Problem("fence-mended", "answer", line) for line in lines]
        if not answer.strip():
            raise FieldMissing(self.path, "is missing or empty", field="answer")
        return answer

    def _repair_line(self, field: str, text: str) -> str:
        """A text of one line, printed among others: what turns them around is taken out."""
        text = self._repair(field, text)
        stripped = strip_directions(text)
        if stripped != text:
            self.problems.append(Problem("directions-removed", field, 1, name_directions(text)))
        return stripped

    def _repair(self, field: str, text: str) -> str:
        if not self.has_mojibake:
            return text
        text, repairs = repair_mojibake(text)
        if repairs:
            detail = ", ".join(f"{x.before} → {x.after} ({x.count}×)" for x in repairs)
            problem = Problem("mojibake-repaired", field, repairs[0].line, detail[:200])
            self.problems.append(problem)
        return text

    def _read_related(self, location: Location) -> tuple[RelatedLink, ...]:
        numbered = []
        for key, value in self.values.items():
            match = key.startswith("related_article") and _RELATED.fullmatch(key)
            if match:
                numbered.append((int(match[1]), key, value))
        numbered.sort(key=lambda entry: (entry[0], entry[1]))
        entries = [(key, value) for _, key, value in numbered]
        links, problems = read_related(entries, location)
        self.problems += problems
        return tuple(
            RelatedLink(link.path, self._repair_line("related", link.title)) for link in links
        )

    def _collect_extra(self) -> dict[str, Value]:
        extra = {
            key: self.values[key]
            for key in self.values
            if key not in _KNOWN
            and key not in self.marks.read
            and not (key.startswith("related_article") and _RELATED.fullmatch(key))
        }
        seo = self.values.get("seo")
        if isinstance(seo, dict) and not _KNOWN_SEO.issuperset(seo):
            extra["seo"] = {key: value for key, value in seo.items() if key not in _KNOWN_SEO}
        self.problems += [Problem("unknown-key", key[:100]) for key in extra]
        return extra
