"""Two editors in one article: what does not collide is merged, what does is shown."""

from dataclasses import replace

import pytest

from articles import publishing
from articles.core.article_content import RelatedLink
from articles.models import Article, ImportRun, Revision
from articles.publishing.revisions import Cause
from tests.admin.conftest import fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

A, B, C, D = (f"/learn/physics/questions/{slug}" for slug in "abcd")
FIRST = "First paragraph of it.\n\nSecond paragraph of it.\n\nThird paragraph of it."


@made_once
def anna():
    return make_user("anna", first_name="Anna")


@made_once
def article():
    return make_article(
        "own",
        answer=FIRST,
        seo_keywords="light",
        seo_description="About light.",
        related=[RelatedLink(A, "A"), RelatedLink(B, "B")],
    )


@pytest.fixture
def by_anna(article, anna):
    def save_theirs(**values):
        return publishing.revise(article, replace(fresh(article).content(), **values), actor=anna)

    return save_theirs


def sent(open_form, article, **values):
    return open_form(article) | values


# What does not collide


def test_changes_of_different_fields_are_both_kept_and_told(
    article, open_form, save, by_anna, desk
):
    mine = sent(open_form, article, seo_description="Mine.")
    by_anna(seo_keywords="theirs", author="Theirs")
    response = desk.post(f"/admin/articles/article/{article.pk}/change/", mine, follow=True)
    html = response.content.decode()
    assert "Anna changed “Author and keywords”. That stays, beside what you wrote." in html
    after = fresh(article)
    assert (after.seo_description, after.seo_keywords, after.author) == (
        "Mine.", "theirs", "Theirs",
    )  # fmt: skip
    assert after.version == article.version + 2
    assert Revision.objects.first().fields == ["seo_description"]


def test_different_paragraphs_are_merged(article, open_form, save, by_anna):
    mine = sent(open_form, article, answer=FIRST.replace("Third", "My third"))
    by_anna(answer=FIRST.replace("First", "Their first"))
    assert save(article, mine).status_code == 302
    assert fresh(article).answer == (
        "Their first paragraph of it.\n\nSecond paragraph of it.\n\nMy third paragraph of it."
    )


def test_an_untouched_stale_form_changes_nothing(article, open_form, save, by_anna):
    mine = open_form(article)
    theirs = by_anna(
        answer="Another.",
        title="Another?",
        no_index=True,
        score=2.0,
        related=(RelatedLink(C, "C"),),
    )
    assert save(article, mine).status_code == 302
    assert fresh(article).content() == theirs.content()
    assert fresh(article).version == theirs.version


@pytest.mark.parametrize("text", ["a\r\nb\rc", "\n x \n", "tab\there "])
def test_a_text_that_browsers_change_is_no_change_of_a_stale_form(open_form, save, text, anna):
    article = make_article(answer=f"x{text}", seo_keywords=text, author="a\nb")
    mine = open_form(article)
    theirs = publishing.revise(article, replace(article.content(), answer="Theirs."), actor=anna)
    assert save(article, mine).status_code == 302
    assert fresh(article).content() == theirs.content()


def test_related_questions_are_merged_by_address(article, open_form, save, by_anna):
    mine = sent(open_form, article, **{"related-0-DELETE": "on", "related-2-path": C})
    by_anna(related=(RelatedLink(A, "A"), RelatedLink(B, "B"), RelatedLink(D, "D")))
    assert save(article, mine).status_code == 302
    assert {link.path for link in fresh(article).content().related} == {B, C, D}


def test_status_and_address_that_somebody_else_gave_stay(article, open_form, save, anna):
    mine = sent(open_form, article, seo_keywords="mine")
    publishing.withdraw(article, actor=anna)
    publishing.move(fresh(article), make_subject("chemistry"), "elsewhere", actor=anna)
    assert save(article, mine).status_code == 302
    after = fresh(article)
    assert (after.status, after.subject.slug, after.slug) == ("withdrawn", "chemistry", "elsewhere")
    assert after.seo_keywords == "mine"


def test_the_same_save_sent_twice_is_one(article, open_form, save):
    mine = sent(open_form, article, answer="Mine.")
    assert save(article, mine).status_code == 302
    assert save(article, mine).status_code == 302
    assert fresh(article).version == article.version + 1


def test_an_import_is_somebody_else_too(article, open_form, desk):
    mine = sent(open_form, article, seo_description="Mine.")
    run = ImportRun.objects.create()
    cause = Cause(Revision.Kind.IMPORTED, import_run=run)
    publishing.revise(article, replace(article.content(), author="File"), cause=cause)
    response = desk.post(f"/admin/articles/article/{article.pk}/change/", mine, follow=True)
    assert f"import {run.pk} changed “Author”" in response.content.decode()


# What collides


def test_what_collides_is_shown_and_the_rest_is_merged(article, open_form, save, by_anna):
    mine = sent(
        open_form, article, answer=FIRST.replace("First", "My first"), seo_description="Mine."
    )
    theirs = by_anna(answer=FIRST.replace("First", "Their first"), seo_keywords="theirs")
    response = save(article, mine)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Somebody else saved this article" in html
    assert "<strong>Anna</strong>" in html
    assert "<ins>Their first</ins> paragraph of it." in html
    assert "<ins>My first</ins> paragraph of it." in html
    assert "<strong>Keywords</strong>, which only the other changed, is in the form" in html
    assert fresh(article).content() == theirs.content()

    again = form_data(html)
    assert again["answer"].replace("\r\n", "\n") == FIRST.replace("First", "My first")
    assert (again["seo_keywords"], again["seo_description"]) == ("theirs", "Mine.")
    assert save(article, again).status_code == 302
    after = fresh(article)
    assert after.answer == FIRST.replace("First", "My first")
    assert (after.seo_keywords, after.seo_description) == ("theirs", "Mine.")


