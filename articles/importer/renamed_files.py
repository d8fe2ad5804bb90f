"""Files that a repository has renamed: their articles move, and the old addresses redirect."""

import copy
from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.db import transaction

from articles.core.article_content import to_json
from articles.core.source.article_paths import Location, source_path
from articles.core.source.compression import pack, pack_against
from articles.core.source.writer import Unwritable
from articles.importer.planning.subject_proposals import SubjectProposal, subject_named
from articles.importer.report import Report
from articles.importer.sources.git_source import Renamed
from articles.models import ImportRun, Revision, SourceFile, Status, Subject
from articles.publishing import AddressTaken, Cause, move, write_file


def move_renamed(
    renamed: Iterable[Renamed],
    report: Report,
    proposals: Mapping[str, SubjectProposal],
    *,
    run: ImportRun | None,
) -> None:
    """Give each article the address that its renamed file declares, and let the file be known by
    that. What cannot be moved is named, and its file is then one like any other.

    An article that an editor has moved stays where that editor put it; its file is known by the new
    name from then on. `run` is the import that moves them, by whose undo they go back.
    """
    for file in renamed:
        with transaction.atomic():
            words = _move(file, proposals, run)
        report.notes.append((file.path, words))


def _move(file: Renamed, proposals: Mapping[str, SubjectProposal], run: ImportRun | None) -> str:
    old, new = source_path(*file.old), source_path(*file.new)
    source = SourceFile.objects.select_related("article__subject").filter(path=old).first()
    if source is None or source.article is None:
        return f"renamed from {old}, which is no article's file here"
    if SourceFile.objects.filter(path=new).exists():
        return f"renamed from {old}; {new} is another article's file already, so nothing is moved"
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
    if not is_where_it_was:
        return f"renamed from {old}; an editor has moved its article, which stays where it is"
    return f"moved from {old}, as the repository renamed its file"


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
