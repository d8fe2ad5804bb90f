"""Edits of single fields in a file's text, in the file's own style."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from articles.core.article_content import RelatedLink
from articles.core.source.body_text import Span, text_span
from articles.core.source.byte_preserving_text import Edit, Original
from articles.core.source.canonical_format import DEFAULTED, EMPTY_BODY, ORDER, SEO_ORDER, style_of
from articles.core.source.field_positions import (
    Entry,
    Node,
    block_indent,
    line_start,
    next_line,
    read_layout,
)
from articles.core.source.foreign_names import own_name
from articles.core.source.foreign_reader import Translation
from articles.core.source.matter_syntax import Matter
from articles.core.source.related_writer import Target, related_edits
from articles.core.source.source_entries import sources_in_lines
from articles.core.source.yaml_scalars import Style, scalars
from articles.core.text.newline_encoder import encodings
from articles.core.text.source_list import Source

_SEO_INDENT = 2


class NotInLines(Exception):
    """The front matter is not a mapping written in lines (but in braces, say): no line of it can
    be edited by itself."""


class Sheet:
    """`options(key, …)` offers the ways to write one field, each a list of edits of `text`.

    Keys are those of `articles.core.source.canonical_format.KEYS`. `translation` is what the reader
    makes of a file of another system, whose own names are kept. Raises NotInLines.
    """

    def __init__(
        self,
        original: Original,
        matter: Matter,
        translation: Translation,
        *,
        path: str,
        is_foreign: bool,
    ) -> None:
        self.original = original
        text = self.original.text
        parts = matter.parts
        root = read_layout(parts.yaml)
        if root is None:
            raise NotInLines(path)
        self.yaml, self.body = parts.yaml, parts.body
        self.body_start = len(text) - len(parts.body)
        self.text = translation.answer
        self._names = translation.names
        self._is_foreign = is_foreign
        self._shift = 0
        for _ in range(parts.first_line - 1):
            self._shift = text.index("\n", self._shift) + 1
        self.root = root
        seo = root.find("seo")
        self.seo = seo.node if seo and seo.node.is_block_mapping else None

    @property
    def lacks_seo(self) -> bool:
        """True if a field of `seo` can be written only with all of them."""
        return self.seo is None

    def apply(self, edits: Sequence[Edit]) -> bytes:
        """The file with the edits made."""
        return self.original.apply(edits)

    def is_aliased(self, key: str) -> bool:
        """True if a field of `seo` stands in the file under another system's name, or would."""
        return self._is_foreign and self._own_name(key) != key

    def options(self, key: str, value: str | None) -> Iterator[list[Edit]]:
        """The ways to give `key` this text; None takes its line away. All keys but `answer`,
        `related` and `sources`."""
        entry = self._find(key)
        if entry and value is not None and self.is_aliased(key) and _is_list(entry):
            # `tags` is a list to the system that reads it.
            words = [word.strip() for word in value.split(",") if word.strip()]
            written = json.dumps(words, ensure_ascii=False)
            if self.original.can_write(written):
                yield [self._put(key, entry, written, entry.column)]
        if value is None or (value == "" and entry is None and key not in DEFAULTED):
            yield [self._remove(entry)] if entry else []
            return
        column = entry.column if entry else self._column(key)
        for written in scalars(value, self._style(key, entry, column), column=column):
            if self.original.can_write(written):
                yield [self._put(key, entry, written, column)]
        if "." in key and self.is_aliased(key):
            yield from self._own_options(key, value)

    def _own_options(self, key: str, value: str) -> Iterator[list[Edit]]:
        """The ways to add a field under this site's name, which comes first: where the other's is
        read together with more (`tags` with `categories`), it cannot say less than those."""
        group, _, nested = key.partition(".")
        if self.root.find(group):
            return
        margin = " " * self.root.entries[0].column
        place = self._insertion_place(self.root, group, ORDER)
        column = len(margin) + _SEO_INDENT
        for written in scalars(value, style_of(key, column=column), column=column):
            if self.original.can_write(written):
                lines = f"{margin}{group}:\n{' ' * column}{nested}: {written}\n"
                yield [self._shifted(Edit(place, place, lines))]

    def answer_options(self, answer: str) -> Iterator[list[Edit]]:
        """The ways to write the answer: where the file has it (field or body) first.

        In the body nothing is decoded, so that it can hold what no line can
        (`articles.core.text.newline_encoder`)."""
        entry = self._find("answer")
        has_body = self.text.start < self.text.end
        if has_body and not (entry and entry.node.value):
            # Of a file in Windows-1252, say, the front matter alone holds "λ": as an escape.
            fits = self.original.can_write(answer)
            if fits:
                yield [self._put_body(answer)]
            whole = text_span(self.body)
            if fits and whole != self.text:
                # A heading above it repeats a title that is another now.
                yield [self._put_body(answer, whole)]
            yield from self._answer_lines(entry, answer, [self._put_body("")])
            return
        yield from self._answer_lines(entry, answer, [])
        if not has_body and self.original.can_write(answer):
            yield [*([self._remove(entry)] if entry else []), self._put_body(answer)]

    def related_options(
        self, links: Sequence[RelatedLink], targets: Mapping[str, Target]
    ) -> Iterator[list[Edit]]:
        """The ways to make these the related questions."""
        place = self._insertion_place(self.root, "related", ORDER)
        for edits in related_edits(self.yaml, self.root, links, targets, insert_at=place):
            if all(self.original.can_write(edit.text) for edit in edits):
                yield [self._shifted(edit) for edit in edits]

    def sources_options(self, sources: Sequence[Source]) -> Iterator[list[Edit]]:
        """The ways to make these the article's sources: one list in lines, whatever it was."""
        entry = self._find("sources")
        if not sources:
            yield [self._remove(entry)] if entry else []
            return
        column = entry.column if entry else self._column("sources")
        written = sources_in_lines(sources, column=column, can_write=self.original.can_write)
        if entry:
            yield [self._shifted(Edit(entry.colon, entry.node.end, written))]
        else:
            place = self._place_of_new("sources")
            line = f"{' ' * column}sources:{written}\n"
            yield [self._shifted(Edit(place, place, line))]

    def new_seo(self, *, has_values: bool) -> list[Edit]:
        """What must stand before the lines of `seo` where the file has no such block.

        Of a group in braces the unknown fields are kept, a line each; the known ones are the
        caller's to write."""
        entry = self.root.find("seo")
        if entry is None:
            place = self._insertion_place(self.root, "seo", ORDER)
            line = f"{' ' * self._column('seo')}seo:\n"
            return [self._shifted(Edit(place, place, line))] if has_values else []
        margin = " " * self._column("seo.title")
        unknown = "".join(
            f"\n{margin}{' '.join(self.yaml[other.start : other.node.end].split())}"
            for other in entry.node.entries
            if other.key not in SEO_ORDER
        )
        return [self._shifted(Edit(entry.colon, entry.node.end, unknown))]

    def _answer_lines(
        self, entry: Entry | None, answer: str, others: list[Edit]
    ) -> Iterator[list[Edit]]:
        column = entry.column if entry else self._column("answer")
        style = self._style("answer", entry, column)
        value = (entry.node.value or "") if entry else ""
        prefers_lines = style.sign == "|" or "\n" in value.strip("\n")
        for encoded in encodings(answer, prefers_lines=prefers_lines):
            for written in scalars(encoded, style, column=column):
                if self.original.can_write(written):
                    yield [self._put("answer", entry, written, column), *others]

    def remove(self, keys: Iterable[str]) -> list[Edit]:
        """The edits that take these fields' lines away."""
        entries = [self.root.find(key) for key in keys]
        return [self._remove(entry) for entry in entries if entry]

    def _find(self, key: str) -> Entry | None:
        group, _, nested = key.partition(".")
        own = self.root.find(group) if not nested else self.seo.find(nested) if self.seo else None
        if own is None and self._is_foreign:
            return self.root.find(self._own_name(key))
        return own

    def _own_name(self, key: str) -> str:
        return own_name(key, self._names)

    def _column(self, key: str) -> int:
        root = self.root.entries[0].column
        if "." not in key or self.is_aliased(key):
            return root
        return self.seo.entries[0].column if self.seo else root + _SEO_INDENT

    def _style(self, key: str, entry: Entry | None, column: int) -> Style:
        house = style_of(key, column=column)
        if entry is None or entry.node.value is None or entry.node.start == entry.node.end:
            return house
        return Style(entry.node.style, block_indent(self.yaml, entry.node) or house.indent)

    def _put(self, key: str, entry: Entry | None, written: str, column: int) -> Edit:
        if entry is None:
            place = self._place_of_new(key)
            name = self._own_name(key) if self.is_aliased(key) else key.rpartition(".")[2]
            line = f"{' ' * column}{name}: {written}\n"
            return self._shifted(Edit(place, place, line))
        node = entry.node
        if node.value is None or node.start <= entry.colon:
            return self._shifted(Edit(entry.colon, node.end, f" {written}"))
        return self._shifted(Edit(node.start, node.end, written))

    def _remove(self, entry: Entry) -> Edit:
        start = line_start(self.yaml, entry.start)
        return self._shifted(Edit(start, next_line(self.yaml, entry.node.end), ""))

    def _put_body(self, text: str, span: Span | None = None) -> Edit:
        """The body's own blank lines stay around a text; without one the house's body remains."""
        end = self.body_start + len(self.body)
        if not text:
            return Edit(self.body_start, end, EMPTY_BODY)
        place = span or self.text
        if place.start == place.end:
            return Edit(self.body_start, end, f"\n{text}\n")
        return Edit(self.body_start + place.start, self.body_start + place.end, text)

    def _place_of_new(self, key: str) -> int:
        group, _, nested = key.partition(".")
        if self.is_aliased(key):
            return self._insertion_place(self.root, group, ORDER)
        if nested and self.seo:
            return self._insertion_place(self.seo, nested, SEO_ORDER)
        entry = self.root.find("seo") if nested else None
        if entry:
            return next_line(self.yaml, entry.node.end)
        return self._insertion_place(self.root, group, ORDER)

    def _insertion_place(self, mapping: Node, key: str, order: Sequence[str]) -> int:
        """Behind the nearest key that the house puts before it, else at the beginning."""
        for name in reversed(order[: order.index(key)]):
            entry = mapping.find(name)
            if entry:
                return next_line(self.yaml, entry.node.end)
        return line_start(self.yaml, mapping.entries[0].start)

    def _shifted(self, edit: Edit) -> Edit:
        return Edit(edit.start + self._shift, edit.end + self._shift, edit.text)


def _is_list(entry: Entry) -> bool:
    return entry.node.value is None and not entry.node.entries and entry.node.end > entry.colon
