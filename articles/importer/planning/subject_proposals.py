"""Proposals for new subjects, from subjects.yml or from the first file of a subject."""

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from articles.core.source import MAX_FILE_BYTES, SourceDocument
from articles.core.source.article_paths import is_subject_slug
from articles.models import Subject

_NAME_LENGTH = Subject._meta.get_field("name").max_length


@dataclass(frozen=True, slots=True)
class SubjectProposal:
    """What subjects.yml says of one subject; `position` counts from 1 in the file's order."""

    slug: str
    name: str
    is_listed: bool
    position: int


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


def ensure_subjects(
    documents: Sequence[SourceDocument], proposals: dict[str, SubjectProposal]
) -> dict[str, Subject]:
    """Return the subjects of the documents by slug, creating those that are new.

    A new one is what subjects.yml proposes, else listed and named by its first file. One that
    exists is never changed: its name, position and listing are the editors'.
    """
    names = {}
    for document in documents:
        names.setdefault(document.subject_slug, document.subject_name)
    subjects = Subject.objects.in_bulk(list(names), field_name="slug")
    for slug in names.keys() - subjects.keys():
        proposal = proposals.get(slug) or SubjectProposal(slug, names[slug][:_NAME_LENGTH], True, 0)
        subjects[slug], _ = Subject.objects.get_or_create(
            slug=slug,
            defaults={
                "name": proposal.name or slug.replace("-", " ").capitalize(),
                "is_listed": proposal.is_listed,
                "position": proposal.position,
            },
        )
    return subjects
