"""Plain pages at the editors' desk."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles import publishing
from articles.models import Page, PageDraft, PageRevision, Redirect
from articles.pages.page_drafts import OtherDraft
from articles.pages.suggested_pages import SUGGESTED, TO_FILL_IN
from articles.publishing import StalePage, save_page
from tests.admin.page_forms import form_data
from tests.factories import make_page, make_user
from tests.made_once import made_once

LIST = reverse("admin:articles_page_changelist")
ADD = reverse("admin:articles_page_add")


@made_once
def about():
    return make_page(text="We write.\n\nWe review.\n\nWe correct.")


@made_once
def writer():
    return make_user("writer", role="writer")


@made_once
def bea():
    return make_user("bea")


def url(page, name="change", *args):
    return reverse(f"admin:articles_page_{name}", args=[page.pk, *args])


def opened(desk, page, query=""):
    return form_data(desk.get(url(page) + query).content.decode(), "page_form")


def send(desk, page, data, button="_continue", **values):
    return desk.post(url(page), data | {button: "1"} | values, follow=True)


def elsewhere(page, by=None, **values):
    """Somebody else saves the page meanwhile."""
    page = Page.objects.get(pk=page.pk)
    return save_page(
        page.pk,
        replace(page.content(), **values),
        slug=page.slug,
        status=page.status,
        expected_version=page.version,
        actor=by,
    )


def fresh(page):
    return Page.objects.get(pk=page.pk)


def test_a_page_is_added_changed_and_moved(desk, editor):
    data = form_data(desk.get(ADD).content.decode(), "page_form")
    assert "reason" not in data
    typed = {"title": " Legal  notice ", "slug": "legal", "text": "One.\r\n", "status": "published"}
    page = desk.post(ADD, data | typed, follow=True)
    legal = Page.objects.get()
    assert (legal.title, legal.text, legal.status) == ("Legal notice", "One.\n", "published")
    assert 'href="/legal"' in page.content.decode()
    values = {"slug": "imprint", "position": "20", "reason": "The law says so."}
    send(desk, legal, opened(desk, legal), **values)
    assert Redirect.objects.get(old_path="/legal").page == legal
    revision = PageRevision.objects.get()
    assert (revision.actor, revision.reason) == (editor, "The law says so.")
    assert "place in the footer" in LogEntry.objects.latest("pk").get_change_message().lower()


def test_an_untouched_form_changes_nothing(desk):
    page = make_page(text="One. \r\n\r\nTwo.\n\n")
    send(desk, page, opened(desk, page))
    assert (fresh(page).version, fresh(page).text) == (1, page.text)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"slug": "search"}, "The site itself answers at /search"),
        ({"slug": "People"}, "Lower-case letters"),
        ({"slug": "topics"}, "The site itself answers at /topics"),
        ({"slug": "terms"}, "Another page stands at this address."),
        ({"slug": "a/b"}, "Lower-case letters"),
        ({"text": f"We. {TO_FILL_IN} more]"}, "before readers"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_no_page_may_have_is_refused_in_a_sentence(desk, about, values, words):
    make_page("terms", "Terms")
    page = send(desk, about, opened(desk, about), **values)
    assert words in page.content.decode()
    assert fresh(about).version == 1


def test_a_redirect_may_not_stand_before_a_page_and_may_lead_to_one(desk, about):
    add = reverse("admin:articles_redirect_add")
    page = desk.post(add, {"old_path": "/about", "is_gone": "on"})
    assert "A page stands at this address" in page.content.decode()
    desk.post(add, {"old_path": "/who-we-are", "page": about.pk})
    assert Redirect.objects.get().page == about
    page = desk.get(reverse("admin:articles_redirect_changelist")).content.decode()
    assert f'<a href="{url(about)}">About</a>' in page


def test_a_draft_stands_beside_the_live_text_until_it_is_published(desk, about, editor):
    page = send(desk, about, opened(desk, about), "_draft", text="We write more.")
    assert "The draft is saved" in page.content.decode()
    assert fresh(about).version == 1
    assert PageDraft.objects.get().author == editor
    assert "by editor" in desk.get(LIST).content.decode()
    front = desk.get("/admin/").content.decode()
    assert f'Draft of the page <a href="{url(about)}">About</a>' in front
    draft = opened(desk, about)
    assert draft["text"] == "We write more."
    assert opened(desk, about, "?live=1")["text"].startswith("We write.")
    send(desk, about, draft, "_draft", text="We write most.")
    send(desk, about, opened(desk, about))
    assert (fresh(about).text, fresh(about).version) == ("We write most.", 2)
    assert not PageDraft.objects.exists()


def test_a_draft_is_merged_into_what_came_since(desk, about):
    send(desk, about, opened(desk, about), "_draft", text="We write.\n\nWe review.\n\nNever.")
    elsewhere(about, text="We write well.\n\nWe review.\n\nWe correct.")
    page = send(desk, about, opened(desk, about))
    assert fresh(about).text == "We write well.\n\nWe review.\n\nNever."
    assert "changed text. That stays as well." in page.content.decode()


def test_a_draft_is_discarded_as_it_was_seen(desk, about):
    send(desk, about, opened(desk, about), "_draft", text="We.")
    for number, left in ((7, 1), (1, 0)):
        desk.post(url(about, "draft_discard"), {"draft_number": number})
        assert PageDraft.objects.count() == left


def test_two_drafts_at_once_lose_nothing(desk, about, bea):
    data = opened(desk, about)
    send(desk, about, data, "_draft", text="The first.")
    page = send(desk, about, data, "_draft", text="The second.").content.decode()
    assert "There is another draft of this page" in page
    assert PageDraft.objects.get().values["text"] == "The first."
    again = form_data(page, "page_form")
    assert again["text"] == "The second."
    send(desk, about, again, "_draft")
    assert PageDraft.objects.get().values["text"] == "The second."


def test_a_live_save_leaves_a_draft_that_it_did_not_know(desk, about):
    data = opened(desk, about)
    send(desk, about, data, "_draft", text="The draft.")
    page = send(desk, about, data, title="About us").content.decode()
    assert "The page has a draft still" in page
    assert PageDraft.objects.exists()
    assert fresh(about).title == "About us"


def test_who_saves_over_a_newer_version_is_told_and_loses_nothing(desk, about, bea):
    data = opened(desk, about)
    elsewhere(about, by=bea, text="Theirs.", description="By somebody else.")
    page = send(desk, about, data, text="Mine.").content.decode()
    assert "Somebody else has saved this page" in page
    assert "<strong>bea</strong>" in page
    assert fresh(about).text == "Theirs."
    again = form_data(page, "page_form")
    assert (again["text"], again["description"]) == ("Mine.", "By somebody else.")
    send(desk, about, again)
    assert (fresh(about).text, fresh(about).description) == ("Mine.", "By somebody else.")
    assert PageRevision.objects.get(version=2).content().text == "Theirs."


def test_a_form_of_an_unknown_version_is_compared(desk, about):
    page = send(desk, about, opened(desk, about) | {"opened_version": "99"}, text="Mine.")
    assert "what is stored now" in page.content.decode()
    assert fresh(about).version == 1


def test_the_history_compares_and_brings_back(desk, about, editor):
    send(desk, about, opened(desk, about), text="Another.", reason="Shorter.")
    page = desk.get(url(about, "history")).content.decode()
    assert "<strong>editor</strong>" in page
    assert "Shorter." in page
    compared = desk.get(url(about, "history") + "?from=1&to=2&view=side").content.decode()
    assert "What differs between version 1 and version 2" in compared
    assert "Another." in compared
    assert "We review." in compared
    done = desk.post(url(about, "restore", 1), follow=True).content.decode()
    assert "Version 1 is live again, as version 3." in done
    assert fresh(about).text == about.text
    assert (
        "nothing was changed" in desk.post(url(about, "restore", 1), follow=True).content.decode()
    )


def test_suggested_pages_are_begun_unpublished(desk, client):
    assert desk.get(LIST).content.decode().count("articles/page/suggest/") == len(SUGGESTED)
    for suggested in SUGGESTED:
        desk.post(reverse("admin:articles_page_suggest"), {"page": suggested.slug})
    assert set(Page.objects.values_list("status", flat=True)) == {"draft"}
    again = desk.post(reverse("admin:articles_page_suggest"), {"page": "about"})
    assert again["Location"] == url(Page.objects.get(slug="about"))
    assert "suggested-heading" not in desk.get(LIST).content.decode()
    about = Page.objects.get(slug="about")
    page = send(desk, about, opened(desk, about), status="published").content.decode()
    assert f"“{TO_FILL_IN} …]” stands in the text." in page
    assert "/about" not in client.get("/").content.decode()


def test_a_page_that_readers_knew_is_withdrawn_and_not_deleted(desk, about):
    unseen = make_page("terms", status="draft")
    assert desk.post(url(about, "delete"), {"post": "yes"}).status_code == 403
    desk.post(url(unseen, "delete"), {"post": "yes"})
    send(desk, about, opened(desk, about), status="withdrawn")
    assert list(Page.objects.values_list("slug", "status")) == [("about", "withdrawn")]


def test_a_writer_writes_drafts_alone(client, about, writer):
    client.force_login(writer)
    data = opened(client, about)
    assert not {"slug", "status"} & data.keys()
    typed = {"text": "The writer's.", "status": "withdrawn", "slug": "mine"}
    send(client, about, data, "_save", **typed)
    assert (fresh(about).version, fresh(about).slug) == (1, "about")
    assert PageDraft.objects.get().values["text"] == "The writer's."


def test_the_preview_shows_what_is_typed_and_saves_nothing(desk, about):
    data = opened(desk, about) | {"title": "About us", "text": "## Now\n\nMore **words**."}
    response = desk.post("/preview/page", data)
    page = response.content.decode()
    assert "<h1>About us</h1>" in page
    assert '<h2 id="section-now">Now</h2>' in page
    assert 'content="noindex,nofollow"' in page
    assert response["Cache-Control"] == "private, no-store"
    assert fresh(about).title == "About"


def test_the_list_costs_the_same_however_many(desk, django_assert_num_queries):
    for number in range(5):
        make_page(f"page-{number}")
    desk.get(LIST)
    with django_assert_num_queries(8):
        assert desk.get(LIST).status_code == 200


def test_where_somebody_is_faster_between_check_and_write_the_form_is_asked_again(
    desk, about, monkeypatch
):
    """What a transaction that fails has seen counts for nothing: the second look is another."""
    data, write = opened(desk, about), publishing.save_page
    faster = iter([StalePage(about), OtherDraft(None)])

    def late(*args, **kwargs):
        if error := next(faster, None):
            raise error
        return write(*args, **kwargs)

    monkeypatch.setattr(publishing, "save_page", late)
    with pytest.raises(OtherDraft):
        send(desk, about, data, text="Mine.")
    assert fresh(about).version == 1
    send(desk, about, data, text="Mine.")
    assert fresh(about).text == "Mine."
