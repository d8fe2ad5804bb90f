"""The subjects in which somebody works, and what lies within them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.core.source.article_paths import subject_path
from articles.models import Article, Subject

_EVERY_SUBJECT = "articles.every_subject"
_KEPT_AS = "_subjects_of_the_desk"


@dataclass(frozen=True, slots=True)
class Scope:
    """Some subjects, by key and by slug; of somebody whose account names none, no subject."""

    keys: frozenset[int]
    slugs: frozenset[str]
    names: tuple[str, ...] = ()

    def paths(self, column: str) -> Q:
        """Return the condition that a path lies below one of the subjects."""
        condition = Q(pk__in=())
        for slug in self.slugs:
            path = subject_path(slug)
            condition |= Q(**{column: path}) | Q(**{f"{column}__startswith": f"{path}/"})
        return condition

    def has_path(self, path: str) -> bool:
        """Return whether a path lies below one of the subjects."""
        return any(f"{path}/".startswith(f"{subject_path(slug)}/") for slug in self.slugs)


def scope_of(user: Any) -> Scope | None:
    """Return the subjects in which a user works; None: all of them.

    Asks for no more than the rights where that is so; else one query, whose answer stays with the
    user of this request.
    """
    if user.has_perm(_EVERY_SUBJECT):
        return None
    if not hasattr(user, _KEPT_AS):
        subjects = Subject.objects.filter(editors=user.pk) if user.pk else Subject.objects.none()
        rows = list(subjects.values_list("pk", "slug", "name"))
        scope = Scope(
            frozenset(key for key, _, _ in rows),
            frozenset(slug for _, slug, _ in rows),
            tuple(name for _, _, name in rows),
        )
        setattr(user, _KEPT_AS, scope)
    return getattr(user, _KEPT_AS)


def subject_keys(user: Any) -> frozenset[int] | None:
    """Return the keys of the subjects in which a user works; None: all of them."""
    scope = scope_of(user)
    return None if scope is None else scope.keys


def within(user: Any, rows: QuerySet, path: str = "subject") -> QuerySet:
    """Return the rows whose subject, at `path`, is one of the user's."""
    scope = scope_of(user)
    return rows if scope is None else rows.filter(**{f"{path}__in": scope.keys})


def within_by_key(user: Any, rows: QuerySet) -> QuerySet:
    """Return the rows whose article, by their `article_key`, is of one of the user's subjects."""
    scope = scope_of(user)
    if scope is None:
        return rows
    here = Article.objects.filter(pk=OuterRef("article_key"), subject__in=scope.keys)
    return rows.filter(Exists(here))


def is_within(user: Any, subject_key: int | None) -> bool:
    """Return whether a subject is one of the user's; what has none belongs to all together."""
    scope = scope_of(user)
    return scope is None or subject_key in scope.keys


def working_in(subject_key: int) -> Q:
    """Return the condition on users that they work in a subject."""
    rights = Permission.objects.filter(content_type__app_label="articles", codename="every_subject")
    return (
        Q(is_superuser=True)
        | Q(Exists(rights.filter(user=OuterRef("pk"))))
        | Q(Exists(rights.filter(group__user=OuterRef("pk"))))
        | Q(Exists(Subject.objects.filter(pk=subject_key, editors=OuterRef("pk"))))
    )


def named_by_account(user: Any) -> Exists:
    """Return the condition on rows with an `article_key` that the article's subject is one which
    the user's account names, whatever his rights are."""
    return Exists(Article.objects.filter(pk=OuterRef("article_key"), subject__editors=user.pk))
