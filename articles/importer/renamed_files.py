"""Files that a repository has renamed: their articles move, and the old addresses redirect."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from articles.core.source.article_paths import source_path
from articles.importer.planning.subject_proposals import SubjectProposal, subject_named
from articles.importer.report import Report
from articles.importer.sources.git_source import Renamed
from articles.models import SourceFile, Status
from articles.publishing import AddressTaken, move


def move_renamed(
    renamed: Iterable[Renamed], report: Report, proposals: Mapping[str, SubjectProposal]
) -> None:
    """Give each article the address that its renamed file declares, and let the file be known by
    that. What cannot be moved is named, and its file is then one like any other.

    An article that an editor has moved stays where that editor put it; its file is known by the new
    name from then on.
    """
    for file in renamed:
        with transaction.atomic():
            words = _move(file, proposals)
        report.notes.append((file.path, words))


def _move(file: Renamed, proposals: Mapping[str, SubjectProposal]) -> str:
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
            move(article, subject_named(file.new.subject_slug, proposals), file.new.slug)
        except AddressTaken:
            return f"renamed from {old}; another article stands there, so nothing is moved"
    SourceFile.objects.filter(pk=source.pk).update(path=new)
    if not is_where_it_was:
        return f"renamed from {old}; an editor has moved its article, which stays where it is"
    return f"moved from {old}, as the repository renamed its file"
