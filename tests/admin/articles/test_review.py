"""A draft is sent for review, commented on, sent back and published, at the desk."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.drafts import draft_store
from articles.models import Draft, EditorialNote, Revision, Status
from articles.reviewing import comments, turns
from articles.reviewing.editorial_mail import wait_for_mail
from tests.admin.conftest import EDITOR_RIGHTS, change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_content, make_user
from tests.made_once import made_once

LIST = "/admin/articles/article/"


@made_once
def reviewer():
    return make_user(
        "reviewer", permissions=[*EDITOR_RIGHTS, "review_article"], email="reviewer@example.org"
    )


@pytest.fixture
def article():
    return make_article("light", answer="First.\n\nSecond.")


def post(client, name, article, **data):
    url = reverse(f"admin:articles_article_{name}", args=[article.pk])
    return client.post(url, data, follow=True).content.decode()


def opened_draft(desk, article):
    """What a browser would send for the form of the draft, left as it is."""
    html = desk.get(f"{change_url(article)}?draft=1").content.decode()
    number = html.partition('name="draft_number" value="')[2].partition('"')[0]
    return form_data(html) | {"draft_number": number}


def send(desk, article, **data):
    return post(desk, "review_send", article, **data)


def drafted(article, user, answer="First.\n\nDrafted."):
    values = {"title": [article.title], "answer": [answer]}
    draft_store.begin(article.pk, values, base_version=article.version, author=user)


def decide(client, article, decision, **data):
    turn = turns.turn_of(article.pk)
    draft = Draft.objects.filter(pk=article.pk).first()
    sent = {
        "turn": turn.pk if turn else "",
        "shown_draft": draft.number if draft else "",
        "shown_version": fresh(article).version,
    }
    return post(client, "review", article, decision=decision, **(sent | data))


def test_the_button_keeps_what_is_typed_and_asks_for_a_note(
    desk, editor, reviewer, open_form, article
):
    data = open_form(article) | {"answer": "First.\n\nTyped.", "_review": "1"}
    page = desk.post(change_url(article), data, follow=True).content.decode()
    assert Draft.objects.get().values["answer"] == ["First.\n\nTyped."]
    assert "Note to the reviewer" in page
    assert "Typed." in page
    assert ">reviewer</option>" in page
    page = send(desk, article, note="Is this right?", reviewer=reviewer.pk)
    assert "Sent for review, to reviewer." in page
    assert "e-mail" not in page
    assert "In review" in page
    assert "Is this right?" in page
    assert turns.turn_of(article.pk).addressee == reviewer
    assert fresh(article).answer == article.answer


def test_an_untouched_form_makes_no_draft(desk, open_form):
    article = make_article(status=Status.DRAFT)
    response = desk.post(change_url(article), open_form(article) | {"_review": "1"})
    assert response.url == reverse("admin:articles_article_review_send", args=[article.pk])
    assert not Draft.objects.exists()
    assert "whoever may review" in send(desk, article)
    assert turns.turn_of(article.pk).addressee is None


def test_a_draft_that_was_opened_and_left_alone_stays_as_it_is(desk, open_form, article):
    desk.post(change_url(article), open_form(article) | {"answer": "Typed.", "_review": "1"})
    data = opened_draft(desk, article)
    assert desk.post(change_url(article), data | {"_review": "1"}).status_code == 302
    assert Draft.objects.get().number == 1
    data["answer"] = "Typed on."
    assert desk.post(change_url(article), data | {"_review": "1"}).status_code == 302
    assert Draft.objects.get().number == 2


def test_what_cannot_be_kept_stays_in_the_form_and_is_not_sent(desk, reviewer, open_form, article):
    data = open_form(article)
    drafted(article, reviewer)
    response = desk.post(change_url(article), data | {"answer": "Mine.", "_review": "1"})
    page = response.content.decode()
    assert "There is another draft of this article, by reviewer" in page
    assert form_data(page)["answer"].strip() == "Mine."


def test_what_readers_see_already_is_not_sent(desk, article):
    url = reverse("admin:articles_article_review_send", args=[article.pk])
    assert "there is nothing to review" in desk.get(url).content.decode()
    assert "there is nothing to review" in send(desk, article)
    assert not EditorialNote.objects.exists()


def test_the_reviewer_sends_it_back_and_then_publishes(desk, client, editor, reviewer, article):
    drafted(article, editor)
    send(desk, article)
    client.force_login(reviewer)
    page = client.get(change_url(article)).content.decode()
    assert "Publish it" in page
    assert "Say in the note" in decide(client, article, "return", note=" ")
    assert "Sent back to editor, with your note." in decide(
        client, article, "return", note="Which unit?"
    )
    assert turns.turn_of(article.pk).addressee == editor
    client.force_login(editor)
    page = client.get(change_url(article)).content.decode()
    assert "Which unit?" in page
    assert "Publish it" not in page
    send(client, article, reviewer=reviewer.pk)
    client.force_login(reviewer)
    page = decide(client, article, "publish")
    assert "Published: What is light?" in page
    assert fresh(article).answer == "First.\n\nDrafted."
    assert not Draft.objects.exists()
    revision = Revision.objects.get()
    assert (revision.actor, revision.reason) == (reviewer, "Reviewed")
    assert turns.turn_of(article.pk) is None
    assert "published it" in client.get(change_url(article)).content.decode()


def test_an_article_that_is_a_draft_itself_is_published(client, reviewer):
    article = make_article(status=Status.DRAFT, published_on=None)
    turns.send(article, author=make_user("writer"), reviewer=reviewer)
    client.force_login(reviewer)
    decide(client, article, "publish")
    assert (fresh(article).status, fresh(article).published_on) == ("published", date.today())


def test_who_may_not_review_decides_nothing(desk, reviewer, article, editor):
    drafted(article, editor)
    turns.send(article, author=editor, reviewer=reviewer)
    turn = turns.turn_of(article.pk)
    url = reverse("admin:articles_article_review", args=[article.pk])
    for decision in ("publish", "return"):
        data = {"turn": turn.pk, "decision": decision, "note": "No.", "shown_draft": 1}
        assert desk.post(url, data).status_code == 403
    assert turns.turn_of(article.pk) == turn
    assert "in review no more" in decide(desk, article, "take-back")
    assert Draft.objects.exists()


def test_a_turn_that_is_over_and_a_draft_that_is_another_are_told(
    client, reviewer, editor, article
):
    drafted(article, editor)
    turns.send(article, author=editor, reviewer=reviewer)
    client.force_login(reviewer)
    page = decide(client, article, "publish", shown_draft=7)
    assert "The text has changed since you opened the page." in page
    assert "Somebody was faster" in decide(client, article, "publish", turn=1_000)
    assert "Somebody was faster" in decide(client, article, "return", turn=1_000, note="Late.")
    assert fresh(article).answer == article.answer
    Draft.objects.update(number=8, author=reviewer)
    assert "Published" in decide(client, article, "publish", shown_draft=7)


def test_an_article_without_a_draft_that_has_changed_since_is_not_published(
    client, reviewer, editor
):
    article = make_article(status="draft")
    turns.send(article, author=editor, reviewer=reviewer)
    client.force_login(reviewer)
    seen = article.version
    publishing.revise(article, make_content(answer="Another answer."))
    page = decide(client, article, "publish", shown_version=seen)
    assert "The text has changed since you opened the page." in page
    assert fresh(article).status == "draft"
    assert "Published" in decide(client, article, "publish")


def test_a_published_draft_tells_readers_what_its_author_wrote(client, reviewer, editor, article):
    values = {"title": [article.title], "answer": ["Drafted."], "readers_note": ["Simpler. "]}
    values["sources"] = ["a book"]
    draft_store.begin(article.pk, values, base_version=article.version, author=editor)
    turns.send(article, author=editor, reviewer=reviewer)
    client.force_login(reviewer)
    refused = unescape(decide(client, article, "publish"))
    assert "Not published. The draft's source “a book” is no address of the web." in refused
    Draft.objects.update(values=values | {"sources": ["https://a.org"]})
    decide(client, article, "publish")
    assert (fresh(article).sources, fresh(article).change_note) == ("https://a.org", "Simpler")
    assert Revision.objects.get().reason == "Reviewed: Simpler"


def test_an_unfit_draft_is_not_published(client, reviewer, editor, article):
    drafted(article, editor, answer=" ")
    turns.send(article, author=editor, reviewer=reviewer)
    client.force_login(reviewer)
    assert "Not published. The draft has no answer." in decide(client, article, "publish")
    assert turns.turn_of(article.pk)


def test_saving_the_draft_ends_its_review(desk, editor, open_form, article):
    desk.post(change_url(article), open_form(article) | {"answer": "Typed.", "_review": "1"})
    turns.send(article, author=editor, reviewer=None)
    desk.post(change_url(article), opened_draft(desk, article))
    assert turns.turn_of(article.pk) is None
    assert EditorialNote.objects.get(kind="published").author == editor


def test_discarding_the_draft_takes_it_back(desk, editor, article):
    drafted(article, editor)
    turns.send(article, author=editor, reviewer=None)
    post(desk, "draft_discard", article, draft_number=1)
    assert turns.turn_of(article.pk) is None
    assert EditorialNote.objects.filter(kind="taken-back").exists()


def test_publishing_in_the_list_ends_the_review(desk, editor):
    article = make_article(status=Status.DRAFT)
    turns.send(article, author=editor, reviewer=None)
    desk.post(LIST, {"action": "publish", "_selected_action": [article.pk]})
    assert turns.turn_of(article.pk) is None


def test_comments_are_written_answered_and_resolved(desk, editor, article):
    page = post(desk, "comments", article, comment=" Which <unit>?\0 ")
    assert "Your comment is written." in page
    assert "Which &lt;unit&gt;?" in page
    asked = EditorialNote.objects.get()
    page = post(
        desk,
        "comments",
        article,
        do=f"resolve-{asked.pk}",
        **{f"answer-{asked.pk}": "Metres.", "answer-999": "To nobody."},
    )
    assert "Your answer is written. The comment is resolved." in page
    assert "Resolved comments (1)" in page
    assert "Metres." in page
    assert "The comment is open again." in post(desk, "comments", article, do=f"reopen-{asked.pk}")
    assert "Nothing was written." in post(desk, "comments", article, comment="  ")
    assert EditorialNote.objects.count() == 2
    assert Revision.objects.count() == 0
    assert "unit" not in desk.get(article.get_absolute_url()).content.decode()


def test_an_e_mail_is_spoken_of_only_where_one_goes(
    desk, reviewer, article, editor, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_EMAIL = True
    drafted(article, editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert "An e-mail goes to reviewer." in send(desk, article, reviewer=reviewer.pk)
    wait_for_mail()
    assert [message.to for message in mail.outbox] == [["reviewer@example.org"]]


def test_the_list_tells_and_filters(desk, editor, article):
    drafted(article, editor)
    turns.send(article, author=editor, reviewer=None)
    draft = make_article("a-draft", title="A draft?", status=Status.DRAFT)
    back = turns.send(draft, author=editor, reviewer=None)
    page = desk.get(f"{LIST}?review=waits").content.decode()
    assert "Published, a draft in review" in page
    assert "Draft, in review" in page
    turns.give_back(draft.pk, back.pk, reviewer=editor, text="Which unit?")
    page = desk.get(f"{LIST}?review=returned").content.decode()
    assert "A draft?" in page
    assert "Draft, in review" not in page
    comments.comment(draft.pk, author=editor, text="Here.")
    page = desk.get(f"{LIST}?review=commented").content.decode()
    assert "A draft?" in page
    assert "1 article" in page


def test_reviews_that_are_due_come_the_longest_overdue_first(desk):
    today = timezone.localdate()
    for title, days, status in (
        ("Today?", 0, "published"),
        ("Long ago?", -400, "published"),
        ("Tomorrow?", 1, "published"),
        ("Withdrawn?", -1, "withdrawn"),
    ):
        make_article(title=title, status=status, review_again_by=today + timedelta(days=days))
    page = desk.get(f"{LIST}?review=due").content.decode()
    assert page.index("Long ago?") < page.index("Today?")
    assert "Tomorrow?" not in page
    assert "Withdrawn?" not in page


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"reviewed_by": "Dr Roe", "reviewed_on": "2999-01-01"}, "This day is still to come."),
        ({"reviewed_on": "2025-01-01"}, "Name who reviewed it on that day."),
        ({"reviewed_by": "Dr Roe", "reviewed_on": "2025-01-01"}, None),
        ({"review_again_by": "2999-01-01"}, None),
    ],
)
def test_a_review_has_a_reviewer_and_is_over(desk, open_form, article, values, refused):
    response = desk.post(change_url(article), open_form(article) | values)
    assert response.status_code == (200 if refused else 302)
    assert (refused or "") in response.content.decode()


def test_a_review_of_a_file_is_saved_untouched(open_form, save):
    article = make_article(
        reviewed_by=" Dr Roe ", reviewed_on=date(2999, 1, 1), review_again_by=date(2020, 1, 1)
    )
    undated = make_article(reviewed_on=date(2020, 1, 1))
    for each in (article, undated):
        assert save(each, open_form(each)).status_code == 302
        assert fresh(each).version == each.version
