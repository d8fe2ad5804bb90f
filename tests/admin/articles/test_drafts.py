"""Drafts in the desk: kept while somebody types, offered, published by the usual merge."""

from dataclasses import replace

import pytest
from django.urls import reverse

from articles import publishing
from articles.drafts import draft_store
from articles.models import Draft, Revision
from tests.admin.conftest import EDITOR_RIGHTS, change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_user


@pytest.fixture
def article():
    return make_article("light", answer="First.\n\nSecond.\n\nThird.")


@pytest.fixture
def keep(desk):
    """Send a form as the script does; returns what it answers."""

    def sent(article, data, number=""):
        url = reverse("admin:articles_article_draft", args=[article.pk])
        return desk.post(url, {**data, "draft_number": number})

    return sent


def opened_draft(desk, article):
    response = desk.get(f"{change_url(article)}?draft=1")
    assert response.status_code == 200
    return response.content.decode()


def draft_number(html):
    return html.partition('name="draft_number" value="')[2].partition('"')[0]


def test_what_is_typed_is_kept_and_readers_see_the_live_text(
    desk, client, open_form, keep, article
):
    data = open_form(article) | {"answer": "Half a sen", "published_on": "2025-0"}
    assert keep(article, data).json() == {"number": 1}
    assert fresh(article).answer == article.answer
    assert Revision.objects.count() == 0
    html = opened_draft(desk, article)
    kept = form_data(html)
    assert (kept["answer"], kept["published_on"]) == ("Half a sen", "2025-0")
    assert "You are writing in the draft" in html
    client.logout()
    assert "Half a sen" not in client.get(article.get_absolute_url()).content.decode()


def test_keeping_costs_three_statements(desk, open_form, keep, article, django_assert_num_queries):
    data = open_form(article)
    number = keep(article, data | {"answer": "One."}).json()["number"]
    with django_assert_num_queries(3):  # session, user, the write with the right in it
        answer = keep(article, data | {"answer": "Two."}, number)
    assert answer.json() == {"number": number + 1}


def test_who_lost_the_right_keeps_nothing(desk, editor, open_form, keep, article):
    data = open_form(article)
    number = keep(article, data | {"answer": "One."}).json()["number"]
    editor.user_permissions.clear()
    assert keep(article, data | {"answer": "Two."}, number).status_code == 403
    assert Draft.objects.get().values["answer"] == ["One."]


def test_opening_the_article_offers_the_draft_with_what_differs(desk, open_form, keep, article):
    keep(article, open_form(article) | {"answer": "First.\n\nAnother.\n\nThird."})
    html = desk.get(change_url(article)).content.decode()
    assert "There is a draft of this article" in html
    assert "?draft=1" in html
    assert "Another." in html
    assert form_data(html)["answer"].replace("\r\n", "\n") == article.answer


def test_saving_the_draft_publishes_and_removes_it(desk, open_form, keep, save, article):
    keep(article, open_form(article) | {"answer": "Published."})
    html = opened_draft(desk, article)
    data = form_data(html) | {"draft_number": draft_number(html)}
    assert save(article, data).status_code == 302
    assert fresh(article).answer == "Published."
    assert not Draft.objects.exists()


def test_saving_something_else_leaves_a_draft_alone(open_form, keep, save, article):
    keep(article, open_form(article) | {"answer": "Mine."})
    assert save(article, open_form(article) | {"author": "Somebody"}).status_code == 302
    assert Draft.objects.get().values["answer"] == ["Mine."]


def test_what_an_import_changed_meanwhile_is_merged(desk, open_form, keep, save, article):
    keep(article, open_form(article) | {"answer": "Mine.\n\nSecond.\n\nThird."})
    publishing.revise(article, replace(article.content(), answer="First.\n\nSecond.\n\nTheirs."))
    html = opened_draft(desk, article)
    assert "the live text has changed since it was begun" in html
    data = form_data(html) | {"draft_number": draft_number(html)}
    assert save(article, data).status_code == 302
    assert fresh(article).answer == "Mine.\n\nSecond.\n\nTheirs."


def test_what_collides_is_shown_as_the_draft_is_opened(desk, open_form, keep, article):
    keep(article, open_form(article) | {"answer": "Mine.\n\nSecond.\n\nThird."})
    publishing.revise(article, replace(article.content(), answer="Theirs.\n\nSecond.\n\nThird."))
    html = opened_draft(desk, article)
    assert "Somebody else saved this article while you were writing" in html
    assert form_data(html)["answer"].startswith("Mine.")
    assert fresh(article).answer.startswith("Theirs.")


