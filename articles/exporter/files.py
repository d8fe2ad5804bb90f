"""An article's file: the bytes that came in while nothing changed, else written anew."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.models import Article, SourceFile
from articles.source.related_blocks import Target
from articles.source.writer import Unwritable, Wanted, rewrite, write_new

# The id of a file is no part of its content. Where this does not find it (it is quoted, say), the
# file is read whole, and comes out as it is.
_ID = re.compile(rb"^id:[ \t]*(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class File:
    """One file to put: `<subject>/<slug>.md`, its bytes, and when it changed (seconds)."""

    path: str
    data: bytes
    modified_at: int


def files_of(page: Sequence[Article]) -> Iterator[File | Unwritable]:
    """The files of articles whose related questions and source files are prefetched, in order.

    One query more than those, where an article of the page differs from its file.
    """
    kept = [_unchanged_bytes(article) for article in page]
    changed = [article for article, data in zip(page, kept, strict=True) if data is None]
    targets = _find_targets(changed)
    for article, data in zip(page, kept, strict=True):
        try:
            written = _write(article, targets) if data is None else data
        except Unwritable as error:
            yield error
        else:
            moment = int(article.content_modified_at.timestamp())
            yield File(article.source_path, written, moment)


def _unchanged_bytes(article: Article) -> bytes | None:
    source = _source_of(article)
    if source is None or source.path != article.source_path:
        return None
    data = source.read_bytes()
    found = _ID.search(data)
    same_id = (found[1] if found else None) == (
        None if article.source_id is None else b"%d" % article.source_id
    )
    return data if same_id and source.read_base() == article.content() else None


def _write(article: Article, targets: dict[int, Target]) -> bytes:
    wanted = Wanted(
        subject_slug=article.subject.slug,
        slug=article.slug,
        subject_name=article.subject.name,
        source_id=article.source_id,
        content=article.content(),
        targets={
            link.path: targets[link.target_id]
            for link in article.related.all()
            if link.target_id in targets
        },
    )
    source = _source_of(article)
    if source is None:
        return write_new(wanted)
    return rewrite(source.read_bytes(), path=source.path, base=source.read_base(), wanted=wanted)


def _source_of(article: Article) -> SourceFile | None:
    """The file at the article's address; of a moved one, the last that came in for it."""
    return max(
        article.source_files.all(),
        key=lambda source: (source.path == article.source_path, source.pk),
        default=None,
    )


def _find_targets(articles: Iterable[Article]) -> dict[int, Target]:
    ids = {link.target_id for article in articles for link in article.related.all()} - {None}
    rows = Article.objects.filter(pk__in=ids).values_list("pk", "source_id", "subject__name")
    return {pk: Target(source_id, name) for pk, source_id, name in rows} if ids else {}
