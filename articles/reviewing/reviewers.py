"""Who reviews an article, and the people whom a word about it concerns."""

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from articles.models import Article, Draft, EditorialNote
from articles.rights import working_in

_REVIEW = "articles.review_article"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_MOST = 200


def reviewers(article: Article, *, but: AbstractBaseUser | None = None) -> list[AbstractBaseUser]:
    """Return who may review an article, by name; `but` is left out."""
    users = get_user_model().objects.with_perm(_REVIEW, include_superusers=True, backend=_BACKEND)
    users = _at_work(users, article).order_by(get_user_model().USERNAME_FIELD)
    return list((users.exclude(pk=but.pk) if but else users)[:_MOST])


def concerned(article: Article, *, but: AbstractBaseUser) -> list[AbstractBaseUser]:
    """Return whom a comment concerns, each once: who drafts the article, who has sent it and to
    whom, and who else has commented; not `but`, who writes."""
    keys = set(Draft.objects.filter(pk=article.pk).values_list("author", flat=True))
    notes = EditorialNote.objects.filter(article_key=article.pk, is_open=True)
    for author, addressee in notes.values_list("author", "addressee"):
        keys |= {author, addressee}
    keys -= {None, but.pk}
    users = _at_work(get_user_model().objects.filter(pk__in=keys), article)
    return list(users.order_by("pk")[:_MOST])


def _at_work(users: QuerySet, article: Article) -> QuerySet:
    """Those of the users who may sign in to the desk, and work in the article's subject: others are
    asked nothing about it, and told nothing."""
    users = users.filter(is_active=True, is_staff=True)
    return users.filter(working_in(article.subject_id))
