"""The real deliveries, replayed in their order: each comes in and comes out, and all together are
the library."""

from types import SimpleNamespace

import pytest

from articles.exporter.run import Export
from articles.importer.run import Import
from articles.models import Article, Revision
from tests.corpus.conftest import at_database, files_of
from tests.corpus.exported_files import bytes_by_path, exported

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

# corpus/README.md: what each delivery adds and changes.
SUMMARIES = {
    "2025-02-17": (4632, 0),
    "2025-02-18": (1194, 0),
    "2025-02-19": (1404, 128),
    "2025-02-20": (370, 43),
    "2025-02-21": (285, 10),
    "2025-02-24": (232, 1),
    "2025-02-26": (411, 50),
    "2025-02-27": (297, 9),
    "2025-02-28": (261, 1),
    "2025-03-03": (244, 0),
    "2025-03-06": (1677, 0),
    "2025-03-18": (285, 0),
    "2025-04-14": (0, 14),
    "2025-05-19": (281, 0),
}


@pytest.fixture(scope="module")
def replayed(replayed_deliveries, tmp_path_factory, django_db_setup, django_db_blocker):
    """{date: what its import counted, and the files that came out otherwise than they came in};
    the database is as the last one left it."""
    file = tmp_path_factory.mktemp("replayed") / "site.sqlite3"
    with django_db_blocker.unblock(), at_database(file):
        yield {folder.name: replay(folder) for folder in replayed_deliveries}


def replay(folder):
    counts = Import([str(folder)], workers=2).run().counts
    files = bytes_by_path(folder)
    differing = files.items() ^ dict(exported(files)).items()
    return SimpleNamespace(counts=counts, differing=sorted(path for path, _ in differing))


def created_and_updated(deliveries):
    """{date: (files of new articles, files of articles that are there already)}."""
    there, found = set(), {}
    for delivery in deliveries:
        paths = files_of(delivery).keys()
        found[delivery.name] = (len(paths - there), len(paths & there))
        there |= paths
    return found


def test_they_are_the_deliveries_that_are_described(deliveries, is_known):
    if is_known:
        assert created_and_updated(deliveries) == SUMMARIES


def test_in_their_order_they_give_the_library(replayed, replayed_deliveries, corpus_documents):
    expected = created_and_updated(replayed_deliveries)
    for date, delivery in replayed.items():
        counts = delivery.counts
        assert (counts["created"], counts["updated"]) == expected[date]
        assert counts.total() == sum(expected[date])
    articles = {
        article.source_path: article.content()
        for article in Article.objects.select_related("subject").prefetch_related("related")
    }
    assert articles.keys() == {path for folder in replayed_deliveries for path in files_of(folder)}
    for path, content in articles.items():
        assert content == corpus_documents[path].content
    assert Revision.objects.count() == sum(changed for _, changed in expected.values())


def test_each_comes_out_byte_for_byte(replayed, corpus_folder, tmp_path):
    assert len(replayed) == 14
    for date, delivery in replayed.items():
        assert delivery.differing == [], date
    Export(str(tmp_path / "out")).run()
    written, corpus = bytes_by_path(tmp_path / "out"), bytes_by_path(corpus_folder)
    assert len(written) == Article.objects.count()
    assert written.items() <= corpus.items()
