"""A writer at the desk: drafts beside the live text, and articles that nobody sees yet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.drafts import draft_store
from articles.models import Article, Draft, Redirect, ScheduledChange, Status
from articles.scheduling.due_changes import do_due, schedule
from tests.admin.conftest import change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once


@made_once
def writer():
    return make_user("writer", role="writer")


@made_once
def article():
    return make_article("light", answer="As it was.")


@pytest.fixture
def write(client, writer, article):
    """Send the article's form as the writer, with what is changed in it."""
    client.force_login(writer)

    def sent(**values):
        page = client.get(change_url(article)).content.decode()
        return client.post(change_url(article), form_data(page) | values, follow=True)

    return sent


def test_saving_keeps_a_draft_and_the_live_text_stays(write, article):
    # As a browser sends it that asks for all of it, whatever the page offered.
    other = make_subject("chemistry")
    sent = {"status": "withdrawn", "takes_away": "on", "slug": "moved", "subject": other.pk}
    page = write(answer="As I write it.", _save="Save", **sent).content.decode()
    assert "Kept as a draft" in page
    assert "As I write it." in page
    live = fresh(article)
    assert (live.answer, live.status, live.slug) == ("As it was.", Status.PUBLISHED, "light")
    assert live.version == article.version
    assert not Redirect.objects.exists()


def test_the_form_offers_a_draft_and_nothing_else(client, writer, article):
    client.force_login(writer)
    page = client.get(change_url(article)).content.decode()
    assert "Save as a draft" in page
    assert "You write a draft of this article." in page
    for offer in ('name="_save"', 'name="_continue"', 'name="_addanother"', "deletelink"):
        assert offer not in page
    assert "At a later time" not in page
    assert {"status", "subject", "slug"}.isdisjoint(enabled(page))
    assert {"answer", "title"} <= enabled(page)


def enabled(page):
    """The names of the boxes that can be filled in."""
    tags = [tag for tag in page.split("<") if 'name="' in tag.partition(">")[0]]
    heads = [tag.partition(">")[0] for tag in tags]
    return {head.split('name="')[1].split('"')[0] for head in heads if " disabled" not in head}


def test_an_editor_publishes_it_and_the_place_stays_as_it_was(write, client, editor, article):
    write(answer="As I write it.")
    # What a browser of the writer's own making could have put into it.
    draft = Draft.objects.get()
    draft.values |= {"status": ["draft"], "takes_away": ["on"], "slug": ["elsewhere"]}
    draft.save()
    client.force_login(editor)
    data = form_data(client.get(f"{change_url(article)}?draft=1").content.decode())
    assert (data["status"], data["slug"]) == ("published", "light")
    assert "takes_away" not in data
    client.post(change_url(article), data | {"draft_number": "1"})
    live = fresh(article)
    assert (live.answer, live.status, live.slug) == ("As I write it.", Status.PUBLISHED, "light")
    assert not Draft.objects.exists()


def test_anothers_draft_is_not_written_over_unseen(write, article, editor):
    draft_store.begin(article.pk, {"answer": ["Theirs."]}, base_version=1, author=editor)
    page = write(answer="Mine.").content.decode()
    assert "There is another draft of this article, by editor" in page
    assert "Mine." in page
    assert Draft.objects.get().values == {"answer": ["Theirs."]}


def test_what_was_written_for_a_deleted_article_is_shown(client, writer, article):
    client.force_login(writer)
    data = form_data(client.get(change_url(article)).content.decode())
    publishing.delete(article)
    response = client.post(change_url(article), data | {"answer": "My work."})
    assert response.status_code == 409
    assert "My work." in response.content.decode()


def test_a_new_article_is_unpublished_and_opened_as_a_draft(client, writer):
    client.force_login(writer)
    page = client.get(reverse("admin:articles_article_add")).content.decode()
    assert "Save unpublished" in page
    assert "status" not in enabled(page)
    subject = make_subject("physics")
    data = {"title": "New?", "answer": "x", "slug": "new", "subject": subject.pk}
    url = reverse("admin:articles_article_add")
    response = client.post(url, form_data(page) | data | {"status": "published", "_continue": "1"})
    made = Article.objects.get(slug="new")
    assert made.status == Status.DRAFT
    assert response.url == change_url(made)
    assert "Save as a draft" in client.get(response.url).content.decode()


def test_without_the_right_to_publish_only_what_is_not_public_changes(client, article):
    client.force_login(make_user("other", permissions=["view_article", "change_article"]))
    unseen = make_article("unseen", status=Status.DRAFT)
    for one in (article, unseen):
        data = form_data(client.get(change_url(one)).content.decode())
        client.post(change_url(one), data | {"answer": "Changed.", "status": "published"})
    assert fresh(article).answer == "As it was."
    assert Draft.objects.get().article_key == article.pk
    assert (fresh(unseen).answer, fresh(unseen).status) == ("Changed.", Status.DRAFT)


@pytest.mark.parametrize("by", ["writer", "editor"])
def test_a_plan_publishes_no_draft_that_a_writer_changed_since(article, writer, editor, by):
    author = {"writer": writer, "editor": editor}[by]
    number = draft_store.begin(article.pk, {"answer": ["First."]}, base_version=1, author=writer)
    now = timezone.now()
    schedule(article.pk, ScheduledChange.Action.PUBLISH, now + timedelta(hours=1), user=editor)
    sent = {"answer": ["Second."]}
    draft_store.rewrite(article.pk, sent, base_version=1, number=number, author=author)
    (done,) = do_due(now + timedelta(hours=2))
    assert ("may not publish" in done.problem) == (by == "writer")
    assert fresh(article).answer == ("As it was." if by == "writer" else "Second.")


def test_a_plan_publishes_the_draft_of_a_writer_that_an_editor_planned(article, writer, editor):
    draft_store.begin(article.pk, {"answer": ["First."]}, base_version=1, author=writer)
    now = timezone.now()
    schedule(article.pk, ScheduledChange.Action.PUBLISH, now + timedelta(hours=1), user=editor)
    (done,) = do_due(now + timedelta(hours=2))
    assert (done.problem, fresh(article).answer) == ("", "First.")