def test_nobody_writes_over_a_draft_that_he_has_not_seen(desk, open_form, keep, article):
    data = open_form(article)
    keep(article, data | {"answer": "Anna's."})
    refused = keep(article, data | {"answer": "Ben's."})
    assert refused.status_code == 409
    assert refused.json()["number"] == 1
    assert "another draft of this article, by editor" in refused.json()["problem"]
    assert Draft.objects.get().values["answer"] == ["Anna's."]
    # Deliberately.
    assert keep(article, data | {"answer": "Ben's."}, 1).json() == {"number": 2}


def test_a_draft_that_was_published_elsewhere_begins_anew(open_form, keep, article):
    data = open_form(article)
    keep(article, data | {"answer": "One."})
    draft_store.discard(article.pk, number=1)
    assert keep(article, data | {"answer": "Two."}, 1).json() == {"number": 1}


@pytest.mark.parametrize("values", [{"expected_version": ""}, {"expected_version": "x"}])
def test_a_form_that_does_not_say_what_it_was_made_of_is_refused(open_form, keep, article, values):
    assert keep(article, open_form(article) | values).status_code == 400


def test_a_deleted_article_says_so(open_form, keep, article):
    data = open_form(article)
    publishing.delete(article)
    assert keep(article, data).status_code == 404


def test_without_a_script_a_button_keeps_the_draft(desk, open_form, article):
    data = open_form(article) | {"answer": "By hand.", "draft_number": "", "_draft": "1"}
    response = desk.post(change_url(article), data)
    assert response.url == f"{change_url(article)}?draft=1"
    assert form_data(opened_draft(desk, article))["answer"] == "By hand."
    # From the live form again, which has not seen that draft.
    refused = desk.post(change_url(article), data | {"answer": "Again."})
    html = refused.content.decode()
    assert "There is another draft of this article" in html
    assert form_data(html)["answer"] == "Again."
    desk.post(change_url(article), data | {"answer": "Again.", "draft_number": draft_number(html)})
    assert form_data(opened_draft(desk, article))["answer"] == "Again."


def test_discarding_removes_what_was_seen(desk, open_form, keep, article):
    keep(article, open_form(article) | {"answer": "Mine."})
    url = reverse("admin:articles_article_draft_discard", args=[article.pk])
    page = desk.post(url, {"draft_number": "9"}, follow=True).content.decode()
    assert "has changed since you opened the page" in page
    desk.post(url, {"draft_number": "1"})
    assert not Draft.objects.exists()


def test_a_draft_has_its_own_page_for_staff_and_for_who_has_its_address(
    desk, client, open_form, keep, article
):
    keep(article, open_form(article) | {"answer": "Only **here**.", "seo_description": "Says so."})
    preview = reverse("draft_preview", args=[article.pk])
    seen = desk.get(preview)
    html = seen.content.decode()
    assert "<strong>here</strong>" in html
    assert 'name="robots" content="noindex,nofollow"' in html
    assert "Says so." in html
    assert seen["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in seen["Cache-Control"]
    page = desk.post(
        reverse("admin:articles_article_draft_share", args=[article.pk]), follow=True
    ).content.decode()
    address = page.partition('rel="noreferrer">http://testserver')[2].partition("<")[0]
    client.logout()
    assert client.get(preview).status_code == 404
    shared = client.get(address)
    assert "<strong>here</strong>" in shared.content.decode()
    assert shared["Referrer-Policy"] == "no-referrer"
    assert change_url(article) not in shared.content.decode()
    draft_store.unshare(article.pk)
    assert client.get(address).status_code == 404


def test_a_hostile_draft_stays_text(desk, open_form, keep, article):
    keep(article, open_form(article) | {"answer": "<script>alert(1)</script>", "title": "<b>?"})
    for url in (
        change_url(article),
        f"{change_url(article)}?draft=1",
        reverse("draft_preview", args=[article.pk]),
    ):
        assert "<script>alert" not in desk.get(url).content.decode()


def test_who_may_only_look_is_shown_no_draft(client, open_form, keep, article):
    keep(article, open_form(article) | {"answer": "Mine."})
    looker = make_user("looker", permissions=["view_article"])
    client.force_login(looker)
    assert "Mine." not in client.get(f"{change_url(article)}?draft=1").content.decode()


def test_two_editors_each_see_whose_draft_it_is(client, open_form, keep, article):
    keep(article, open_form(article) | {"answer": "Mine."})
    client.force_login(make_user("other", permissions=EDITOR_RIGHTS))
    assert "Saved by editor on" in client.get(change_url(article)).content.decode()
