"""An article's file as an export writes it."""

from collections.abc import Iterable, Mapping

from articles.core.article_content import ArticleContent
from articles.core.source.related_writer import Target
from articles.core.source.writer import Wanted, rewrite, write_new
from articles.models import Article, SourceFile, Status


def find_targets(articles: Iterable[Article]) -> dict[int, Target]:
    """Return what a new link says of the article that it leads to, by that article's key; one
    query, none where there is no link."""
    ids = {link.target_id for article in articles for link in article.related.all()} - {None}
    rows = Article.objects.filter(pk__in=ids).values_list("pk", "source_id", "subject__name")
    return {pk: Target(source_id, name) for pk, source_id, name in rows} if ids else {}


def write_file(
    article: Article,
    content: ArticleContent,
    *,
    source: SourceFile | None,
    targets: Mapping[int, Target],
) -> bytes:
    """Return the file that says `content` at the article's address, in the style of `source`.

    Raises Unwritable.
    """
    wanted = Wanted(
        subject_slug=article.subject.slug,
        slug=article.slug,
        subject_name=article.subject.name,
        source_id=article.source_id,
        content=content,
        targets={
            link.path: targets[link.target_id]
            for link in article.related.all()
            if link.target_id in targets
        },
        is_published=article.status == Status.PUBLISHED,
    )
    if source is None:
        return write_new(wanted)
    return rewrite(source.read_bytes(), path=source.path, base=source.read_base(), wanted=wanted)
