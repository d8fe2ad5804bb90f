"""What a delivery that declares itself complete does not hold.

Deliveries are deltas: 13 real ones added and changed files and deleted none (FORMAT, trap 10). So
nothing is ever taken for gone, unless the person who imports says that the folder holds everything.
"""

from collections.abc import Iterable

from articles.models import ImportRun, Revision, SourceFile, Status
from articles.publishing import withdraw
from articles.publishing.revisions import Cause


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
    """Withdraw the articles of the files; return the digests whose twins must be elected anew."""
    cause = Cause(
        Revision.Kind.IMPORTED, import_run=run, reason="Its file is in the library no more"
    )
    digests = set()
    for path in paths:
        file = SourceFile.objects.select_related("article").get(path=path)
        digests.add(withdraw(file.article, cause=cause).content_digest)
    return digests
