"""Which vectors are due, and their computation."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, ArticleVector, Status
from articles.publishing import delete, publish, revise, withdraw
from articles.search.meaning import process, vector_table
from tests.factories import make_article
from tests.importer.conftest import article_file
from tests.search.meaning.tiny_model import MEANINGS, needs_model_packages, write_model

pytestmark = [pytest.mark.django_db, needs_model_packages]


def fill(**options):
    return process.fill(workers=2, **options)


def due():
    """The slugs of what is due."""
    model = process.of_this_process().model.fingerprint
    keys = vector_table.due_keys(model)
    return sorted(Article.objects.filter(pk__in=keys).values_list("slug", flat=True))


def numbers():
    rows = ArticleVector.objects.order_by("number").values_list("article__slug", "number")
    return dict(rows)


def test_every_indexable_article_gets_one(with_model):
    for slug in ("a", "b"):
        make_article(slug)
    make_article("draft", status=Status.DRAFT)
    assert due() == ["a", "b"]
    assert fill() == 2
    assert (due(), fill()) == ([], 0)
    assert list(numbers()) == ["a", "b"]


def test_equal_texts_have_one_among_them(with_model):
    make_article("a", answer="The same.")
    make_article("b", answer="The same.")
    assert fill() == 1


def test_a_changed_text_is_due_and_gets_the_next_number(with_model):
    article = make_article("a", answer="hungry")
    make_article("b")
    fill()
    before = bytes(ArticleVector.objects.get(pk=article.pk).vector)
    revise(article, replace(article.content(), answer="ocean"))
    assert due() == ["a"]
    assert fill() == 1
    assert bytes(ArticleVector.objects.get(pk=article.pk).vector) != before
    assert numbers() == {"b": 2, "a": 3}


def test_what_becomes_indexable_is_due(with_model):
    draft = make_article("draft", status=Status.DRAFT)
    assert due() == []
    publish(draft)
    assert due() == ["draft"]


def test_what_is_withdrawn_is_not_due(with_model):
    withdraw(make_article("a"))
    assert due() == []


def test_another_model_makes_all_due(with_model, settings, tmp_path):
    make_article("a")
    fill()
    settings.SEARCH_MODEL = write_model(tmp_path / "other", MEANINGS[:3])
    assert due() == ["a"]
    fill()
    assert due() == []
    assert len(bytes(ArticleVector.objects.get().vector)) == 3


def test_all_are_computed_anew_where_it_is_asked_for(with_model):
    make_article("a")
    fill()
    assert fill(is_all=True) == 1
    assert numbers() == {"a": 2}


def test_a_stop_loses_no_more_than_a_batch(with_model, monkeypatch):
    filling = pytest.importorskip("articles.search.meaning.vector_filling")
    monkeypatch.setattr(filling, "_ARTICLES_A_BATCH", 2)
    for slug in ("a", "b", "c", "d", "e"):
        make_article(slug)

    def stop(done, total):
        assert total == 5
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(progress=stop)
    assert due() == ["e"]
    assert fill() == 1


def test_a_text_that_changes_meanwhile_stays_due(with_model, monkeypatch):
    filling = pytest.importorskip("articles.search.meaning.vector_filling")
    article = make_article("a", answer="hungry")

    def write(model, vectors):
        revise(article, replace(article.content(), answer="ocean"))
        vector_table.write_vectors(model, vectors)

    with monkeypatch.context() as patched:
        patched.setattr(filling, "write_vectors", write)
        fill()
    assert due() == ["a"]


def test_an_article_that_goes_meanwhile_gets_none(with_model, monkeypatch):
    filling = pytest.importorskip("articles.search.meaning.vector_filling")
    article = make_article("a")
    make_article("b")

    def write(model, vectors):
        delete(article)
        vector_table.write_vectors(model, vectors)

    monkeypatch.setattr(filling, "write_vectors", write)
    fill()
    assert list(numbers()) == ["b"]


def test_a_vector_goes_with_its_article(with_model):
    article = make_article("a")
    fill()
    delete(article)
    assert not ArticleVector.objects.exists()


def test_the_latest_changes_are_looked_at_alone(with_model):
    for slug in ("a", "b", "c"):
        make_article(slug)
    assert process.fill_latest(most=2) == 2
    assert due() == ["a"]
    assert process.fill_latest(most=2) == 0


def test_without_a_model_nothing_is_due_and_nothing_asked(without_model, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert process.fill_latest(most=2) == 0
        assert process.count_due() == 0


def test_the_command_says_how_many(with_model):
    make_article("a")
    out = StringIO()
    call_command("fill_vectors", stdout=out)
    call_command("fill_vectors", "--all", "--workers=1", stdout=out)
    call_command("fill_vectors", stdout=out)
    assert out.getvalue().splitlines() == [
        "1 vectors computed.",
        "1 vectors computed.",
        "0 vectors computed.",
    ]


@pytest.mark.parametrize(
    ("folder", "reason"), [(None, "it is not set"), ("nowhere", "there is no folder")]
)
def test_the_command_says_why_it_cannot(settings, tmp_path, folder, reason):
    settings.SEARCH_MODEL = folder and tmp_path / folder
    with pytest.raises(CommandError, match=f"SEARCH_MODEL: {reason}"):
        call_command("fill_vectors", skip_checks=True)


@pytest.fixture
def delivery(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    folder = tmp_path / "delivery" / "physics"
    folder.mkdir(parents=True)
    (folder / "a.md").write_bytes(article_file("physics", "a"))
    return folder.parent


def imported(delivery):
    out = StringIO()
    call_command("import_articles", str(delivery), "--workers=1", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_small_import_is_searched_by_meaning_at_once(with_model, delivery):
    assert "1 articles can be searched by meaning, too." in imported(delivery)
    assert due() == []
    assert "by meaning" not in imported(delivery)


def test_a_large_import_leaves_it_to_the_command(with_model, delivery, monkeypatch):
    monkeypatch.setattr("articles.management.import_command._VECTORS_AT_ONCE", 0)
    assert "1 articles wait to be searched by meaning: “fill_vectors”." in imported(delivery)
    assert due() == ["a"]


def test_an_import_without_a_model_says_nothing_of_it(without_model, delivery):
    assert "by meaning" not in imported(delivery)
