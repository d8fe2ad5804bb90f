"""Which of two files of an article counts: the page and the export go by one rule."""

import pytest

from articles.importer.planning.decision import OnConflict
from articles.models import Article, SourceFile, Subject
from articles.models.source_file import counting_file
from articles.publishing import move
from articles.web.article_queries import published_article
from tests.factories import make_subject
from tests.importer.conftest import run_import, write  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("subject", "slug", "counts"),
    [
        ("physics", "a", "physics/a.md"),
        ("optics", "light", "optics/light.md"),
        ("optics", "elsewhere", "optics/light.md"),
    ],
)
def test_the_file_at_the_address_counts_else_the_last_that_came(
    write,  # noqa: F811
    run_import,  # noqa: F811
    subject,
    slug,
    counts,
):
    run_import(write("physics", "a"))
    move(Article.objects.get(), make_subject("optics"), "light")
    run_import(write("optics", "light", author="New"), on_conflict=OnConflict.THEIRS)
    move(Article.objects.get(), Subject.objects.get(slug=subject), slug)
    article = Article.objects.get()
    assert article.source_files.count() == 2
    assert counting_file(article.source_files.all(), article.source_path).path == counts
    assert SourceFile.objects.get(pk=published_article(subject, slug).file_id).path == counts
