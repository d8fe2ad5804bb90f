"""Filling of topics: found once, kept for good, and following what changes."""

import pytest
from django.core.management import call_command

from articles.models import Article, ArticleTopic, Subject, Topic, TopicAddress, TopicsFill
from articles.publishing import (
    delete,
    merge_topics,
    move,
    revise,
    save_subject,
    save_topic,
    withdraw,
)
from articles.relating import relate_due
from articles.topics import count_due, fill_topics, filling
from tests.factories import make_article, make_content, make_subject
from tests.importer.conftest import article_file
from tests.made_once import made_once

MATTERS = {
    "cell": "mitochondria cytoplasm membrane",
    "court": "plaintiff tribunal verdict",
    "metal": "copper alloy smelting",
    "poem": "sonnet iambic stanza",
    "river": "estuary meander tributary",
    "volcano": "magma caldera eruption",
    "glacier": "moraine crevasse firn",
    "enzyme": "substrate catalysis inhibitor",
    "bridge": "girder abutment cantilever",
    "comet": "perihelion coma nucleus",
}


def make_about(matter, number, **values):
    return make_article(
        f"{matter}-{number}",
        **{"title": question_of(matter, number), **content_of(matter, number)},
        **values,
    )


def question_of(matter, number):
    return f"What is number {number} of the {matter}?"


def content_of(matter, number):
    words = MATTERS[matter]
    return {
        "seo_keywords": f"{matter}s, {words.replace(' ', ', ')}, efficiency",
        "answer": f"About {words}, and item{number} of this {matter}.",
    }