def test_every_kind_of_field_goes_back_into_the_form(article, open_form, save, by_anna):
    mine = sent(open_form, article, author="Mine", **{"related-2-path": C, "related-2-title": "C"})
    theirs = by_anna(
        author="Theirs",
        question="Their question?",
        published_on=article.published_on.replace(year=2020),
        score=-1.0,
        no_index=True,
        related=(RelatedLink(D, "D"), RelatedLink(B, "Their B")),
    )
    again = form_data(save(article, mine).content.decode())
    assert save(article, again).status_code == 302
    after = fresh(article).content()
    assert replace(after, author="Theirs", related=theirs.content().related) == theirs.content()
    assert after.author == "Mine"
    assert {(link.path, link.title) for link in after.related} == {
        (D, "D"), (B, "Their B"), (C, "C"),
    }  # fmt: skip


def test_names_that_collide_alike_are_shown_once(article, open_form, save, by_anna):
    mine = sent(open_form, article, title="What is my light?")
    by_anna(**dict.fromkeys(("title", "article_title", "question"), "What is their light?"))
    html = save(article, mine).content.decode()
    assert html.count("<h3>Title, heading and question</h3>") == 1
    assert save(article, form_data(html)).status_code == 302
    assert fresh(article).question == "What is my light?"


def test_two_statuses_or_two_addresses_collide(article, open_form, save, anna):
    mine = sent(open_form, article, status="draft", slug="mine")
    publishing.withdraw(article, actor=anna)
    publishing.move(fresh(article), article.subject, "theirs", actor=anna)
    html = save(article, mine).content.decode()
    for text in ("<h3>Status</h3>", "<h3>Address</h3>", "questions/theirs", "questions/mine"):
        assert text in html
    assert fresh(article).slug == "theirs"
    assert save(article, form_data(html)).status_code == 302
    assert (fresh(article).slug, fresh(article).status) == ("mine", "draft")


def test_two_titles_of_one_related_question_collide(article, open_form, save, by_anna):
    mine = sent(open_form, article, **{"related-0-title": "Mine"})
    by_anna(related=(RelatedLink(A, "Theirs"), RelatedLink(B, "B")))
    html = save(article, mine).content.decode()
    assert "<h3>Related questions</h3>" in html
    assert fresh(article).content().related[0].title == "Theirs"
    save(article, form_data(html))
    assert fresh(article).content().related[0].title == "Mine"


def test_what_collides_is_escaped(article, open_form, save, by_anna):
    evil = "</div><script>alert(1)</script>"
    mine = sent(open_form, article, seo_description=f"mine {evil}")
    by_anna(seo_description=f"theirs {evil}")
    html = save(article, mine).content.decode()
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("version", [None, "", "0", "77", "9" * 30, "-1"])
def test_a_form_of_no_known_version_is_no_way_around_the_check(article, open_form, save, version):
    data = sent(open_form, article, answer="Mine.")
    del data["expected_version"]
    if version is not None:
        data["expected_version"] = version
    html = save(article, data).content.decode()
    assert "Somebody else saved" in html
    assert "Mine." in html
    assert fresh(article).version == article.version
    assert save(article, form_data(html)).status_code == 302
    assert fresh(article).answer == "Mine."


def test_a_save_that_is_overtaken_is_answered_outside_the_transaction(
    article, open_form, save, monkeypatch
):
    """Between the form's check and the write somebody else saves, as PostgreSQL allows."""
    mine = sent(open_form, article, answer="Mine.")
    revise = publishing.revise

    def overtaken(target, content, **kwargs):
        monkeypatch.setattr(publishing, "revise", revise)
        raise publishing.StaleVersion(target, kwargs["expected_version"], None)

    monkeypatch.setattr(publishing, "revise", overtaken)
    assert save(article, mine).status_code == 302
    assert fresh(article).answer == "Mine."


def test_an_invalid_stale_form_keeps_what_was_typed(article, open_form, save, by_anna):
    mine = sent(open_form, article, answer="Mine.", slug="No Slug")
    by_anna(seo_keywords="theirs")
    again = form_data(save(article, mine).content.decode())
    assert again["answer"] == "Mine."
    assert again["expected_version"] == "1"
    assert save(article, again | {"slug": "own"}).status_code == 302
    assert (fresh(article).answer, fresh(article).seo_keywords) == ("Mine.", "theirs")
    assert Article.objects.count() == 1


def test_of_an_article_that_was_deleted_meanwhile_the_text_is_shown(
    article, open_form, save, anna, client
):
    mine = sent(open_form, article, answer="My long work <b>.")
    publishing.delete(article, actor=anna)
    response = save(article, mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "This article was deleted while you were writing" in html
    assert "<strong>Anna</strong>" in html
    assert "My long work &lt;b&gt;." in html
    client.force_login(make_user("looker", permissions=["view_article"]))
    assert "My long work" not in save(article, mine).content.decode()
