"""What is found by meaning, and that nothing else is lost by it."""

import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleVector
from articles.publishing import revise, withdraw
from articles.search import search, search_ids, suggest
from articles.search.meaning import meaning_search, process
from articles.search.meaning.meaning_search import fuse
from articles.search.text_ranking import RankedText
from tests.factories import make_article, make_subject
from tests.search.meaning.tiny_model import needs_model_packages

ROOT = Path(__file__).resolve().parents[3]
TEXTS = {
    "ghrelin": "Ghrelin raises the appetite.",
    "ocean": "The ocean is salty.",
    "spaceship": "A spaceship leaves the ground.",
    "levy": "A levy on incomes.",
    "stone": "Granite is made of quartz and feldspar.",
}


def make_library(**values):
    return {
        slug: make_article(
            slug,
            title=f"{slug.title()} of this world?",
            article_title="",
            question="",
            seo_keywords="",
            seo_description="",
            answer=answer,
            **values,
        )
        for slug, answer in TEXTS.items()
    }


def found(text, **options):
    """The slugs of the hits, in order."""
    slugs = dict(Article.objects.values_list("pk", "slug"))
    return [slugs[hit.article_id] for hit in search(text, **options).hits]


@pytest.fixture
def library(db, with_model):
    articles = make_library()
    process.fill(workers=1)
    return articles


@needs_model_packages
class TestWithAModel:
    @pytest.mark.parametrize(
        ("text", "first"),
        [("hungry", "ghrelin"), ("marine sea", "ocean"), ("why am I hungry", "ghrelin")],
    )
    def test_an_article_is_found_that_has_no_word_of_what_was_typed(self, library, text, first):
        assert found(text)[0] == first

    def test_what_is_typed_word_for_word_comes_first_as_without(self, library):
        """By its meaning alone, the article about the sea is as near."""
        make_article("sea", title="What is the sea made of?", answer="Stone, granite, sea, marine.")
        process.fill(workers=1)
        assert found("ocean of this world")[0] == "ocean"

    @pytest.mark.parametrize("text", ["xylophone", "qwerty asdfgh", "!!!", ""])
    def test_below_the_floor_nothing_is_shown(self, library, text):
        assert found(text) == []

    def test_a_hit_below_the_floor_is_not_shown_beside_others(self, library):
        assert found("hungry") == ["ghrelin"]

    def test_words_that_the_model_does_not_know_are_found_as_without(self, library):
        assert found("feldspar quartz") == ["stone"]

    def test_an_article_without_a_vector_is_found_by_its_words(self, library):
        make_article("late", title="Late comers?", answer="A photon of feldspar and quartz.")
        assert set(found("feldspar quartz")) == {"stone", "late"}

    def test_what_readers_may_not_find_is_not_found(self, library):
        withdraw(library["ghrelin"])
        assert found("hungry") == []

    def test_of_a_subject_its_own_are_found(self, library):
        make_article("elsewhere", subject="biology", title="Hunger?", answer="appetite hunger")
        process.fill(workers=1)
        assert set(found("hungry")) == {"ghrelin", "elsewhere"}
        assert found("hungry", subject=make_subject("biology")) == ["elsewhere"]

    def test_the_nearest_of_a_subject_may_stand_behind_many(self, library, monkeypatch):
        module = pytest.importorskip("articles.search.meaning.vector_search")
        monkeypatch.setattr(module, "_FIRST_NEAREST", 1)
        for number in range(6):
            make_article(f"near-{number}", title=f"Hunger {number}?", answer="hunger hungry")
        make_article("far", subject="biology", title="What is it?", answer="hunger hungry ocean")
        process.fill(workers=1)
        assert found("appetite", subject=make_subject("biology")) == ["far"]

    def test_a_change_is_seen_by_every_process(self, library):
        """Each has its own copy of the vectors."""
        model = process.of_this_process()
        other = type(model)(model.model._folder)
        key = library["stone"].pk
        assert other.compare("rocket").cosines_of([key])[key] < 0.1
        revise(library["stone"], replace(library["stone"].content(), answer="rocket launch"))
        make_article("new", title="Launch?", answer="rocket")
        process.fill(workers=1)
        assert other.compare("rocket").cosines_of([key])[key] > 0.9
        assert set(found("rocket")) == {"spaceship", "stone", "new"}

    def test_a_search_asks_for_changes_in_one_query(self, library, django_assert_num_queries):
        other = process.of_this_process()
        other.compare("hungry")
        with django_assert_num_queries(1):
            other.compare("hungry")

    def test_beyond_what_is_kept_the_likely_nearest_are_read(self, library, monkeypatch):
        make_article("b", title="Of quartz?", answer="Feldspar, a rocket launch of quartz.")
        process.fill(workers=1)
        large = process.of_this_process()
        small = type(large)(large.model._folder, most_in_memory=2)
        monkeypatch.setattr("articles.search.meaning.vector_search._LIKELY", 1)
        key, other = library["ocean"].pk, library["levy"].pk
        for _ in range(2):
            compared = small.compare("sea")
            assert list(compared.nearest(0.3)) == [[key]]
            # What the words find beside it is read as well.
            cosines = compared.cosines_of([key, other, 0])
            assert cosines.keys() == {key, other}
            assert cosines[other] < 0.1 < 0.9 < cosines[key]
            assert compared.cosines_of([]) == {}
        process._made[small.model._folder.path] = small
        assert found("hungry")[0] == "ghrelin"
        assert found("rocket feldspar")[0] == "b"

    def test_beyond_what_is_kept_a_change_is_found_at_once(self, library):
        large = process.of_this_process()
        small = type(large)(large.model._folder, most_in_memory=2)
        small.compare("sea")
        new = make_article("b", title="Of quartz?", answer="A rocket launch.")
        process.fill(workers=1)
        assert new.pk in next(small.compare("spaceship").nearest(0.3))

    def test_what_is_half_typed_is_found_by_words_alone(self, library, monkeypatch):
        monkeypatch.setattr(process.of_this_process().model, "encode_query", None)
        assert [one.title for one in suggest("ghrel")] == ["Ghrelin of this world?"]
        assert search_ids("levy") == [library["levy"].pk]

    def test_a_query_that_means_nothing_and_says_nothing_names_what_is_near(self, library):
        results = search("granite photon teapot cathedral umbrella xylophone")
        assert {hit.article_id for hit in results.hits + results.near}


