"""Decision for one file: create, update, hold, skip or report. Pure: it needs no database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from articles.core.article_content import ArticleContent, RelatedLink, to_json
from articles.core.merging import FieldConflict, is_replacement
from articles.importer.planning.corrected_parts import Corrected
from articles.importer.planning.prepare import Prepared
from articles.importer.planning.taken_back import merge_keeping, taken_back


class Action(StrEnum):
    """What becomes of a file. CONFLICT: applied, but for the fields that a person must decide.
    HELD: another answer on an address whose article an editor touched; nothing is applied."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    HELD = "held"
    SKIPPED = "skipped"
    FAILED = "failed"


class OnConflict(StrEnum):
    """Whose word is live where an editor and a file differ: the editor's (KEEP), the file's
    (THEIRS), or nobody's: the import stops before it writes (FAIL)."""

    KEEP = "keep"
    THEIRS = "theirs"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a file's place.

    `base` is what the last import of the file wrote, None where it never came; `ours` the article
    that it made, or that stands at its address, None where there is none (with a base: a
    tombstone). `is_same_file`: the very bytes were imported before, by an older reader.
    `is_holding`: a replacement waits for a person. `address` is where the article stands.
    `is_own_export`: the file is one that this site wrote. `same_text_at`: where nothing stands
    yet, the address of an older article with this very answer. `moved_from`: of an article that an
    editor moved to the file's address, the source path that it was imported from. `corrected`:
    what editors had corrected and the last import said as they did. `moved_rows`: {the path of a
    related question in the files: its path of today}, where an editor wrote that. `base_run`: the
    import that replaced the base, where the last import's word was refused and the file goes back
    to what the article is.
    """

    base: ArticleContent | None = None
    base_source_id: int | None = None
    is_same_file: bool = False
    article_id: int | None = None
    version: int = 0
    address: str = ""
    is_withdrawn: bool = False
    is_published: bool = False
    is_holding: bool = False
    is_own_export: bool = False
    ours: ArticleContent | None = None
    source_id: int | None = None
    same_text_at: str = ""
    moved_from: str = ""
    corrected: tuple[Corrected, ...] = ()
    moved_rows: tuple[tuple[str, str], ...] = ()
    base_run: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One decision. `content` and `source_id` are what shall be live; `reason` says why a file
    is skipped or held; `note` what else a person should know."""

    action: Action
    prepared: Prepared
    known: Known
    content: ArticleContent
    source_id: int | None
    conflicts: tuple[FieldConflict, ...] = ()
    reason: str = ""
    note: str = ""

    @property
    def changes_article(self) -> bool:
        return self.content != self.known.ours or self.source_id != self.known.source_id

    def digest(self) -> str:
        """Return what names this decision: two plans with equal digests do the same."""
        document = self.prepared.document
        facts = (
            self.action,
            document.subject_slug,
            document.slug,
            self.prepared.sha256,
            str(self.known.version),
            to_json(self.content),
            str(self.source_id),
        )
        return blake2b("\0".join(facts).encode(), digest_size=16).hexdigest()


def decide(prepared: Prepared, known: Known, on_conflict: OnConflict = OnConflict.KEEP) -> Planned:
    """Decide about one file.

    A file whose article was deleted or withdrawn does not bring it back: it is kept until somebody
    does. One that this site wrote says nothing new. A file under a new id with another answer is a
    replacement, taken or held as a whole; any other is merged three ways.
    """
    document = prepared.document
    content = _with_date(said_by_file(prepared, known), known)
    theirs = Planned(Action.UPDATED, prepared, known, content, document.source_id)
    if known.ours is None:
        if known.base is not None:
            return replace(theirs, action=Action.SKIPPED, reason=_kept(known, "deleted"))
        note = _same_text_note(known.same_text_at)
        return Planned(Action.CREATED, prepared, known, content, document.source_id, note=note)
    stays = replace(theirs, content=known.ours, source_id=known.source_id)
    if known.is_withdrawn:
        return replace(stays, action=Action.SKIPPED, reason=_kept(known, "withdrawn"))
    note = _moved_note(document.subject_slug, document.slug, known.address)
    note = note or _draft_note(prepared, known)
    if known.is_own_export:
        return replace(stays, action=Action.UNCHANGED, note=note)
    if known.ours == content:
        return replace(_settled(theirs), note=note)
    back = _taken_back(prepared, known, content)
    if known.ours == known.base and not back:
        return replace(_settled(theirs), note=note)
    takes_theirs = on_conflict == OnConflict.THEIRS
    if reason := _held_because(prepared, known):
        if takes_theirs:
            return replace(_settled(theirs), note=note)
        return replace(stays, action=Action.HELD, reason=reason, note=note)
    return replace(_merged(theirs, back, takes_theirs=takes_theirs), note=note)


