"""Files that a repository has renamed: their articles move, and the old addresses redirect."""

import copy
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

from django.db import transaction

from articles.core.article_content import to_json
from articles.core.source.article_paths import Location, source_path
from articles.core.source.compression import pack, pack_against
from articles.core.source.writer import Unwritable
from articles.database.retry import again_where_it_passes
from articles.importer.planning.subject_proposals import SubjectProposal, subject_named
from articles.importer.sources.git_source import Renamed
from articles.models import Article, ImportRun, Revision, SourceFile, Status, Subject
from articles.publishing import AddressTaken, Cause, move, write_file

Found = TypeVar("Found")
# A note on a file: its path and the words.
Note = tuple[str, str]


def move_renamed(
    renamed: Iterable[Renamed],
    proposals: Mapping[str, SubjectProposal],
    *,
    run: ImportRun | None,
) -> list[Note]:
    """Give each article the address that its renamed file declares, and let the file be known by
    that; return what became of each. What cannot be moved is named, and its file is then one like
    any other.

    An article that an editor has moved stays where that editor put it; its file is known by the new
    name from then on. `run` is the import that moves them, by whose undo they go back.
    """
    notes = []
    for file in renamed:
        with transaction.atomic():
            words = _move(file, proposals, run)
        notes.append((file.path, words))
    return notes


def foresee_renamed(
    renamed: Sequence[Renamed],
    proposals: Mapping[str, SubjectProposal],
    plan: Callable[[], Found],
) -> tuple[Found, list[Note]]:
    """Return what a plan says after the moves, and what became of each; nothing has moved then.

    The moves hold locks that everybody who publishes waits for, so that `plan` does nothing that
    takes long: it reads no file and renders nothing.
    """

    def foresee() -> tuple[Found, list[Note]]:
        with transaction.atomic():
            notes = move_renamed(renamed, proposals, run=None)
            found = plan()
            transaction.set_rollback(True)
        return found, notes

    return again_where_it_passes(foresee) if renamed else (plan(), [])


def renamed_about(renamed: Sequence[Renamed], paths: Collection[str]) -> list[Renamed]:
    """Return the moves, in their order, from which some source paths come or to which they went,
    and those that hang together with them."""
    ends = [{source_path(*file.old), source_path(*file.new)} for file in renamed]
    known, found = set(paths), set()
    while fresh := {n for n, some in enumerate(ends) if n not in found and some & known}:
        found |= fresh
        known |= set().union(*(ends[number] for number in fresh))
    return [renamed[number] for number in sorted(found)]


def _move(file: Renamed, proposals: Mapping[str, SubjectProposal], run: ImportRun | None) -> str:
    old, new = source_path(*file.old), source_path(*file.new)
    source = SourceFile.objects.select_related("article__subject").filter(path=old).first()
    if source is None:
        return f"renamed from {old}, which is no article's file here"
    if SourceFile.objects.filter(path=new).exists():
        return f"renamed from {old}; {new} is another article's file already, so nothing is moved"
    if source.article is None:
        return _move_tombstone(source, file)
    article = source.article
    is_where_it_was = article.source_path == old
    if is_where_it_was and article.status != Status.WITHDRAWN:
        try:
            subject = subject_named(file.new.subject_slug, proposals)
            cause = Cause(Revision.Kind.MOVED, run and run.actor, import_run=run)
            move(article, subject, file.new.slug, cause=cause)
        except AddressTaken:
            return f"renamed from {old}; another article stands there, so nothing is moved"
    try:
        rename_file(source, file.new)
    except Unwritable as error:
        return f"renamed from {old}; it stays known by that name ({error})"
    if article.status == Status.WITHDRAWN:
        return f"renamed from {old}; its article is withdrawn, and stays where it is"
    if not is_where_it_was:
        return f"renamed from {old}; an editor has moved its article, which stays where it is"
    return f"moved from {old}, as the repository renamed its file"


def _move_tombstone(source: SourceFile, file: Renamed) -> str:
    """An article that somebody deleted does not come back by another name of its file. Who undoes
    the deletion has the file back all the same."""
    old, new = source_path(*file.old), source_path(*file.new)
    standing = Article.objects.filter(subject__slug=file.new.subject_slug, slug=file.new.slug)
    if standing.exists():
        return f"renamed from {old}, whose article was deleted; another article stands there"
    SourceFile.objects.filter(pk=source.pk).update(path=new)
    deleted = Revision.objects.filter(article=None, attachments__isnull=False)
    for revision in deleted.filter(subject_slug=file.old.subject_slug, slug=file.old.slug):
        files = revision.attachments.get("files", [])
        if old in files:
            revision.attachments["files"] = [new if path == old else path for path in files]
            revision.save(update_fields=["attachments"])
    return f"renamed from {old}, whose article was deleted: it is not brought back"


def rename_file(source: SourceFile, place: Location) -> None:
    """Let the file of an article be known at another address, with the bytes that say it there:
    base and content stay, so that what comes next is merged with what the publisher last sent.
    Raises Unwritable."""
    path, base = source_path(*place), source.read_base()
    there = copy.copy(source.article)
    there.subject = Subject.objects.filter(slug=place.subject_slug).first() or Subject(
        slug=place.subject_slug, name=place.subject_slug
    )
    there.slug, there.source_id = place.slug, source.source_id
    data = write_file(there, base, source=source, targets={})
    SourceFile.objects.filter(pk=source.pk).update(
        path=path,
        sha256=sha256(data).hexdigest(),
        data=pack(data),
        base=pack_against(to_json(base), data),
    )
