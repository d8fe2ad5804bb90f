"""Roles at the review of drafts, and at the images that texts use."""

import pytest
from django.core import mail
from django.urls import reverse

from articles.drafts import draft_store
from articles.models import Article, Draft, EditorialNote, Image, ImageUse, Status
from articles.reviewing import comments, turns
from articles.reviewing.editorial_mail import wait_for_mail
from articles.rights.roles import EDITOR
from tests.admin.conftest import change_url, fresh
from tests.admin.first_screen.screens import screen_of
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST = reverse("admin:articles_article_changelist")


@made_once
def library():
    """The physicist works in physics, the biologist in biology; an article and a draft each."""
    physics, biology = make_subject("physics"), make_subject("biology")
    mail_to = {"email": "x@example.org"}
    editor_of = {"role": "subject-editor", **mail_to}
    return {
        "light": make_article("light", subject=physics, answer="As it was."),
        "eye": make_article("eye", subject=biology, title="What is an eye?"),
        "unseen": make_article("unseen", subject=biology, title="Unseen?", status=Status.DRAFT),
        "writer": make_user("writer", role="writer", **mail_to),
        "editor": make_user("editor", role="editor", email="editor@example.org"),
        "physicist": make_user("physicist", subjects=[physics], **editor_of),
        "biologist": make_user("biologist", subjects=[biology], **editor_of),
    }


def post(client, name, article, **data):
    return client.post(reverse(f"admin:articles_article_{name}", args=[article.pk]), data)


def turn_data(article, decision):
    turn, draft = turns.turn_of(article.pk), draft_store.draft_of(article.pk)
    return {
        "turn": turn.pk,
        "decision": decision,
        "shown_draft": draft.number if draft else "",
        "shown_version": Article.objects.get(pk=article.pk).version,
    }


def drafted(article, author, answer="Drafted."):
    draft_store.begin(article.pk, {"answer": [answer]}, base_version=1, author=author)


def test_a_writer_sends_a_draft_and_an_editor_publishes_it(client, library):
    light, writer = library["light"], library["writer"]
    client.force_login(writer)
    page = client.get(change_url(light)).content.decode()
    assert "Send for review…" in page
    sent = form_data(page) | {"answer": "As I write it.", "_review": "1"}
    response = client.post(change_url(light), sent)
    assert response.url == reverse("admin:articles_article_review_send", args=[light.pk])
    page = client.get(response.url).content.decode()
    assert "As I write it." in page
    assert "editor</option>" in page
    assert "writer</option>" not in page
    post(client, "review_send", light, note="Please look.")
    post(client, "comments", light, comment="Which unit?")
    page = client.get(change_url(light)).content.decode()
    assert "In review" in page
    assert "Which unit?" in page
    assert "Take it back" in page
    for decision in ("Publish it", "Send it back"):
        assert decision not in page
    client.force_login(library["editor"])
    assert "Publish it" in client.get(change_url(light)).content.decode()
    post(client, "review", light, **turn_data(light, "publish"))
    assert (fresh(light).answer, fresh(light).status) == ("As I write it.", Status.PUBLISHED)


def test_what_a_writer_sends_takes_no_article_elsewhere(client, library):
    """A draft of a browser's own making says where its article shall stand."""
    light = library["light"]
    client.force_login(library["writer"])
    sent = form_data(client.get(change_url(light)).content.decode())
    sent |= {"answer": "Mine.", "slug": "moved", "status": "withdrawn", "takes_away": "on"}
    client.post(change_url(light), sent | {"_review": "1"})
    post(client, "review_send", light)
    client.force_login(library["editor"])
    post(client, "review", light, **turn_data(light, "publish"))
    live = fresh(light)
    assert (live.answer, live.slug, live.status) == ("Mine.", "light", Status.PUBLISHED)


@pytest.mark.parametrize("name", ["light", "unseen"])
def test_a_writer_publishes_nothing_by_a_review(client, library, name):
    article, writer = library[name], library["writer"]
    drafted(article, writer)
    turns.send(article, author=library["editor"], reviewer=writer)
    client.force_login(writer)
    for decision in ("publish", "return"):
        data = turn_data(article, decision) | {"note": "No."}
        assert post(client, "review", article, **data).status_code == 403
    assert fresh(article).status == article.status
    assert fresh(article).answer == article.answer
    post(client, "review", article, **turn_data(article, "take-back"))
    assert turns.turn_of(article.pk) is None


def test_what_a_writer_s_form_cannot_keep_is_not_sent(client, library):
    light, editor = library["light"], library["editor"]
    client.force_login(library["writer"])
    sent = form_data(client.get(change_url(light)).content.decode())
    drafted(light, editor, "Theirs.")
    response = client.post(change_url(light), sent | {"answer": "Mine.", "_review": "1"})
    page = response.content.decode()
    assert "There is another draft of this article, by editor" in page
    assert form_data(page)["answer"].strip() == "Mine."
    assert Draft.objects.get().values == {"answer": ["Theirs."]}


def test_a_new_article_of_a_writer_is_sent_and_waits_for_who_may_publish(client, library):
    unseen, writer = library["unseen"], library["writer"]
    client.force_login(writer)
    sent = form_data(client.get(change_url(unseen)).content.decode())
    client.post(change_url(unseen), sent | {"_review": "1"})
    post(client, "review_send", unseen)
    assert not Draft.objects.exists()
    assert fresh(unseen).status == Status.DRAFT
    assert [row.article for row in screen_of(library["biologist"]).queue.turns] == [unseen]
    assert not screen_of(library["physicist"]).queue
    turn = turns.turn_of(unseen.pk)
    turns.give_back(unseen.pk, turn.pk, reviewer=library["biologist"], text="Which unit?")
    assert "Sent back to you:" in client.get(reverse("admin:index")).content.decode()


