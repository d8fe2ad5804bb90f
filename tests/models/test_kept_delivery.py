"""Which articles a kept delivery waits for."""

import pytest

from articles.core.source.compression import pack
from articles.importer.run import Import
from articles.models import Article, ImportRun, KeptDelivery, SourceFile
from articles.publishing import delete, move
from tests.factories import make_article, make_subject
from tests.importer.conftest import ANSWER, article_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    """Keep a file for a path."""
    run = ImportRun.objects.create()

    def keep_file(path):
        return KeptDelivery.objects.create(import_run=run, path=path, data=pack(b"a file"))

    return keep_file


def slugs():
    """Of the articles for which something waits."""
    keys = KeptDelivery.objects.waiting().article_keys()
    return sorted(Article.objects.filter(pk__in=keys).values_list("slug", flat=True))


@pytest.fixture
def delivered(tmp_path):
    """The article of an imported file, physics/what-is-light.md."""
    path = tmp_path / "what-is-light.md"
    path.write_bytes(article_file("physics", "what-is-light", answer=ANSWER))
    Import([str(path)], workers=1).run()
    return Article.objects.get()


def test_that_of_the_file_wherever_it_stands(delivered, keep):
    move(delivered, make_subject("optics"), "light")
    keep("physics/what-is-light.md")
    assert slugs() == ["light"]


def test_that_at_the_address_where_no_file_is_known(delivered, keep):
    move(delivered, make_subject("optics"), "light")
    make_article("born", subject="physics")
    for path in ("optics/light.md", "physics/born.md", "physics/nobody.md", "nowhere/born.md"):
        keep(path)
    assert slugs() == ["born", "light"]


def test_none_of_a_deleted_one_nor_whoever_stands_there_since(delivered, keep):
    delete(delivered)
    make_article("what-is-light", subject="physics", answer=ANSWER)
    assert SourceFile.objects.get().article is None
    keep("physics/what-is-light.md")
    assert slugs() == []


def test_none_where_it_was_settled(delivered, keep):
    kept = keep("physics/what-is-light.md")
    assert slugs() == ["what-is-light"]
    KeptDelivery.objects.filter(pk=kept.pk).update(settled_by=kept.import_run)
    assert slugs() == []
