"""Creating an article."""

from articles.core.article_content import ArticleContent
from articles.models import Article, Status, Subject
from articles.publishing.article_writes import Written, dated, insert, require_free_address
from articles.publishing.operations.unit_of_work import operation


@operation
def create(
    subject: Subject, slug: str, content: ArticleContent, *, status: str = Status.DRAFT
) -> Written:
    """Create an article; raises AddressTaken. One that is published without a date is published
    today."""
    require_free_address(subject, slug)
    article = Article(subject=subject, slug=slug, status=status)
    _, changes = insert(article, dated(content, status))
    changes.created[article.pk] = article
    return article, changes
