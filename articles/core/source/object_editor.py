"""Edits of single fields in a file whose front matter is TOML or JSON, or that has none."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from articles.core.article_content import RelatedLink
from articles.core.source.article_paths import article_path, parse_article_path
from articles.core.source.body_text import text_span
from articles.core.source.byte_preserving_text import Edit, Original
from articles.core.source.canonical_format import DATE_KEYS, DEFAULTED
from articles.core.source.foreign_names import own_name
from articles.core.source.foreign_reader import Translation
from articles.core.source.front_matter import Parts
from articles.core.source.matter_syntax import Matter, Syntax
from articles.core.source.object_members import JsonMembers, Member, TomlMembers
from articles.core.source.related_writer import Target
from articles.core.source.source_entries import entry_of
from articles.core.text.source_list import Source

_NUMBERS = {"id": int, "score": float}


class ObjectSheet:
    """What `articles.core.source.file_editor.Sheet` is for YAML. The front matter's own forms are
    kept: a list stays a list, a date without quotes one without."""

    lacks_seo = False

    def __init__(self, original: Original, matter: Matter, translation: Translation) -> None:
        self.original = original
        self.parts: Parts = matter.parts
        self.syntax = matter.syntax
        self.names = translation.names
        self.answer = translation.answer
        text = original.text
        self._body_start = len(text) - len(self.parts.body)
        self._shift = 0
        for _ in range(self.parts.first_line - 1):
            self._shift = text.index("\n", self._shift) + 1
        if self.syntax is Syntax.JSON:
            self._shift = text.index("{")
        reads = TomlMembers if self.syntax is Syntax.TOML else JsonMembers
        self._members = None if self.syntax is Syntax.NONE else reads(self.parts.yaml)

    def apply(self, edits: Sequence[Edit]) -> bytes:
        """The file with the edits made; those that add fields at one place stay in their order."""
        return self.original.apply(edits)

    def is_aliased(self, key: str) -> bool:
        """True: every field stands for itself here."""
        return True

    def options(self, key: str, value: str | None) -> Iterator[list[Edit]]:
        """The ways to give `key` this text; None takes it away."""
        name = own_name(key, self.names)
        member = self._find(name) or self._find(key)
        if value is None or (value == "" and member is None and key not in DEFAULTED):
            yield self._shifted(self._members.remove([member])) if member else []
            return
        written = self._members.write(self._typed(key, value, member))
        if key in DATE_KEYS and member and self.parts.yaml[member.value_start] not in "\"'":
            written = value
        if not self.original.can_write(written):
            return
        if "." not in name or self.syntax is Syntax.TOML:
            yield self._shifted(self._put(name, member, written))
        if "." in key and self.syntax is Syntax.JSON:
            yield self._shifted(self._put_nested(key, value))
        elif name != key:
            yield self._shifted(self._members.insert([(key, self._members.write(value))]))

    def answer_options(self, answer: str) -> Iterator[list[Edit]]:
        """The body with the answer in the place of the old one, then in that of the whole text."""
        if not self.original.can_write(answer):
            return
        for span in dict.fromkeys((self.answer, text_span(self.parts.body))):
            yield [Edit(self._body_start + span.start, self._body_start + span.end, answer)]

    def related_options(
        self, links: Sequence[RelatedLink], targets: Mapping[str, Target]
    ) -> Iterator[list[Edit]]:
        """The related questions as fields of their own, all written anew."""
        old = [m for m in self._members.members if m.key.startswith("related_article")]
        lines = [
            (f"related_article{number}", self._members.write(_row(link, targets.get(link.path))))
            for number, link in enumerate(links, start=1)
        ]
        edits = self._members.remove(old)
        if lines:
            edits = [*edits, *self._members.insert(lines)]
        if all(self.original.can_write(edit.text) for edit in edits):
            yield self._shifted(edits)

    def sources_options(self, sources: Sequence[Source]) -> Iterator[list[Edit]]:
        """The article's sources as one list, written anew."""
        member = self._find("sources")
        if not sources:
            yield self._shifted(self._members.remove([member])) if member else []
            return
        written = self._members.write(list(map(entry_of, sources)))
        if self.original.can_write(written):
            yield self._shifted(self._put("sources", member, written))

    def new_seo(self, *, has_values: bool) -> list[Edit]:
        """Nothing: no field needs another."""
        return []

    def remove(self, keys: Iterable[str]) -> list[Edit]:
        """The edits that take these fields away."""
        found = [member for member in map(self._find, keys) if member]
        return self._shifted(self._members.remove(found)) if found else []

    def _find(self, name: str) -> Member | None:
        return next((each for each in self._members.members if each.key == name), None)

    def _typed(self, key: str, value: str, member: Member | None) -> Any:
        if key == "no_index":
            return True
        if key in _NUMBERS:
            return _NUMBERS[key](value)
        if member and member.is_list:
            return [word.strip() for word in value.split(",") if word.strip()]
        return value

    def _put(self, name: str, member: Member | None, written: str) -> list[Edit]:
        if member is None:
            return self._members.insert([(name, written)])
        return [Edit(member.value_start, member.value_end, written)]

    def _put_nested(self, key: str, value: str) -> list[Edit]:
        """JSON has no name with a dot in it: the group is written whole."""
        group, _, name = key.partition(".")
        member = self._find(group)
        if member is None:
            return self._members.insert([(group, self._members.write({name: value}))])
        held = json.loads(self.parts.yaml[member.value_start : member.value_end])
        return self._put(group, member, self._members.write({**held, name: value}))

    def _shifted(self, edits: Sequence[Edit]) -> list[Edit]:
        return [Edit(x.start + self._shift, x.end + self._shift, x.text) for x in edits]


def _row(link: RelatedLink, target: Target | None) -> dict[str, Any]:
    """A related question as the library's own files have it."""
    row: dict[str, Any] = {}
    if target and target.source_id is not None:
        row["id"] = target.source_id
    row["title"] = link.title
    if target:
        row["subject"] = target.subject_name
    location = parse_article_path(link.path)
    row["url"] = article_path(*location) if location else link.path
    return row
