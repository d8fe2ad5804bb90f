"""The whole path on the publisher's real files: everything is imported, every page answers."""

import random

import pytest
from django.db import transaction
from django.test import Client

from articles.importer.run import Import
from articles.models import Article, ImportRun, IndexStatus, Related, Rendering

SEED = 20241207

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, corpus_files):
    """The corpus, imported once for this module and taken back at its end."""
    folder = corpus_files[0].parent.parent
    with django_db_blocker.unblock(), transaction.atomic():
        yield Import([str(folder)], workers=2)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def report(library):
    return library.run()


def test_every_file_becomes_an_article(report, corpus_files):
    assert report.failures == []
    assert report.counts["created"] == len(corpus_files) == Article.objects.count()


def test_every_rendering_is_complete(report):
    assert not Rendering.objects.filter(html="").exists()
    assert not Rendering.objects.filter(excerpt="").exists()


def test_pages_answer(report):
    """A thousand of them, and those with the most formulas: all take a quarter of an hour here."""
    articles = Article.objects.select_related("subject").order_by("-rendering__formula_count")
    paths = [article.get_absolute_url() for article in articles]
    client = Client()
    chosen = paths[:100] + random.Random(SEED).sample(paths, min(1_000, len(paths)))
    assert [path for path in chosen if client.get(path).status_code != 200] == []


def test_an_unchanged_import_changes_nothing(report, library, corpus_files):
    versions = Article.objects.filter(version__gt=1).count()
    again = Import(library.paths, workers=2).run()
    assert again.counts["unchanged"] == len(corpus_files)
    assert again.articles == []
    assert Article.objects.filter(version__gt=1).count() == versions == 0
    assert ImportRun.objects.count() == 2


def test_every_link_with_a_target_leads_to_its_own_path(report):
    for link in Related.objects.filter(target__isnull=False).select_related("target__subject"):
        assert link.target.get_absolute_url() == link.path


def test_of_every_cluster_of_twins_one_is_canonical(report):
    for article in Article.objects.exclude(canonical=None).select_related("canonical"):
        assert article.canonical.canonical is None
        assert article.canonical.content_digest == article.content_digest
        if article.index_status == IndexStatus.DUPLICATE:
            assert article.canonical.index_status == IndexStatus.INDEXABLE