def test_with_the_right_to_review_alone_a_draft_goes_back_and_not_to_readers(client, library):
    light = library["light"]
    rights = {right.partition(".")[2] for right in EDITOR.rights} - {"publish_article"}
    client.force_login(make_user("reviewer", permissions=rights))
    drafted(light, library["writer"])
    turns.send(light, author=library["writer"], reviewer=None)
    page = client.get(change_url(light)).content.decode()
    assert "Send it back" in page
    assert "Publish it" not in page
    assert post(client, "review", light, **turn_data(light, "publish")).status_code == 403
    assert fresh(light).answer == "As it was."
    post(client, "review", light, **turn_data(light, "return") | {"note": "Which unit?"})
    assert turns.turn_of(light.pk).kind == EditorialNote.Kind.RETURNED


def test_without_the_right_to_review_nobody_publishes_by_a_review(client, library):
    light = library["light"]
    rights = {right.partition(".")[2] for right in EDITOR.rights} - {"review_article"}
    client.force_login(make_user("publisher", permissions=rights))
    drafted(light, library["writer"])
    turns.send(light, author=library["writer"], reviewer=None)
    assert "Publish it" not in client.get(change_url(light)).content.decode()
    assert post(client, "review", light, **turn_data(light, "publish")).status_code == 403


def test_a_subject_editor_meets_the_reviews_of_their_subjects_alone(client, library):
    light, eye, writer = library["light"], library["eye"], library["writer"]
    physicist = library["physicist"]
    for article in (light, eye):
        drafted(article, writer)
        turns.send(article, author=writer, reviewer=None)
    # Also what was asked of them before they changed their subject.
    turns.send(library["unseen"], author=writer, reviewer=physicist)
    mine = make_article("lens", subject=eye.subject)
    drafted(mine, physicist)
    for article in (light, mine):
        comments.comment(article.pk, author=writer, text="Which unit?")
    screen = screen_of(physicist)
    found, work = screen.queue, screen.unpublished
    assert [row.article for row in found.turns] == [light]
    assert not found.commented
    assert [row.article for row in work.reviews] == [light]
    assert not work.drafts
    client.force_login(physicist)
    front = client.get(reverse("admin:index")).content.decode()
    lists = [
        client.get(LIST, {"review": value}).content.decode()
        for value in ("waits", "commented", "returned")
    ]
    for page in (front, *lists):
        for article in (eye, library["unseen"], mine):
            assert change_url(article) not in page
    assert change_url(light) in front
    assert change_url(light) in lists[0]
    assert change_url(light) in lists[1]


def test_reviews_that_are_due_are_counted_in_their_subjects(library):
    for subject, days in (("physics", 1), ("biology", 2), ("biology", 3)):
        make_article(subject=subject, review_again_by=f"2020-01-0{days}")
    assert screen_of(library["physicist"]).queue.due.number == 1
    assert screen_of(library["biologist"]).queue.due.number == 2
    assert screen_of(library["editor"]).queue.due.number == 3


def test_who_works_elsewhere_neither_reviews_nor_gets_mail(
    client, library, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_EMAIL = True
    eye, biologist = library["eye"], library["biologist"]
    type(biologist).objects.filter(pk=biologist.pk).update(email="biologist@example.org")
    drafted(eye, library["physicist"])
    client.force_login(library["writer"])
    url = reverse("admin:articles_article_review_send", args=[eye.pk])
    page = client.get(url).content.decode()
    assert "biologist</option>" in page
    assert "physicist</option>" not in page
    with django_capture_on_commit_callbacks(execute=True):
        # The address of one who is not offered is none.
        client.post(url, {"reviewer": library["physicist"].pk})
        post(client, "comments", eye, comment="Which unit?")
    wait_for_mail()
    told = {address for message in mail.outbox for address in message.to}
    assert told == {"biologist@example.org", "editor@example.org"}
    assert turns.turn_of(eye.pk).addressee is None


def test_an_image_s_page_names_the_texts_of_their_subjects(client, library):
    image = Image.objects.create(digest="0" * 32, width=9, height=9, byte_count=99)
    url = reverse("admin:articles_image_change", args=[image.pk])
    answer = f"Here.\n\n{image.markdown}"
    make_article("mine", subject="physics", title="Mine?", answer=answer)
    client.force_login(library["physicist"])
    assert "in which you do not work" not in client.get(url).content.decode()
    make_article("theirs", subject="biology", title="Theirs?", answer=answer)
    page = client.get(url).content.decode()
    assert "Mine?" in page
    assert "Theirs?" not in page
    assert "Texts of subjects in which you do not work" in page
    assert ImageUse.objects.count() == 2
    page = client.get(reverse("admin:articles_image_changelist")).content.decode()
    assert '<td class="field-article_count">1</td>' in page
    client.force_login(make_user("head", role="head-of-content"))
    assert "Theirs?" in client.get(url).content.decode()


@pytest.mark.parametrize(("who", "number"), [("writer", 20), ("editor", 20), ("physicist", 21)])
def test_the_form_costs_every_role_the_same(
    client, library, who, number, django_assert_num_queries
):
    """One more of who works in some subjects, for the names of these."""
    client.force_login(library[who])
    client.get(change_url(library["light"]))  # the content type is cached from now on
    with django_assert_num_queries(number):
        client.get(change_url(library["light"]))
