"""Return of an article that an import moved, as a repository had renamed its file."""

from contextlib import suppress

from articles.core.source.article_paths import Location, source_path
from articles.core.source.writer import Unwritable
from articles.importer.renamed_files import rename_file
from articles.models import Article, Revision, SourceFile, Subject
from articles.publishing import AddressTaken, Cause, move
from articles.publishing.effects import ChangeSet


class NoWayBack(Exception):
    """Another article stands at the old address, or the subject of that is gone."""


def move_back(article: Article, before: Revision, cause: Cause) -> tuple[Article, ChangeSet]:
    """Give an article the address that it had at a revision, and its file the name, within the
    caller's transaction; nothing where it has it. Raises NoWayBack."""
    place = Location(before.subject_slug, before.slug)
    if (article.subject.slug, article.slug) == place:
        return article, ChangeSet()
    subject = Subject.objects.filter(slug=place.subject_slug).first()
    if subject is None:
        raise NoWayBack
    path = article.source_path
    try:
        article, changes = move.writing(article, subject, place.slug, cause=cause)
    except AddressTaken as error:
        raise NoWayBack from error
    file = SourceFile.objects.select_related("article__subject").filter(path=path).first()
    is_own = file is not None and file.article_id == article.pk
    if is_own and not SourceFile.objects.filter(path=source_path(*place)).exists():
        with suppress(Unwritable):  # then it stays known by the name that it has
            rename_file(file, place)
    return article, changes
