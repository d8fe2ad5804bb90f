"""Saving an article: one call of publishing, and nobody's text lost."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Change, Redirect, Revision, Status
from tests.admin.conftest import change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_content, make_subject


def test_one_save_is_one_version_and_one_log_entry(open_form, save, editor):
    article = make_article(related=["/learn/physics/questions/other"])
    data = open_form(article)
    data["answer"] = "Another answer."
    data["seo_keywords"] = "other"
    data["related-0-title"] = "Another title"
    assert save(article, data).status_code == 302
    after = fresh(article)
    assert after.version == article.version + 1
    assert (after.answer, after.seo_keywords) == ("Another answer.", "other")
    entry = LogEntry.objects.get()
    assert entry.user == editor
    assert entry.get_change_message() == "Changed answer, seo_keywords and related."


def test_what_changed_is_said_to_readers_and_kept_in_the_history(open_form, save):
    article = make_article()
    assert save(article, open_form(article) | {"readers_note": "Not saved."}).status_code == 302
    assert fresh(article).version == article.version
    data = open_form(article) | {"sources": " https://a.org  On a\r\n\r\nhttps://a.org\r\n"}
    assert save(article, data | {"readers_note": " A source\r\nwas added. "}).status_code == 302
    after = fresh(article)
    assert (after.sources, after.change_note) == ("https://a.org On a", "A source was added")
    assert Revision.objects.get().reason == "A source was added"
    assert "A source was added" not in open_form(after).values()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://a.org\njavascript:alert(1) A", "“javascript:alert(1) A” begins with no address"),
        ("\n".join(f"https://a.org/{n}" for n in range(101)), "At most 100 lines."),
    ],
)
def test_a_source_is_an_address_of_the_web(open_form, save, text, sentence):
    article = make_article()
    response = save(article, open_form(article) | {"sources": text})
    assert sentence in response.content.decode()
    assert fresh(article).version == article.version


def test_a_save_that_changes_nothing_says_so(desk, open_form):
    article = make_article()
    response = desk.post(change_url(article), open_form(article) | {"_save": "1"}, follow=True)
    html = response.content.decode()
    assert "stays as it was: you changed nothing." in html
    assert "successfully" not in html
    assert fresh(article).version == article.version


def test_saving_calls_revise_once(open_form, save, monkeypatch):
    calls = []
    revise = publishing.revise

    def counted(*args, **kwargs):
        calls.append(kwargs)
        return revise(*args, **kwargs)

    monkeypatch.setattr(publishing, "revise", counted)
    article = make_article()
    data = open_form(article)
    data["answer"] = "Another answer."
    save(article, data)
    assert len(calls) == 1
    assert calls[0]["expected_version"] == article.version
    assert calls[0]["actor"].username == "editor"


def test_the_page_is_rendered_when_it_is_saved(open_form, save):
    article = make_article()
    data = open_form(article)
    data["answer"] = "It is **new**."
    save(article, data)
    assert "<strong>new</strong>" in fresh(article).rendering.html


def new_form(desk):
    return form_data(desk.get(reverse("admin:articles_article_add")).content.decode())


def test_a_new_article_is_created(desk):
    subject = make_subject()
    data = new_form(desk) | {
        "title": "What is heat?",
        "slug": "what-is-heat",
        "answer": "Energy in transfer.",
        "subject": subject.pk,
        "status": "draft",
    }
    response = desk.post(reverse("admin:articles_article_add"), data | {"_continue": "1"})
    article = Article.objects.get()
    assert response.url == change_url(article)
    assert article.content() == make_content(
        title="What is heat?",
        answer="Energy in transfer.",
        author="",
        published_on=None,
        seo_title="",
        seo_description="",
        seo_keywords="",
    )
    assert (article.version, article.status) == (1, Status.DRAFT)
    assert LogEntry.objects.get().is_addition()


def test_an_article_published_without_a_date_is_published_today(desk, open_form, save):
    article = make_article(status=Status.DRAFT, published_on=None)
    data = open_form(article) | {"status": "published"}
    assert save(article, data).status_code == 302
    assert fresh(article).published_on == timezone.localdate()


def test_a_published_article_keeps_a_date(open_form, save):
    article = make_article()
    response = save(article, open_form(article) | {"published_on": ""})
    assert "A published article needs its date." in response.content.decode()


def test_a_day_to_come_is_refused(open_form, save):
    """It would be public at once, and the first of every list until that day."""
    article = make_article()
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = save(article, open_form(article) | {"published_on": tomorrow.isoformat()})
    assert "This day is still to come." in response.content.decode()
    assert fresh(article).published_on != tomorrow


def test_a_day_to_come_that_a_file_brought_keeps_no_editor_from_saving(open_form, save):
    tomorrow = timezone.localdate() + timedelta(days=1)
    article = make_article(published_on=tomorrow)
    assert save(article, open_form(article) | {"author": "Somebody"}).status_code == 302
    assert fresh(article).author == "Somebody"


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_status_is_chosen_in_the_form(open_form, save, status):
    article = make_article()
    data = open_form(article) | {"status": status}
    refused = save(article, data)
    assert "Readers see this article now" in refused.content.decode()
    assert fresh(article).status == Status.PUBLISHED
    assert save(article, data | {"takes_away": "on"}).status_code == 302
    assert fresh(article).status == status
    assert LogEntry.objects.get().get_change_message() == "Changed status."


@pytest.mark.parametrize(
    ("before", "after", "answers"),
    [
        (Status.PUBLISHED, Status.WITHDRAWN, (410, 404)),
        (Status.PUBLISHED, Status.DRAFT, (404, 404)),
        (Status.DRAFT, Status.PUBLISHED, (404, 200)),
        (Status.WITHDRAWN, Status.PUBLISHED, (404, 200)),
    ],
)
def test_another_address_and_status_in_one_save(client, open_form, save, before, after, answers):
    """Only where readers have been there is something gone, and something that leads on."""
    article = make_article("old", status=before)
    data = open_form(article) | {"slug": "new", "status": after, "takes_away": "on"}
    assert save(article, data).status_code == 302
    paths = ("/learn/physics/questions/old", "/learn/physics/questions/new")
    client.logout()
    assert tuple(client.get(path).status_code for path in paths) == answers
    public = {paths[0]} if before == Status.PUBLISHED else {paths[1]}
    assert {change.path or paths[1] for change in Change.objects.all()} == public


def test_another_address_leaves_a_redirect(open_form, save):
    article = make_article("old-address")
    other = make_subject("chemistry")
    save(article, open_form(article) | {"slug": "new-address", "subject": str(other.pk)})
    assert fresh(article).get_absolute_url() == "/learn/chemistry/questions/new-address"
    assert Redirect.objects.get().old_path == "/learn/physics/questions/old-address"


@pytest.mark.parametrize("slug", ["Two Words", "ümlaut", "a/b", "-", "x\n"])
def test_a_slug_that_is_no_address_is_refused(open_form, save, slug):
    article = make_article()
    response = save(article, open_form(article) | {"slug": slug})
    if response.status_code == 200:
        assert "lower-case letters" in response.content.decode()
    assert fresh(article).slug in {article.slug, slug.strip()}


def test_a_taken_address_names_the_other_article(open_form, save):
    other = make_article("taken")
    article = make_article()
    response = save(article, open_form(article) | {"slug": "taken"})
    html = response.content.decode()
    assert f'<a href="{change_url(other)}">/learn/physics/questions/taken</a>' in html
    assert fresh(article).slug == article.slug


def test_a_delete_leaves_a_tombstone(desk):
    article = make_article("gone")
    twin = make_article("twin", answer=article.answer, published_on=date(2025, 1, 1))
    assert fresh(twin).canonical_id == article.pk
    url = reverse("admin:articles_article_delete", args=[article.pk])
    assert "protected" not in desk.get(url).content.decode()
    assert desk.post(url, {"post": "yes"}).status_code == 302
    assert fresh(twin).canonical_id is None
    assert Redirect.objects.get(old_path="/learn/physics/questions/gone").is_gone


def test_articles_are_deleted_by_the_list_as_by_their_pages(desk):
    article = make_article("gone")
    data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    desk.post(reverse("admin:articles_article_changelist"), data)
    assert Redirect.objects.get().is_gone


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("publish", Status.DRAFT, Status.PUBLISHED),
        ("unpublish", Status.PUBLISHED, Status.DRAFT),
        ("withdraw", Status.PUBLISHED, Status.WITHDRAWN),
    ],
)
def test_a_list_changes_the_status_of_many(desk, action, before, after):
    articles = [make_article(status=before) for _ in range(3)]
    keys = [article.pk for article in articles]
    data = {"action": action, "_selected_action": keys, "post": "yes"}
    desk.post(reverse("admin:articles_article_changelist"), data)
    assert {fresh(article).status for article in articles} == {after}
    assert LogEntry.objects.count() == 3