@made_once
def library():
    """Four articles of each of ten matters, in a subject that may have topics."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "FEWEST_ARTICLES", 30)
        articles = {
            matter: [make_about(matter, number) for number in range(4)] for matter in MATTERS
        }
        relate_due()
        fill_topics()
    return articles


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(filling, "FEWEST_ARTICLES", 30)


def names(article):
    rows = ArticleTopic.objects.filter(article=article.pk).order_by("position")
    return list(rows.values_list("topic__name", flat=True))


def all_rows():
    rows = ArticleTopic.objects.order_by("article", "position")
    return list(rows.values_list("article", "topic", "position", "is_by_words"))


def fill():
    relate_due()
    return fill_topics()


def test_topics_are_named_as_the_questions_name_them(library):
    assert set(Topic.objects.values_list("name", flat=True)) == {
        matter.capitalize() for matter in MATTERS
    }
    for matter, articles in library.items():
        assert [names(article) for article in articles] == [[matter.capitalize()]] * 4


def test_where_nothing_has_changed_nothing_is_done(library, django_assert_num_queries):
    fill()
    with django_assert_num_queries(3):  # the subjects; how far this one is, and the last change
        done = fill_topics()
    assert (done.topics, done.articles, count_due()) == (0, 0, 0)


def test_from_day_to_day_names_and_addresses_stay(library):
    before = list(Topic.objects.order_by("pk").values_list("pk", "name", "slug"))
    make_about("cell", 7)
    withdraw(library["court"][0])
    delete(library["poem"][0])
    fill()
    call_command("fill_topics", "--all")
    assert list(Topic.objects.order_by("pk").values_list("pk", "name", "slug")) == before


def test_a_new_article_is_put_where_it_belongs_and_nothing_else_moves(library):
    rows = all_rows()
    new = make_about("cell", 7)
    other = make_article("no-matter", title="What is nothing?", seo_keywords="", answer="Nothing.")
    relate_due()
    assert count_due() > 0
    fill_topics()
    assert (names(new), names(other)) == (["Cell"], [])
    assert [row for row in all_rows() if row[0] != new.pk] == rows


def test_an_article_that_changes_is_put_elsewhere(library):
    article = library["cell"][0]
    content = make_content(title=question_of("court", 9), **content_of("court", 9))
    revise(article, content)
    fill()
    assert names(article) == ["Court"]


def test_what_leaves_the_subject_leaves_its_topics(library):
    article = library["cell"][0]
    move(article, make_subject("biology"), article.slug)
    withdraw(library["cell"][1])
    fill()
    assert names(article) == names(library["cell"][1]) == []


def test_a_topic_is_dropped_only_when_nearly_empty_and_comes_back(library):
    for article in library["cell"][:2]:
        withdraw(article)
    fill()
    topic = Topic.objects.get(name="Cell")
    assert topic.is_dropped
    make_about("cell", 8)
    fill()
    topic.refresh_from_db()
    assert not topic.is_dropped


def test_a_pinned_topic_stays_however_few_articles_it_has(library):
    topic = Topic.objects.get(name="Cell")
    topic.is_pinned = True
    save_topic(topic)
    for article in library["cell"][:3]:
        withdraw(article)
    fill()
    topic.refresh_from_db()
    assert not topic.is_dropped


def test_a_hidden_topic_gives_its_articles_back_and_is_not_found_again(library):
    topic = Topic.objects.get(name="Cell")
    topic.is_hidden = True
    save_topic(topic)
    fill()
    assert not ArticleTopic.objects.filter(topic=topic).exists()
    assert Topic.objects.count() == len(MATTERS)
    topic.is_hidden = False
    save_topic(topic)
    fill()
    assert names(library["cell"][0]) == ["Cell"]


def test_a_merged_topic_goes_on_in_the_other(library):
    topic, into = Topic.objects.get(name="Cell"), Topic.objects.get(name="Enzyme")
    merge_topics(topic, into)
    assert names(library["cell"][0]) == ["Enzyme"]
    new = make_about("cell", 7)
    fill()
    assert names(new) == ["Enzyme"]
    assert not Topic.objects.filter(name="Cell").exists()
    assert TopicAddress.objects.get(slug="cell").topic == into


def test_an_editors_own_topic_gets_the_articles_that_have_its_words(library):
    save_topic(Topic(subject=Subject.objects.get(), name="Magma"))
    done = fill()
    article = library["volcano"][0]
    assert names(article) == ["Volcano", "Magma"]
    assert done.topics == 0


def test_a_small_or_hidden_subject_has_no_topics(library, monkeypatch):
    assert count_due() == 0
    monkeypatch.setattr(filling, "FEWEST_ARTICLES", 60)
    TopicsFill.objects.all().delete()
    assert fill().articles == 0
    assert not TopicsFill.objects.exists()
    monkeypatch.setattr(filling, "FEWEST_ARTICLES", 30)
    subject = Subject.objects.get()
    subject.is_listed = False
    save_subject(subject)
    assert fill().articles == 0


def test_a_subject_that_has_grown_by_a_quarter_gets_more_topics(library):
    Topic.objects.filter(name="Cell").delete()
    for number in range(9):
        make_article(answer=f"Other{number} words{number}.", seo_keywords="")
    assert fill().topics == 0
    make_article(answer="The tenth.", seo_keywords="")
    assert fill().topics == 1
    assert Topic.objects.latest("pk").name == "Cell"


def test_the_command_tells_what_it_did(library, capsys):
    ArticleTopic.objects.all().delete()
    Topic.objects.all().delete()
    TopicsFill.objects.all().delete()
    call_command("fill_topics")
    assert capsys.readouterr().out == (
        "10 topics found, 40 articles put under other topics than before.\n"
    )


def write_file(folder, matter, number):
    """A file about a matter, as a delivery brings it."""
    content = content_of(matter, number)
    path = folder / "physics" / f"{matter}-{number}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(
        article_file(
            *("physics", path.stem),
            title=question_of(matter, number),
            question=question_of(matter, number),
            answer=content["answer"],
            seo={"title": "", "page_description": "", "page_keywords": content["seo_keywords"]},
        )
    )
    return folder


def test_an_import_fills_topics_unless_too_much_is_due(library, tmp_path, capsys, monkeypatch):
    call_command("import_articles", str(write_file(tmp_path, "cell", 7)), "--workers", "1")
    assert names(Article.objects.get(slug="cell-7")) == ["Cell"]
    monkeypatch.setattr("articles.management.import_command._TOPICS_AT_ONCE", 0)
    call_command("import_articles", str(write_file(tmp_path, "poem", 7)), "--workers", "1")
    assert "articles wait for their topics: “fill_topics”" in capsys.readouterr().out
    assert names(Article.objects.get(slug="poem-7")) == []
