"""Giving articles and findings to somebody, and taking them from who may work on them no more."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.database.among import among
from articles.models import Article, ArticleAssignment, Finding
from articles.rights import is_within, may_draft, scope_of

# An article that was deleted so long ago is not brought back.
_DAYS_WITHOUT_ARTICLE = 90
_RIGHTS = ("change_article", "change_draft")


def people() -> QuerySet:
    """Return the accounts to which something can be assigned, by name: whoever may sign in to the
    desk and write drafts."""
    rights = Permission.objects.filter(content_type__app_label="articles", codename__in=_RIGHTS)
    writes = (
        Q(is_superuser=True)
        | Q(Exists(rights.filter(user=OuterRef("pk"))))
        | Q(Exists(rights.filter(group__user=OuterRef("pk"))))
    )
    model = get_user_model()
    return model.objects.filter(writes, is_active=True, is_staff=True).order_by(
        model.USERNAME_FIELD
    )


def may_take(user: AbstractBaseUser, subject_key: int | None = None) -> bool:
    """Return whether somebody may work on what is of a subject; without one, on anything."""
    works = user.is_active and user.is_staff and may_draft(user)
    return works and (subject_key is None or is_within(user, subject_key))


@transaction.atomic
def assign_articles(
    keys: Collection[int], user: AbstractBaseUser | None, *, by: AbstractBaseUser | None
) -> None:
    """Make articles somebody's work, or nobody's, in the place of whose they were."""
    if user is None:
        ArticleAssignment.objects.filter(among("article_key", keys)).delete()
        return
    now = timezone.now()
    # In one order, and without a deletion before: of two at once the later one stands.
    ArticleAssignment.objects.bulk_create(
        (
            ArticleAssignment(article_key=key, user=user, made_by=by, made_at=now)
            for key in sorted(keys)
        ),
        update_conflicts=True,
        unique_fields=["article_key"],
        update_fields=["user", "made_by", "made_at"],
    )


def assign_findings(keys: Iterable[int], user: AbstractBaseUser | None) -> None:
    """Make findings somebody's work, or nobody's."""
    Finding.objects.filter(among("pk", list(keys))).update(assignee=user)


def release_unfit() -> int:
    """Take what is assigned from who may not work on it any more: the account rests, its rights or
    its subjects are others, or the article has moved. Return how many articles and findings are
    nobody's now. A handful of queries for each person to whom anything is assigned."""
    old = timezone.now() - timedelta(days=_DAYS_WITHOUT_ARTICLE)
    is_there = Exists(Article.objects.filter(pk=OuterRef("article_key")))
    ArticleAssignment.objects.filter(~is_there, made_at__lt=old).delete()
    articles = ArticleAssignment.objects.order_by().values("user").distinct()
    findings = Finding.objects.filter(assignee__isnull=False).order_by()
    keys = Q(pk__in=articles) | Q(pk__in=findings.values("assignee").distinct())
    return sum(_release(user) for user in get_user_model().objects.filter(keys))


def _release(user: AbstractBaseUser) -> int:
    articles = ArticleAssignment.objects.filter(user=user)
    findings = Finding.objects.filter(assignee=user)
    if may_take(user):
        scope = scope_of(user)
        if scope is None:
            return 0
        here = Article.objects.filter(pk=OuterRef("article_key"), subject__in=scope.keys)
        there = Article.objects.filter(pk=OuterRef("article_key"))
        articles = articles.filter(Exists(there), ~Exists(here))
        within = Q(article__isnull=False, article__subject__in=scope.keys)
        findings = findings.exclude(pk__in=findings.filter(within).values("pk"))
    return articles.delete()[0] + findings.update(assignee=None)
