"""Who may review, and the people whom a word about an article concerns."""

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Draft, EditorialNote

REVIEW = "articles.review_article"
_MOST = 200


def may_review(user: AbstractBaseUser) -> bool:
    """Return whether a user decides about what is sent for review. To publish it takes the right
    to publish as well."""
    return user.has_perm(REVIEW)


def reviewers(but: AbstractBaseUser | None = None) -> list[AbstractBaseUser]:
    """Return who may review, by name; `but` is left out."""
    users = get_user_model().objects.with_perm(
        REVIEW, include_superusers=True, backend="django.contrib.auth.backends.ModelBackend"
    )
    users = users.filter(is_active=True, is_staff=True).order_by(get_user_model().USERNAME_FIELD)
    return list((users.exclude(pk=but.pk) if but else users)[:_MOST])


def concerned(article_key: int, *, but: AbstractBaseUser) -> list[AbstractBaseUser]:
    """Return whom a comment concerns, each once: who drafts the article, who has sent it and to
    whom, and who else has commented; not `but`, who writes."""
    keys = set(Draft.objects.filter(pk=article_key).values_list("author", flat=True))
    notes = EditorialNote.objects.filter(article_key=article_key, is_open=True)
    for author, addressee in notes.values_list("author", "addressee"):
        keys |= {author, addressee}
    keys -= {None, but.pk}
    users = get_user_model().objects.filter(pk__in=keys, is_active=True, is_staff=True)
    return list(users.order_by("pk")[:_MOST])
