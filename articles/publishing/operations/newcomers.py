"""Letting another article in that a file offers for an occupied address, beside the one there."""

from django.contrib.auth.base_user import AbstractBaseUser

from articles.core.source import SourceError, read_document
from articles.models import Article, Conflict, SourceFile, Status, Subject
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import Written, insert, require_free_address
from articles.publishing.operations.move import move
from articles.publishing.operations.unit_of_work import operation


@operation
def let_in_elsewhere(
    held: Conflict, slug: str, *, actor: AbstractBaseUser | None = None
) -> Written:
    """Create the article that a held replacement offers at another address of the same subject;
    return it. The one that stands is left as it is.

    Its file goes with the new article, so that later deliveries find it there. Raises AddressTaken,
    Conflict.DoesNotExist where it was decided meanwhile, SourceFile.DoesNotExist where its file is
    not here any more (the undo of its import).
    """
    standing = locked(held.article)
    return _let_in(held, standing.subject, slug, actor)


@operation
def make_room(held: Conflict, slug: str, *, actor: AbstractBaseUser | None = None) -> Written:
    """Move the article that stands to another address of its subject, and create what a held
    replacement offers in its place; return the new one. Raises as `let_in_elsewhere` does."""
    standing = locked(held.article)
    subject, own_slug, old_path = standing.subject, standing.slug, standing.get_absolute_url()
    _, moved = move.writing(standing, subject, slug, actor=actor)
    article, changes = _let_in(held, subject, own_slug, actor)
    moved.add(changes)
    if article.status == Status.PUBLISHED:
        # Readers find the new one there.
        moved.redirected.pop(old_path, None)
    return article, moved


def _let_in(held: Conflict, subject: Subject, slug: str, actor: AbstractBaseUser | None) -> Written:
    """As an import would have created it: for the import that brought it, published unless its file
    is marked as a draft or has no date that has come."""
    waiting = Conflict.objects.open().get(pk=held.pk)
    file = SourceFile.objects.get(path=waiting.source_path, article=waiting.article_id)
    content = waiting.replacement()
    is_draft = content.published_on is None or _is_marked_draft(file)
    require_free_address(subject, slug)
    article, changes = insert(
        Article(
            subject=subject,
            slug=slug,
            source_id=waiting.theirs_source_id,
            status=Status.DRAFT if is_draft else Status.PUBLISHED,
            created_by_run=waiting.import_run,
        ),
        content,
    )
    SourceFile.objects.filter(pk=file.pk).update(article=article)
    Conflict.objects.filter(pk=waiting.pk).close(Conflict.Decision.APART, actor)
    return article, changes


def _is_marked_draft(file: SourceFile) -> bool:
    """The held content is this file's, and its status is kept nowhere else."""
    try:
        return read_document(file.read_bytes(), path=file.path).is_draft
    except SourceError:  # a reader of another version took it; its content is whole
        return False
