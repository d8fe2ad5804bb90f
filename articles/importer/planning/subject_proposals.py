"""Proposals for new subjects: from the subjects.yml of this import or an earlier one, or from the
first file of a subject."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

import yaml

from articles.core.source import MAX_FILE_BYTES, SourceDocument
from articles.core.source.article_paths import is_subject_slug
from articles.models import ImportRun, ProposedSubject, Subject

_NAME_LENGTH = Subject._meta.get_field("name").max_length


@dataclass(frozen=True, slots=True)
class SubjectProposal:
    """What subjects.yml says of one subject; `position` counts from 1 in the file's order.
    `import_run` is the key of the import that brought it, None: this one."""

    slug: str
    name: str
    is_listed: bool
    position: int
    import_run: int | None = None


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject that an import makes: by a proposal, or (`proposal` None) named by its first file
    and listed. `is_by_folder`: that file says no address, its folder does."""

    slug: str
    name: str
    is_listed: bool
    position: int
    proposal: SubjectProposal | None
    is_by_folder: bool = False

    @property
    def origin(self) -> str:
        """Where name and listing come from, for a report."""
        if self.proposal is None and self.is_by_folder:
            return "no subjects.yml proposes it: the folder of a file without an address of its own"
        if self.proposal is None:
            return "no subjects.yml proposes it: named by its first file"
        run = self.proposal.import_run
        return f"as import {run} proposed" if run else "as subjects.yml proposes"


class BadSubjectsFile(Exception):
    """A subjects.yml that cannot be used; carries its path, the entry and the reason."""

    def __init__(self, path: str, entry: str, reason: str) -> None:
        super().__init__(path, entry, reason)
        self.path, self.entry, self.reason = path, entry, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.entry}: {self.reason}"


def read_proposals(data: bytes, *, path: str) -> dict[str, SubjectProposal]:
    """Return the proposals by slug; raises BadSubjectsFile naming the entry and what is wrong.

    The file is a list of `{slug, name, listed}`; `listed` is true where it is absent.
    """
    if len(data) > MAX_FILE_BYTES:
        raise BadSubjectsFile(path, "the file", f"has more than {MAX_FILE_BYTES:,} bytes")
    try:
        entries = yaml.safe_load(data)
    # A ValueError comes of bytes that are no UTF-8, and of a value such as the date 2024-13-45.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadSubjectsFile(path, "the file", f"is not YAML ({error})") from error
    if not isinstance(entries, list):
        raise BadSubjectsFile(path, "the file", "is not a list of subjects")
    proposals: dict[str, SubjectProposal] = {}
    for position, entry in enumerate(entries, start=1):
        proposal = _read_entry(entry, position, path)
        if proposal.slug in proposals:
            raise BadSubjectsFile(path, f"entry {position}", f"repeats {proposal.slug!r}")
        proposals[proposal.slug] = proposal
    return proposals


def _read_entry(entry: object, position: int, path: str) -> SubjectProposal:
    where = f"entry {position}"
    if not isinstance(entry, dict):
        raise BadSubjectsFile(path, where, "is not a mapping with slug, name and listed")
    unknown = sorted(map(_in_words, entry.keys() - {"slug", "name", "listed"}))
    if unknown:
        raise BadSubjectsFile(path, where, f"has the unknown key {unknown[0]}")
    slug, name, listed = entry.get("slug"), entry.get("name"), entry.get("listed", True)
    if not isinstance(slug, str) or not is_subject_slug(slug):
        reason = f"slug {_in_words(slug)} is not lower-case words and hyphens"
        raise BadSubjectsFile(path, where, reason)
    if not isinstance(name, str) or not name.strip() or len(name) > _NAME_LENGTH:
        reason = f"name {_in_words(name)} is not a text of 1 to {_NAME_LENGTH} characters"
        raise BadSubjectsFile(path, where, reason)
    if not isinstance(listed, bool):
        reason = f"listed {_in_words(listed)} is neither true nor false"
        raise BadSubjectsFile(path, where, reason)
    return SubjectProposal(slug, name.strip(), listed, position)


def _in_words(value: object) -> str:
    """A value to name in a sentence: lists and mappings by their kind alone, for a few aliases can
    make one of a billion entries."""
    is_large = isinstance(value, list | dict | set | tuple)
    return f"(a {type(value).__name__})" if is_large else repr(value)[:200]


def kept_proposals() -> dict[str, SubjectProposal]:
    """Return what earlier imports proposed, by slug: of each subject what the latest said."""
    rows = ProposedSubject.objects.order_by("import_run")
    columns = ("slug", "name", "is_listed", "position", "import_run")
    return {row[0]: SubjectProposal(*row) for row in rows.values_list(*columns)}


def keep_proposals(
    proposals: Mapping[str, SubjectProposal], before: Mapping[str, SubjectProposal], run: ImportRun
) -> None:
    """Keep what a run proposes, where earlier ones (`before`) did not say the same: the first
    article of a subject may come with a later delivery, and deliveries are deltas."""
    ProposedSubject.objects.bulk_create(
        ProposedSubject(
            import_run=run,
            slug=slug,
            name=proposal.name,
            is_listed=proposal.is_listed,
            position=proposal.position,
        )
        for slug, proposal in proposals.items()
        if slug not in before or replace(before[slug], import_run=None) != proposal
    )


def new_subjects(
    documents: Sequence[SourceDocument],
    proposals: Mapping[str, SubjectProposal],
    standing: Container[str],
) -> dict[str, NewSubject]:
    """Return the subjects of the documents that are none of the `standing`, by slug in the order of
    the documents: what subjects.yml proposes, else listed and named by the first file."""
    found: dict[str, NewSubject] = {}
    for document in documents:
        slug = document.subject_slug
        if slug in standing or slug in found:
            continue
        proposal = proposals.get(slug)
        name = proposal.name if proposal else document.subject_name[:_NAME_LENGTH]
        found[slug] = NewSubject(
            slug=slug,
            name=name or slug.replace("-", " ").capitalize(),
            is_listed=proposal.is_listed if proposal else True,
            position=proposal.position if proposal else 0,
            proposal=proposal,
            is_by_folder=document.is_placed_by_path,
        )
    return found


def ensure_subjects(
    documents: Sequence[SourceDocument], proposals: Mapping[str, SubjectProposal]
) -> dict[str, Subject]:
    """Return the subjects of the documents by slug, creating those that are new.

    One that exists is never changed: its name, position and listing are the editors'.
    """
    slugs = {document.subject_slug for document in documents}
    subjects = Subject.objects.in_bulk(list(slugs), field_name="slug")
    for slug, new in new_subjects(documents, proposals, subjects).items():
        subjects[slug], _ = Subject.objects.get_or_create(
            slug=slug,
            defaults={"name": new.name, "is_listed": new.is_listed, "position": new.position},
        )
    return subjects


def subject_named(slug: str, proposals: Mapping[str, SubjectProposal]) -> Subject:
    """Return a subject, created where it is new: as proposed, else listed and named by its slug."""
    proposal = proposals.get(slug)
    name = proposal.name if proposal else slug.replace("-", " ").capitalize()
    defaults = {
        "name": name[:_NAME_LENGTH],
        "is_listed": proposal.is_listed if proposal else True,
        "position": proposal.position if proposal else 0,
    }
    return Subject.objects.get_or_create(slug=slug, defaults=defaults)[0]
