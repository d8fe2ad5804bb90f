"""File bytes of an article: the imported bytes while nothing changed, else a new writing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.core.source.related_writer import Target
from articles.core.source.writer import Unwritable
from articles.models import Article, SourceFile, Status
from articles.models.source_file import counting_file
from articles.publishing import find_targets, write_file

# The id of a file is no part of its content. Where this does not find it (it is quoted, say), the
# file is read whole, and comes out as it is.
_ID = re.compile(rb"^id:[ \t]*(\S+)", re.MULTILINE)
_MAY_BE_MARKED = re.compile(
    rb"^[{\s]*['\"]?(?:is_?draft|draft|is_published|publish(?:ed)?|(?:post_)?status|state|visibility)"
    rb"['\"]?\s*[:=]",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class File:
    """One file to put: `<subject>/<slug>.md`, its bytes, and when it changed (seconds). `is_own`:
    this site wrote the bytes, and no delivery that the article has."""

    path: str
    data: bytes
    modified_at: int
    is_own: bool = False


def files_of(page: Sequence[Article]) -> Iterator[File | Unwritable]:
    """The files of articles whose related questions and source files are prefetched, in order.

    One query more than those, where an article of the page differs from its file.
    """
    kept = [_unchanged_bytes(article) for article in page]
    changed = [article for article, data in zip(page, kept, strict=True) if data is None]
    targets = find_targets(changed)
    for article, data in zip(page, kept, strict=True):
        try:
            written = _write(article, targets) if data is None else data
        except Unwritable as error:
            yield error
        else:
            moment = int(article.content_modified_at.timestamp())
            is_own = data is None and not _is_delivered(article, written)
            yield File(article.source_path, written, moment, is_own)


def _unchanged_bytes(article: Article) -> bytes | None:
    source = _source_of(article)
    if source is None or source.path != article.source_path:
        return None
    data = source.read_bytes()
    if article.status == Status.PUBLISHED and _MAY_BE_MARKED.search(data):
        # Marked as a draft and published in the desk: the export must not make it one again. Which
        # fields are marks is the reader's to say.
        return None
    found = _ID.search(data)
    same_id = (found[1] if found else None) == (
        None if article.source_id is None else b"%d" % article.source_id
    )
    return data if same_id and source.read_base() == article.content() else None


def _write(article: Article, targets: dict[int, Target]) -> bytes:
    return write_file(article, article.content(), source=_source_of(article), targets=targets)


def _is_delivered(article: Article, data: bytes) -> bool:
    source = _source_of(article)
    return source is not None and source.read_bytes() == data


def _source_of(article: Article) -> SourceFile | None:
    return counting_file(article.source_files.all(), article.source_path)
