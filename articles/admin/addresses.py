"""From an address that somebody pasted, or a finding names, to the article."""

from articles.models import Article
from articles.source.paths import parse_article_path


def article_at(term: str) -> Article | None:
    """Return the one article that stands at an address, or stood there and moved on."""
    location = parse_article_path(term)
    if location is None:
        return None
    articles = Article.objects.select_related("subject")
    here = articles.filter(subject__slug=location.subject_slug, slug=location.slug).first()
    if here:
        return here
    path = f"/learn/{location.subject_slug}/questions/{location.slug}"
    return articles.filter(redirects__old_path=path).first()
