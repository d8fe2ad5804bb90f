"""What the publisher last said of an article's live text, so that the desk can tell what editors
have changed in it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from articles.core.article_content import ArticleContent
from articles.models import Article, Conflict, ReplacedFile


def last_taken(
    article: Article, held: Conflict | None, paths: Sequence[str]
) -> ArticleContent | None:
    """Return what the last file under the article's own id said; None where none is known, or
    nothing is held. `paths` are those of its files. The file that is held is none of them, and
    neither is one that was refused."""
    if held is None or not paths:
        return None
    others = article.source_files.exclude(path=held.source_path)
    for file in _own(others, article).order_by("-pk"):
        return file.read_base()
    replaced = ReplacedFile.objects.of_paths(paths)
    for file in _own(replaced, article).order_by("-import_run_id")[:1]:
        return file.read_base()
    return None


def _own(files: QuerySet, article: Article) -> QuerySet:
    return files.filter(source_id=article.source_id)
