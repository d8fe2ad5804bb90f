"""What came in, and what comes out."""

from articles.exporter.article_bytes import files_of
from articles.models import Article


def bytes_by_path(folder):
    return {f"{p.parent.name}/{p.name}": p.read_bytes() for p in folder.rglob("*.md")}


def exported(paths):
    """(path, bytes) of the articles at the paths."""
    by_subject = {}
    for path in paths:
        subject, slug = path.removesuffix(".md").split("/")
        by_subject.setdefault(subject, []).append(slug)
    for subject, slugs in by_subject.items():
        articles = Article.objects.filter(subject__slug=subject)
        articles = articles.select_related("subject").prefetch_related("related", "source_files")
        for start in range(0, len(slugs), 500):
            for file in files_of(list(articles.filter(slug__in=slugs[start : start + 500]))):
                yield file.path, file.data
