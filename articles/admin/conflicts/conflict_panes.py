"""Three-pane view of a conflict and the parsing of an editor's choices. It writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.base.exact_text_fields import SourcesField, WrittenField
from articles.admin.base.field_changes import (
    FieldChange,
    alike,
    as_text,
    changes,
    content_values,
    label_of,
)
from articles.admin.base.three_way_diff import Chunk, join_changes, panes
from articles.admin.base.word_diff import Marked, Piece, mark_words
from articles.admin.conflicts.related_decision import RelatedDecision, related_decision
from articles.core.article_content import (
    DATES,
    FIELDS,
    MAX_LENGTHS,
    ArticleContent,
    from_values,
    to_json,
    to_values,
)
from articles.core.merging import merge_lines, similarity
from articles.models import Article, Conflict, Status

Decision = Conflict.Decision
# The editor's and the file's changes together, where they are more than either.
JOINED = "joined"
# Below it two answers share too few words for marks to help a reader.
_MARKED_SIMILARITY = 0.5
# Two ways to keep both answers, each at an address of its own: what the editor types is the new
# article's slug, or the slug of the one that stands and makes room.
ELSEWHERE, ROOM = "elsewhere", "room"
_LINE_FIELDS = {name for name, spec in FIELDS.items() if (spec.max_length or 0) <= 200}
_NOT_EDITABLE = {"no_index"}


@dataclass(slots=True)
class DeskField:
    """One field that waits for a decision, or the names of an article that wait alike.

    `live` and `joined` are texts; `joined` is "" where it would be no third choice. `choice` and
    `edited` are what the editor has sent, `error` what is wrong with it.
    """

    label: str
    conflicts: Sequence[Conflict]
    chunks: Sequence[Chunk]
    live: str
    theirs: str
    joined: str
    choice: str = ""
    edited: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        return self.conflicts[0].field

    @property
    def is_taken_back(self) -> bool:
        """Whether the publisher had adopted the editor's word and takes it back: merged, the file
        would change what only it had changed."""
        first = self.conflicts[0]
        if first.ours == first.base or self.name != "answer":
            return first.ours == first.base
        return merge_lines(first.base, first.theirs, first.ours) is not None

    @property
    def is_editable(self) -> bool:
        return self.name not in _NOT_EDITABLE

    @property
    def choices(self) -> set[str]:
        """The values that a choice can have."""
        return {
            Decision.OURS,
            Decision.THEIRS,
            *([Decision.EDITED] if self.is_editable else ()),
            *([JOINED] if self.joined else ()),
        }

    @property
    def is_line(self) -> bool:
        return self.name in _LINE_FIELDS


@dataclass(frozen=True, slots=True)
class WholeDifference:
    """A field of two whole answers; words are marked where the texts are alike."""

    label: str
    words: Marked


@dataclass(slots=True)
class Replacement:
    """Another answer that a file offers. `edits` is what editors had changed since the last import:
    what taking the file's word gives up. `moved_from`: the file of the article that an editor moved
    to the file's address. `may_be_apart`: the file is known, so that it can have an article of its
    own; `slug` is what the editor types for that."""

    conflict: Conflict
    differences: Sequence[WholeDifference]
    edits: Sequence[FieldChange]
    moved_from: str = ""
    may_be_apart: bool = False
    choice: str = ""
    slug: str = ""
    error: str = ""

    @property
    def is_apart(self) -> bool:
        return self.choice in (ELSEWHERE, ROOM)


@dataclass(slots=True)
class Desk:
    """Everything that waits for one article. `token` names what the page showed: a decision about
    something else is not taken."""

    article: Article
    content: ArticleContent
    token: str
    fields: list[DeskField]
    related: RelatedDecision | None
    replacement: Replacement | None
    errors: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Conflict]:
        """Return all that waits."""
        wholes = [whole.conflict for whole in (self.replacement, self.related) if whole]
        return [*wholes, *(conflict for row in self.fields for conflict in row.conflicts)]

    @property
    def is_empty(self) -> bool:
        return not self.conflicts


def desk_of(
    article: Article,
    conflicts: Sequence[Conflict],
    files: Sequence[str] = (),
    publishers: ArticleContent | None = None,
) -> Desk:
    """Return the desk of an article and its open conflicts. The article has its subject and its
    related questions at hand; `files` are the paths of its files, in the order in which they came,
    and `publishers` is what the publisher last said of its live text, None where nobody knows.
    """
    content = article.content()
    live = content_values(content)
    held = next((conflict for conflict in conflicts if conflict.is_replacement), None)
    by_field = {conflict.field: conflict for conflict in conflicts if not conflict.is_replacement}
    related = by_field.pop("related", None)
    names = [name for name in live if name in by_field]
    groups = alike(
        names, lambda name: (by_field[name].base, by_field[name].theirs, as_text(live[name]))
    )
    return Desk(
        article=article,
        content=content,
        token=_token(article, conflicts),
        fields=[_field([by_field[name] for name in group], live[group[0]]) for group in groups],
        related=related_decision(related, content.related) if related else None,
        replacement=_replacement(held, article, content, files, publishers) if held else None,
    )


def read_choices(desk: Desk, data: Mapping[str, str]) -> None:
    """Put into the desk what was sent, and what is wrong with it."""
    for row in desk.fields:
        row.choice = data.get(f"choice-{row.name}", "")
        if row.choice not in row.choices:
            row.choice = ""
        row.edited = row.live
        if row.is_editable:
            text = data.get(f"edited-{row.name}", "")
            row.edited = WrittenField().kept(text.replace("\r\n", "\n"), row.live)
            row.error = _error(row)
    if desk.related:
        desk.related.read(data)
        desk.errors += filter(None, [desk.related.error])
    if desk.replacement:
        _read_replacement(desk.replacement, data)
    is_apart = desk.replacement is not None and desk.replacement.is_apart
    if not (decisions_of(desk) or is_apart or desk.errors):
        desk.errors.append("Choose at least once; what you leave undecided stays open.")
    if desk.replacement and desk.replacement.error:
        desk.errors.append(desk.replacement.error)
    if any(row.error for row in desk.fields):
        desk.errors.append("A text that you wrote cannot be saved as it is.")
    elif desk.article.status == Status.PUBLISHED and decided_content(desk).published_on is None:
        desk.errors.append("A published article needs its date.")


def decided_content(desk: Desk) -> ArticleContent:
    """Return what the article shall hold by the choices made."""
    if desk.replacement and desk.replacement.choice == Decision.THEIRS:
        return desk.replacement.conflict.replacement()
    values = to_values(desk.content)
    for row in desk.fields:
        for conflict in row.conflicts:
            values[conflict.field] = _chosen(row, conflict, values[conflict.field])
    content = from_values(values)
    return replace(content, related=desk.related.links()) if desk.related else content


def decisions_of(desk: Desk) -> dict[Conflict, Decision]:
    """Return the decisions of the choices made. Where another answer is taken as a whole, nothing
    is left of the fields to decide."""
    held = desk.replacement
    if held and held.choice == Decision.THEIRS:
        return dict.fromkeys(desk.conflicts, Decision.OUTDATED) | {held.conflict: Decision.THEIRS}
    decisions = {
        conflict: _decision(row) for row in desk.fields if row.choice for conflict in row.conflicts
    }
    if desk.related and desk.related.decision:
        decisions[desk.related.conflict] = desk.related.decision
    if held and held.choice == Decision.OURS:
        decisions[held.conflict] = Decision.OURS
    return decisions


def _field(conflicts: Sequence[Conflict], live: Any) -> DeskField:
    first = conflicts[0]
    base, ours, theirs = map(as_text, (first.base, live, first.theirs))
    joined = ""
    if first.field == "answer":
        joined = join_changes(base, ours, theirs)
        joined = "" if joined in (ours, theirs) else joined
    return DeskField(
        label=label_of(conflict.field for conflict in conflicts),
        conflicts=conflicts,
        chunks=panes(base, ours, theirs),
        live=ours,
        theirs=theirs,
        joined=joined,
        edited=ours,
    )


def _read_replacement(held: Replacement, data: Mapping[str, str]) -> None:
    held.choice = data.get("choice-replacement", "")
    if held.is_apart and not held.may_be_apart:
        held.choice = ""
    held.slug = data.get(f"slug-{held.choice}", "").strip()
    if held.is_apart:
        try:
            Article._meta.get_field("slug").clean(held.slug, None)
        except ValidationError as error:
            held.error = f"The last part of the other address: {' '.join(error.messages)}"


def _replacement(
    held: Conflict,
    article: Article,
    content: ArticleContent,
    files: Sequence[str],
    publishers: ArticleContent | None,
) -> Replacement:
    others = [path for path in files if path != held.source_path]
    # A conflict that no file here explains has its base.
    before = publishers or (None if files else from_values(held.base))
    live = content_values(content) | {"source_id": article.source_id}
    offered = content_values(held.replacement()) | {"source_id": held.theirs_source_id}
    differing = [name for name in live if live[name] != offered[name]]
    return Replacement(
        conflict=held,
        differences=[
            WholeDifference(
                label_of(group),
                _marked(group[0], as_text(live[group[0]]), as_text(offered[group[0]])),
            )
            for group in alike(differing, lambda name: (live[name], offered[name]))
        ],
        edits=changes(content_values(before), content_values(content)) if before else (),
        moved_from=others[-1] if others and held.source_path == article.source_path else "",
        may_be_apart=held.source_path in files,
    )


def _marked(name: str, live: str, offered: str) -> Marked:
    """Two answers that are no versions of each other are read whole: marks would be confetti."""
    if name == "answer" and similarity(live, offered) < _MARKED_SIMILARITY:
        return Marked((Piece(live),), (Piece(offered),), is_alike=False)
    return mark_words(live, offered)


def _token(article: Article, conflicts: Sequence[Conflict]) -> str:
    facts = [str(article.version), to_json(article.content())]
    facts += [f"{row.pk} {row.theirs_source_id} {row.theirs!r}" for row in conflicts]
    return blake2b("\0".join(facts).encode(), digest_size=16).hexdigest()


def _decision(row: DeskField) -> Decision:
    """What came of it: an edit that says what one side says is that side's word."""
    text = {Decision.EDITED: row.edited, JOINED: row.joined}.get(row.choice)
    if row.choice == Decision.OURS or text == row.live:
        return Decision.OURS
    return Decision.THEIRS if text in (None, row.theirs) else Decision.EDITED


def _chosen(row: DeskField, conflict: Conflict, live: Any) -> Any:
    if row.choice == Decision.THEIRS:
        return conflict.theirs
    if row.choice == JOINED:
        return row.joined
    if row.choice == Decision.EDITED and not row.error:
        value = _form_field(row.name).clean(row.edited)
        return value.isoformat() if hasattr(value, "isoformat") else value
    return live


def _error(row: DeskField) -> str:
    if row.choice != Decision.EDITED:
        return ""
    try:
        for conflict in row.conflicts:
            _form_field(conflict.field).clean(row.edited)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _form_field(name: str) -> forms.Field:
    if name in DATES:
        return forms.DateField(required=False)
    if name == "score":
        return forms.FloatField(required=False)
    if name == "sources":
        return SourcesField(required=False, max_length=MAX_LENGTHS[name])
    return WrittenField(required=name in {"title", "answer"}, max_length=MAX_LENGTHS.get(name))
