"""From one conflict to the next, and what changes while an editor looks."""

from dataclasses import replace

from articles import publishing
from articles.admin.conflicts import conflict_admin
from articles.core.article_content import changed_fields
from articles.models import Article, Conflict
from tests.admin.conflicts.makers import collide, desk_url, hold
from tests.admin.conftest import fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_content


def test_decide_and_next_goes_on_to_the_one_behind_and_round_to_the_oldest(decide, desk):
    articles = [make_article() for _ in range(3)]
    for article in articles:
        collide(article, base={"author": "x"}, author="y")
    html = desk.get(desk_url(articles[1])).content.decode()
    assert f'href="{desk_url(articles[2])}">Skip</a>' in html
    assert "2 other articles wait." in html
    response = decide(articles[1], "_next", choice_author="ours")
    assert response.redirect_chain[-1][0] == desk_url(articles[2])
    response = decide(articles[2], "_next", choice_author="ours")
    assert response.redirect_chain[-1][0] == desk_url(articles[0])
    response = decide(articles[0], "_next", choice_author="ours")
    assert "Nothing else waits for a decision." in response.content.decode()


# What changes meanwhile


def test_a_decision_about_an_older_version_is_shown_again(in_answer, desk):
    data = form_data(desk.get(desk_url(in_answer)).content.decode(), "desk_form")
    newer = publishing.revise(in_answer, replace(fresh(in_answer).content(), author="Newer"))
    data |= {"choice-answer": "edited", "edited-answer": "Mine."}
    html = desk.post(desk_url(in_answer), data).content.decode()
    assert "has changed since you opened this page" in html
    assert "Mine.</textarea>" in html
    assert 'value="edited" checked' in html
    assert fresh(in_answer).content() == newer.content()
    again = form_data(html, "desk_form")
    assert again["choice-answer"] == "edited"
    desk.post(desk_url(in_answer), again)
    assert (fresh(in_answer).answer, fresh(in_answer).author) == ("Mine.", "Newer")


def test_a_decision_about_an_older_file_is_shown_again(article, desk):
    hold(article)
    data = form_data(desk.get(desk_url(article)).content.decode(), "desk_form")
    Conflict.objects.update(theirs={**Conflict.objects.get().theirs, "answer": "A newer file's."})
    html = desk.post(desk_url(article), data | {"choice-replacement": "theirs"}).content.decode()
    assert "has changed since you opened this page" in html
    assert "A newer file&#x27;s." in html
    assert fresh(article).content() == article.content()


def test_what_somebody_else_decided_is_not_decided_twice(in_answer, desk, decide):
    data = form_data(desk.get(desk_url(in_answer)).content.decode(), "desk_form")
    decide(in_answer, choice_answer="ours")
    html = desk.post(desk_url(in_answer), data | {"choice-answer": "theirs"}).content.decode()
    assert "Nothing waits for a decision here." in html
    assert fresh(in_answer).content() == in_answer.content()


def test_a_decision_that_is_overtaken_is_answered_outside_the_transaction(
    in_answer, desk, monkeypatch
):
    decide = conflict_admin.decide

    def overtaken(article, *args, **kwargs):
        monkeypatch.setattr(conflict_admin, "decide", decide)
        raise publishing.StaleVersion(article, kwargs["expected_version"], None)

    monkeypatch.setattr(conflict_admin, "decide", overtaken)
    data = form_data(desk.get(desk_url(in_answer)).content.decode(), "desk_form")
    desk.post(desk_url(in_answer), data | {"choice-answer": "theirs"})
    assert Conflict.objects.get().decision == "theirs"


def test_nothing_of_another_article_is_touched(in_answer, decide):
    other = make_article()
    collide(other, base={"author": "x"}, author="y")
    decide(in_answer, choice_answer="theirs", choice_author="theirs")
    assert changed_fields(fresh(other).content(), other.content()) == []
    assert Conflict.objects.filter(article=other, closed_at=None).count() == 1
    assert Article.objects.count() == 2
    assert make_content().author != "y"
