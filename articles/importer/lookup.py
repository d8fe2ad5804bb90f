"""What the database knows about files and their places."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from articles.importer.plan import Known
from articles.importer.prepare import Prepared
from articles.models import Article, SourceFile
from articles.source import READER_VERSION
from articles.source.paths import source_path


def known_digests() -> dict[str, str]:
    """Return {source path: sha256} of every file that this reader has read: an unchanged file
    then costs a hash. About 250 bytes a file."""
    return dict(
        SourceFile.objects.filter(reader_version=READER_VERSION).values_list("path", "sha256")
    )


def articles_of(batch: Sequence[Prepared]) -> dict[str, tuple[Known, Article | None]]:
    """Return what is known of each file of the batch, by its source path.

    By the file's path first, so that a moved article is found by the file that made it; then by
    the address.
    """
    paths = [path_of(prepared) for prepared in batch]
    files = dict(SourceFile.objects.filter(path__in=paths).values_list("path", "article_id"))
    by_id = _read(Q(pk__in=[pk for pk in files.values() if pk is not None]))
    by_address = {
        source_path(*address): article
        for address, article in articles_at(
            (prepared.document.subject_slug, prepared.document.slug)
            for prepared, path in zip(batch, paths, strict=True)
            if path not in files
        ).items()
    }
    found = {}
    for path in paths:
        article = by_id.get(files[path]) if path in files else by_address.get(path)
        found[path] = _known(path in files, article), article
    return found


def articles_at(addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Article]:
    """Return the articles at the addresses, (subject slug, slug), a query a subject."""
    slugs = defaultdict(list)
    for subject, slug in addresses:
        slugs[subject].append(slug)
    return {
        (subject, article.slug): article
        for subject, some in slugs.items()
        for article in _read(Q(subject__slug=subject, slug__in=some)).values()
    }


def path_of(prepared: Prepared) -> str:
    """Return the source path of a prepared file: the address that it declares."""
    return source_path(prepared.document.subject_slug, prepared.document.slug)


def _read(where: Q) -> dict[int, Article]:
    rows = Article.objects.filter(where).select_related("subject").prefetch_related("related")
    return {article.pk: article for article in rows}


def _known(has_file: bool, article: Article | None) -> Known:
    if article is None:
        return Known(has_file=has_file)
    return Known(has_file, article.pk, article.content(), article.source_id)
