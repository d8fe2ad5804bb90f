"""Reading one article's row: to write it, and after it was written."""

from articles.database.compiled_query import CompiledQuery
from articles.models import Article, Related

_LOCKED = CompiledQuery(
    lambda article: (
        Article.objects.filter(pk=article)
        .select_for_update(of=("self",), no_key=True)
        .select_related("subject")
    ),
    article=int,
)
_LINKS = CompiledQuery(
    lambda article: Related.objects.filter(article_id=article).order_by("position"), article=int
)
_STANDING = CompiledQuery(lambda article: Article.objects.filter(pk=article), article=int)


def locked(article: Article) -> Article:
    """Return the article as it stands in the database now, with its subject and its related
    questions at hand, held until the transaction ends. Raises Article.DoesNotExist.

    SQLite's transactions are IMMEDIATE, so that its whole database is held already. On PostgreSQL
    the key stays free: an import that resolves a link to the article, while this writes the list
    that the link stands in, would wait for it, and it for the import.
    """
    current = _LOCKED.first(article=article.pk)
    if current is None:
        raise Article.DoesNotExist(f"article {article.pk} is gone")
    # As `prefetch_related` leaves them.
    related = current.related.all()
    related._result_cache = _LINKS.instances(article=article.pk)
    related._prefetch_done = True
    current._prefetched_objects_cache = {"related": related}
    return current


def read_again(article: Article) -> None:
    """Give an article what its row says, as `refresh_from_db` does: what is related to it is read
    anew when it is asked for. Raises Article.DoesNotExist."""
    standing = _STANDING.first(article=article.pk)
    if standing is None:
        raise Article.DoesNotExist(f"article {article.pk} is gone")
    article._prefetched_objects_cache = {}
    for field in Article._meta.concrete_fields:
        setattr(article, field.attname, getattr(standing, field.attname))
    for field in (*Article._meta.concrete_fields, *Article._meta.related_objects):
        if field.is_relation and field.is_cached(article):
            field.delete_cached_value(article)
