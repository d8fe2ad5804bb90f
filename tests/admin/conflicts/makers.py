"""Conflicts as imports open them."""

from dataclasses import replace

from django.urls import reverse

from articles.core.merging import merge
from articles.models import ImportRun
from articles.publishing.operations.conflicts import Collision, open_conflicts
from tests.admin.conftest import fresh

BASE = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph."
OTHER = "An entirely different text that shares nothing whatever with what stood here before."


def desk_url(article):
    return reverse("admin:articles_conflict_desk", args=[article.pk])


def collide(article, *, base=None, **theirs):
    """Open the conflicts of an import whose file says `theirs` over `base`."""
    ours = fresh(article).content()
    base = replace(ours, **(base or {}))
    file = replace(base, **theirs)
    found = merge(base, file, ours).conflicts
    run = ImportRun.objects.create(state="finished")
    open_conflicts([Collision(article.pk, base, ours, file, 77, found)], run)
    return run


def hold(article, **theirs):
    """Hold another answer for an article."""
    ours = fresh(article).content()
    file = replace(ours, answer=OTHER, **theirs)
    run = ImportRun.objects.create(state="finished")
    base = replace(ours, seo_keywords="as it was")
    open_conflicts([Collision(article.pk, base, ours, file, 77)], run)
    return run