def said_by_file(prepared: Prepared, known: Known) -> ArticleContent:
    """Return what the file says, in the addresses of today."""
    return with_moved_rows(prepared.document.content, dict(known.moved_rows))


def with_moved_rows(content: ArticleContent, moved: Mapping[str, str]) -> ArticleContent:
    """Return the content with the related questions at other addresses: what an editor
    re-addressed is the same row still, and no question twice."""
    if not moved:
        return content
    rows: dict[str, RelatedLink] = {}
    for link in content.related:
        path = moved.get(link.path, link.path)
        rows.setdefault(path, replace(link, path=path))
    return replace(content, related=tuple(rows.values()))


def _taken_back(
    prepared: Prepared, known: Known, content: ArticleContent
) -> dict[str, tuple[Corrected, ...]]:
    """What the file takes back of what an editor corrected and an earlier file adopted. Another
    answer as a whole takes nothing back."""
    has_new_id = prepared.document.source_id != known.base_source_id
    if not known.corrected or is_replacement(known.base, content, has_new_id=has_new_id):
        return {}
    return taken_back(known.corrected, base=known.base, theirs=content, ours=known.ours)


def _merged(
    plan: Planned, back: dict[str, tuple[Corrected, ...]], *, takes_theirs: bool
) -> Planned:
    known = plan.known
    kept = {} if takes_theirs else back
    merged = merge_keeping(kept, base=known.base, theirs=plan.content, ours=known.ours)
    if takes_theirs:
        return _settled(replace(plan, content=merged.taking_theirs()))
    # The bytes are as before, and only a newer reader sees more in them: the file says nothing
    # new, so an editor's word needs no defence.
    conflicts = () if known.is_same_file else merged.conflicts
    plan = replace(plan, content=merged.content, conflicts=conflicts)
    return replace(plan, action=Action.CONFLICT) if conflicts else _settled(plan)


def _with_date(content: ArticleContent, known: Known) -> ArticleContent:
    """A published article has a date: a file that lost it (the reader reports a date that it cannot
    read) leaves the article its own."""
    if known.is_published and content.published_on is None:
        return replace(content, published_on=known.ours.published_on)
    return content


def _settled(plan: Planned) -> Planned:
    """UPDATED or UNCHANGED, as it turns out."""
    return replace(plan, action=Action.UPDATED if plan.changes_article else Action.UNCHANGED)


def _kept(known: Known, state: str) -> str:
    """Bytes that were imported before are the base already; this site's own say nothing new. What
    came for an address alone is another question's than the article there."""
    if known.is_same_file or known.is_own_export:
        return f"its article is {state}"
    if known.base is None:
        return f"kept: {_stands_there(known)}, {state}"
    return f"kept, its article is {state}"


def _held_because(prepared: Prepared, known: Known) -> str:
    """Why the file must wait for a person as a whole, "" where it need not."""
    if known.is_holding:
        return "an earlier replacement is not decided yet"
    if known.base is None:
        return _stands_there(known)
    theirs = prepared.document
    # Against the live article, too: where a replacement was refused, the base is the refused text.
    if is_replacement(
        known.base, theirs.content, has_new_id=theirs.source_id != known.base_source_id
    ) or is_replacement(known.ours, theirs.content, has_new_id=theirs.source_id != known.source_id):
        return "it is another answer, and an editor changed the article"
    return ""


def _stands_there(known: Known) -> str:
    if known.moved_from:
        return f"an imported article that was moved here from {known.moved_from} stands there"
    return "an article written in the desk stands at its address"


def _moved_note(subject: str, slug: str, address: str) -> str:
    is_moved = not address.endswith(f"/{subject}/questions/{slug}")
    return f"its article was moved to {address}" if is_moved else ""


def _draft_note(prepared: Prepared, known: Known) -> str:
    """The status is an editor's, and so is taking a public article away."""
    marks = prepared.document.draft_keys
    is_new = known.is_published and marks and not known.is_same_file and not known.is_own_export
    return f"marked as a draft ({marks[0]}), but its article stays public" if is_new else ""


def _same_text_note(address: str) -> str:
    """Only a person can decide: a delivery does not list deleted files."""
    return f"the same text stands at {address}: moved, or cross-posted?" if address else ""
