"""A text that stands in several articles: mending one of them says so, and offers to mend all."""

import pytest

from articles import publishing
from articles.admin.articles import search_panel
from articles.models import IndexStatus, Revision, Status
from tests.admin.conftest import change_url, fresh
from tests.factories import make_article, make_content

PANEL = "/admin/articles/article/search-panel/"
OLD, NEW = "The old text.", "The new text."


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    search_panel.search_panel.buckets.clear()


@pytest.fixture
def twins(db):
    """(the canonical one, its duplicate)."""
    first = make_article("one", subject="biology", answer=OLD)
    second = make_article("two", answer=OLD)
    assert fresh(second).canonical_id == first.pk
    return first, second


@pytest.fixture
def panel(desk, open_form):
    def asked(article, **changes):
        data = open_form(article) | {"article": article.pk, **changes}
        return " ".join(desk.post(PANEL, data).content.decode().split())

    return asked


def messages(response):
    return [str(message) for message in response.wsgi_request._messages]


def test_the_form_offers_each_copy_unticked(desk, twins):
    first, second = twins
    html = desk.get(change_url(second)).content.decode()
    assert f'<input type="checkbox" name="copies" value="{first.pk}">' in html


def test_the_only_one_of_its_text_offers_none(desk):
    html = desk.get(change_url(make_article())).content.decode()
    assert 'name="copies"' not in html


def test_a_withdrawn_copy_is_none(desk, twins):
    first, second = twins
    publishing.withdraw(first)
    assert 'name="copies"' not in desk.get(change_url(second)).content.decode()


def test_the_panel_says_what_either_save_comes_to(panel, twins):
    first, second = twins
    assert "stands in 2 places" not in panel(second)
    html = panel(second, answer=NEW)
    assert "stands in 2 places" in html
    alone, together = html.split("Saved here alone")[1].split("Saved in all of them")
    assert f"this page is “{IndexStatus.INDEXABLE.label}”" in alone
    assert f"keeps the old answer and is “{IndexStatus.INDEXABLE.label}”" in alone
    assert first.get_absolute_url() in together


def test_of_the_canonical_one_the_panel_says_that_it_stays_so(panel, twins):
    html = panel(twins[0], answer=NEW)
    assert "whose canonical is this page" in html


def test_saved_alone_both_are_indexed_and_the_editor_is_told(open_form, save, twins):
    """The fault that this is for: the twin stayed broken and indexed, without a word."""
    first, second = twins
    response = save(second, open_form(second) | {"answer": NEW})
    assert (fresh(first).answer, fresh(second).answer) == (OLD, NEW)
    assert {fresh(one).index_status for one in twins} == {IndexStatus.INDEXABLE}
    (told,) = [text for text in messages(response) if "keeps the old answer" in text]
    assert change_url(first) in told


def test_saved_in_both_there_is_one_text_in_a_version_each(open_form, save, editor, twins):
    first, second = twins
    versions = [fresh(one).version for one in twins]
    data = open_form(second) | {"answer": NEW, "copies": [str(first.pk)]}
    response = save(second, data)
    assert [fresh(one).answer for one in twins] == [NEW, NEW]
    assert [fresh(one).version for one in twins] == [version + 1 for version in versions]
    assert fresh(second).canonical_id == first.pk
    revision = Revision.objects.get(article_key=first.pk)
    assert (revision.actor, revision.reason) == (editor, f"As in {second.get_absolute_url()}")
    assert any("in <a" in text and ", too." in text for text in messages(response))


def test_nothing_but_the_answer_goes_to_the_copies(open_form, save, twins):
    first, second = twins
    data = open_form(second) | {"answer": NEW, "title": "Other", "copies": [str(first.pk)]}
    save(second, data)
    assert fresh(first).title == "What is light?"
    assert fresh(second).title == "Other"


def test_an_answer_that_stays_touches_no_copy(open_form, save, twins):
    first, second = twins
    response = save(second, open_form(second) | {"title": "Other", "copies": [str(first.pk)]})
    assert fresh(first).version == 1
    assert not any("old answer" in text for text in messages(response))


def test_what_is_a_copy_no_more_is_left_alone(open_form, save, twins):
    first, second = twins
    data = open_form(second) | {"answer": NEW, "copies": [str(first.pk)]}
    publishing.revise(first, make_content(answer="Its own text."))
    save(second, data)
    assert fresh(first).answer == "Its own text."


def test_any_other_article_is_left_alone(open_form, save, twins):
    other = make_article()
    data = open_form(twins[1]) | {"answer": NEW, "copies": [str(other.pk), "x", "9" * 40]}
    assert save(twins[1], data).status_code == 302
    assert fresh(other).answer != NEW


def test_an_error_in_the_form_keeps_the_ticks(desk, open_form, save, twins):
    first, second = twins
    data = open_form(second) | {"answer": NEW, "title": "", "copies": [str(first.pk)]}
    html = save(second, data).content.decode()
    assert f'name="copies" value="{first.pk}" checked' in html
    assert fresh(first).answer == OLD


def test_a_draft_copy_is_offered_too(panel, desk, twins):
    draft = make_article("three", answer=OLD, status=Status.DRAFT)
    html = panel(twins[1], answer=NEW)
    assert "stands in 3 places" in html
    assert change_url(draft) in html
