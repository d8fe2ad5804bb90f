"""Recognition of files that this site exported.

An export contains an editor's text, not the publisher's. If it became the base of the next merge,
the next delivery, which lacks the editor's correction, would look like the publisher's change and
overwrite the correction.
"""

from collections.abc import Iterator

from articles.core.article_content import changed_fields
from articles.core.source.article_paths import source_path
from articles.core.source.compression import unpack
from articles.core.source.writer import Unwritable
from articles.importer.planning.decision import Known
from articles.importer.planning.prepare import Prepared
from articles.models import Article, ReplacedFile, Revision, SourceFile
from articles.models.source_file import counting_file
from articles.publishing import find_targets, write_file


def is_own_export(
    prepared: Prepared, known: Known, article: Article, file: SourceFile | None
) -> bool:
    """Return whether an export writes, or wrote, these very bytes for the article. `file` is what
    was imported from the file's path.

    Only where an editor touched the article and the file has that editor's words: the export of an
    untouched one is the delivery itself. A publisher who adopts an edit in the style of the file
    gives the same bytes; the base stays then, and the next change of that field is asked about
    rather than taken.
    """
    document = prepared.document
    if known.is_same_file or known.ours == known.base or document.content == known.base:
        return False
    said = changed_fields(known.base or known.ours, document.content)
    is_editors = all(getattr(document.content, name) == getattr(known.ours, name) for name in said)
    path = source_path(document.subject_slug, document.slug)
    if not is_editors and not _was_editors(prepared, article, path):
        return False
    data = unpack(prepared.data)
    targets = find_targets([article])
    for source in _sources(article, file, path):
        try:
            if write_file(article, document.content, source=source, targets=targets) == data:
                return True
        except Unwritable:
            continue
    return False


def _was_editors(prepared: Prepared, article: Article, path: str) -> bool:
    """True if the article said so once, though no delivery did: the export is older than the
    last change of the article, an editor's or a delivery's."""
    if ReplacedFile.objects.filter(path=path, sha256=prepared.sha256).exists():
        return False
    revisions = Revision.objects.filter(article_key=article.pk)
    return any(
        revision.content() == prepared.document.content
        for revision in revisions.iterator(chunk_size=20)
    )


def _sources(
    article: Article, file: SourceFile | None, path: str
) -> Iterator[SourceFile | ReplacedFile | None]:
    """The files in whose style the article may have been written: that of now, and those that
    stood in its place when an older export was made."""
    if file is None:
        yield counting_file(article.source_files.all(), article.source_path)
        return
    yield file
    yield from ReplacedFile.objects.filter(path=path).order_by("-pk")