class TestWithoutAModel:
    @pytest.fixture(autouse=True)
    def _library(self, db):
        make_library()

    def test_nothing_is_read_for_it(self, without_model, caplog):
        with CaptureQueriesContext(connection) as queries:
            assert found("feldspar quartz") == ["stone"]
            assert found("hungry") == []
        assert queries.captured_queries
        assert not [one for one in queries if ArticleVector._meta.db_table in one["sql"]]
        assert not caplog.records

    def test_a_model_that_is_missing_is_logged_once(self, settings, tmp_path, caplog):
        settings.SEARCH_MODEL = tmp_path / "nowhere"
        process.forget()
        with caplog.at_level(logging.ERROR):
            assert found("feldspar quartz") == found("quartz feldspar") == ["stone"]
        (record,) = caplog.records
        assert record.getMessage().startswith("SEARCH_MODEL: there is no folder")
        process.forget()


def test_no_package_of_it_is_loaded_without_the_setting():
    code = (
        "import django, sys; django.setup();"
        "from articles.search.meaning import process;"
        "import articles.search, articles.management.commands.import_articles;"
        "process.fill_latest(most=1);"
        "sys.exit(bool({'numpy', 'onnxruntime', 'tokenizers'} & {*sys.modules}))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "qtsite.settings", "PATH": ""}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False)
    assert run.returncode == 0


def text(key, score, coverage):
    return RankedText(key, score, coverage)


def order(found):
    return [text.article_id for text in found.texts]


def test_words_and_meaning_are_added():
    texts = [text(1, 2.0, 1.0), text(2, 1.5, 0.9)]
    assert order(fuse(texts, {1: 0.3, 2: 0.4}, has_words=True)) == [1, 2]
    assert order(fuse(texts, {1: 0.3, 2: 0.9}, has_words=True)) == [2, 1]


def test_words_are_worth_less_where_no_text_says_much_of_what_was_typed():
    texts = [text(1, 2.0, 0.4), text(2, 1.5, 0.4)]
    assert order(fuse(texts, {1: 0.4, 2: 0.5}, has_words=True)) == [2, 1]


def test_what_neither_words_nor_meaning_find_is_not_shown():
    texts = [text(1, 1.0, 0.5), text(2, 1.0, 0.2), text(3, 0.2, 0.1)]
    assert order(fuse(texts, {1: 0.1, 2: 0.2, 3: 0.5}, has_words=True)) == [3, 1]


def test_where_nothing_is_near_and_words_find_nothing_there_is_none():
    texts = [text(1, 1.0, 0.3), text(2, 0.5, 0.3)]
    nothing = fuse(texts, {1: 0.32, 2: 0.35}, has_words=False)
    assert nothing.texts == ()
    assert [one.article_id for one in nothing.near] == [1, 2]
    assert order(fuse(texts, {1: 0.32, 2: 0.4}, has_words=False)) == [2, 1]


def test_an_article_without_a_vector_counts_as_one_at_the_floor():
    texts = [text(1, 1.0, 1.0), text(2, 1.0, 1.0)]
    assert order(fuse(texts, {2: meaning_search._FLOOR + 0.01}, has_words=True)) == [2, 1]
    assert order(fuse(texts, {2: meaning_search._FLOOR - 0.01}, has_words=True)) == [1, 2]
