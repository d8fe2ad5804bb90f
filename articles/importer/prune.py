"""Withdrawal of articles that are missing from a complete delivery.

Deliveries are deltas: 13 real ones added and changed files and deleted none (docs/corpus.md,
"Deliveries"). So a missing file means nothing unless the importing person declares the folder
complete.
"""

from collections.abc import Iterable
from contextlib import suppress

from articles.models import Article, ImportRun, Revision, SourceFile, Status
from articles.publishing import Cause, withdraw


def missing_files(seen: Iterable[str]) -> list[str]:
    """Return the source paths of the imported files that were not seen and whose article readers
    can see, in order. Articles that were born in the desk have no file and are never missing."""
    seen = set(seen)
    paths = (
        SourceFile.objects.filter(article__status=Status.PUBLISHED)
        .order_by("path")
        .values_list("path", flat=True)
    )
    return [path for path in paths.iterator() if path not in seen]


def withdraw_missing(paths: Iterable[str], run: ImportRun) -> set[str]:
    """Withdraw the articles of the files; return the digests whose twins must be elected anew.

    Thousands take minutes, in which editors work: what one of them has withdrawn, deleted or made
    a draft since the paths were read is left as it is.
    """
    cause = Cause(
        Revision.Kind.IMPORTED, import_run=run, reason="Its file is in the library no more"
    )
    digests = set()
    for path in paths:
        article = Article.objects.live().filter(source_files__path=path).first()
        if article is None:
            continue
        with suppress(Article.DoesNotExist):  # deleted this very moment
            digests.add(withdraw(article, cause=cause).content_digest)
    return digests
