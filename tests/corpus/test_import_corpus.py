"""The whole path on the publisher's real files: everything is imported, every page answers."""

import os
import random

import pytest
from django.test import Client

from articles.exporter.run import Export
from articles.importer.run import Import
from articles.models import Article, ImportRun, IndexStatus, Related, Rendering
from tests.corpus.exported_files import bytes_by_path

SEED = 20241207
PAGES = int(os.environ.get("CORPUS_PAGES", "300"))

pytestmark = [pytest.mark.corpus, pytest.mark.django_db, pytest.mark.usefixtures("imported")]


def test_every_file_becomes_an_article(imported, corpus_files):
    assert imported.failures == []
    assert imported.counts["created"] == len(corpus_files) == Article.objects.count()


def test_every_rendering_is_complete():
    assert not Rendering.objects.filter(html="").exists()
    assert not Rendering.objects.filter(excerpt="").exists()


def test_pages_answer():
    """Some hundreds, and those with the most formulas: all take a quarter of an hour here."""
    articles = Article.objects.select_related("subject").order_by("-rendering__formula_count")
    paths = [article.get_absolute_url() for article in articles]
    client = Client()
    chosen = paths[:50] + random.Random(SEED).sample(paths, min(PAGES, len(paths)))
    assert [path for path in chosen if client.get(path).status_code != 200] == []


def test_an_unchanged_import_changes_nothing(corpus_folder, corpus_files):
    versions = Article.objects.filter(version__gt=1).count()
    again = Import([str(corpus_folder)], workers=2).run()
    assert again.counts["unchanged"] == len(corpus_files)
    assert again.articles == []
    assert Article.objects.filter(version__gt=1).count() == versions == 0
    assert ImportRun.objects.count() == 2


def test_it_comes_out_byte_for_byte(corpus_folder, tmp_path):
    report = Export(str(tmp_path)).run()

    assert report.failures == []
    assert bytes_by_path(tmp_path) == bytes_by_path(corpus_folder)
    again = Export(str(tmp_path)).run()
    assert (again.written, again.unchanged) == (0, report.written)
    assert Import([str(tmp_path)], workers=2).run().counts["unchanged"] == report.written


def test_every_link_with_a_target_leads_to_its_own_path():
    for link in Related.objects.filter(target__isnull=False).select_related("target__subject"):
        assert link.target.get_absolute_url() == link.path


def test_of_every_cluster_of_twins_one_is_canonical():
    for article in Article.objects.exclude(canonical=None).select_related("canonical"):
        assert article.canonical.canonical is None
        assert article.canonical.content_digest == article.content_digest
        if article.index_status == IndexStatus.DUPLICATE:
            assert article.canonical.index_status == IndexStatus.INDEXABLE
