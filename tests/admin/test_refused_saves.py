"""A save that the database refuses: 503 within moments, a sentence, and nothing typed is lost."""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.test import Client
from django.urls import reverse

from articles.models import Article, Conflict, Redirect, SiteSettings, Subject
from articles.publishing import revise
from tests.admin.conftest import EDITOR_RIGHTS, change_url
from tests.admin.locks import another_writer
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user

pytestmark = pytest.mark.django_db(transaction=True)

BUSY = "Somebody else, an import perhaps, has been writing to the library all the while."
# What a form must give back to the letter.
TYPED = 'Mine: a < b & "c" </textarea><script>alert(1)</script>\r\n\r\n    $x^2$  \r\nEnd.'


@pytest.fixture
def editor(transactional_db):
    """One whom the other connection sees, too."""
    return make_user(
        "editor", permissions=[*EDITOR_RIGHTS, "change_sitesettings", "view_sitesettings"]
    )


def refused(client, url, data):
    """Send a form while somebody else writes; return the page."""
    with another_writer():
        response = client.post(url, data)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    assert BUSY in html
    assert "<script>alert" not in html
    return html


def sent(html, form_id="article_form"):
    return without_token(form_data(html, form_id))


def without_token(data):
    """The token of a form is masked anew on each page."""
    return {name: text for name, text in data.items() if name != "csrfmiddlewaretoken"}


def again(client, url, html, form_id):
    """Send the form of the page that the refusal gave."""
    response = client.post(url, form_data(html, form_id))
    assert response.status_code == 302, response.content.decode()


def test_an_article_keeps_the_whole_text_in_its_form(open_form, desk):
    article = make_article("old")
    url = change_url(article)
    typed = {
        "answer": TYPED,
        "title": "Mine?",
        "slug": "new",
        "seo_keywords": "mine, too",
        "related-0-path": "/learn/physics/questions/not-yet",
        "related-0-title": "Not yet?",
    }
    data = open_form(article) | typed
    html = refused(desk, url, data)
    assert sent(html) == without_token(data)
    assert Article.objects.get().slug == "old"
    again(desk, url, html, "article_form")
    after = Article.objects.get()
    assert after.answer == TYPED.replace("\r\n", "\n")
    assert (after.title, after.slug, after.seo_keywords) == ("Mine?", "new", "mine, too")
    assert after.related.get().title == "Not yet?"


def test_a_new_article_keeps_the_whole_text_in_its_form(desk):
    subject = make_subject()
    url = reverse("admin:articles_article_add")
    values = {"title": "Mine?", "slug": "a", "subject": str(subject.pk), "answer": TYPED}
    data = form_data(desk.get(url).content.decode()) | values
    html = refused(desk, url, data)
    assert sent(html) == without_token(data)
    assert not Article.objects.exists()
    again(desk, url, html, "article_form")
    assert Article.objects.get().answer == TYPED.replace("\r\n", "\n")


def test_a_subject_keeps_what_was_typed(desk):
    subject = make_subject()
    url = reverse("admin:articles_subject_change", args=[subject.pk])
    data = form_data(desk.get(url).content.decode(), "subject_form") | {"introduction": TYPED}
    html = refused(desk, url, data)
    assert sent(html, "subject_form") == without_token(data)
    again(desk, url, html, "subject_form")
    assert "Mine: a < b" in Subject.objects.get().introduction


def test_a_redirect_keeps_what_was_typed(desk):
    article = make_article()
    url = reverse("admin:articles_redirect_add")
    html = refused(desk, url, {"old_path": "/once", "article": str(article.pk)})
    data = form_data(html, "redirect_form")
    assert (data["old_path"], data["article"]) == ("/once", str(article.pk))
    again(desk, url, html, "redirect_form")
    assert Redirect.objects.get().old_path == "/once"


def test_the_settings_keep_what_was_typed(desk):
    url = reverse("admin:articles_sitesettings_change", args=[1])
    data = form_data(desk.get(url).content.decode(), "sitesettings_form")
    data |= {"name": "Mine", "footer_links": "Imprint | /imprint\r\nUs | /us"}
    html = refused(desk, url, data)
    assert sent(html, "sitesettings_form") == without_token(data)
    again(desk, url, html, "sitesettings_form")
    assert SiteSettings.objects.get().name == "Mine"


def test_a_decision_keeps_its_choices_and_the_text_that_was_written(desk):
    article = make_article(answer="Theirs and mine.")
    conflict = Conflict.objects.create(
        article=article, field="answer", base="Old.", ours="Theirs and mine.", theirs="Theirs."
    )
    url = reverse("admin:articles_conflict_desk", args=[article.pk])
    page = form_data(desk.get(url).content.decode(), "desk_form")
    data = page | {"choice-answer": "edited", "edited-answer": TYPED}
    html = refused(desk, url, data)
    assert sent(html, "desk_form") == without_token(data)
    again(desk, url, html, "desk_form")
    assert Article.objects.get().answer == TYPED.replace("\r\n", "\n")
    conflict.refresh_from_db()
    assert conflict.closed_at


def test_a_deletion_says_what_to_do_and_can_be_sent_again(desk):
    article = make_article()
    url = reverse("admin:articles_article_delete", args=[article.pk])
    html = refused(desk, url, {"post": "yes"})
    assert "was not saved, or not all of it" in html
    assert Article.objects.exists()
    again(desk, url, html, "sent-form")
    assert not Article.objects.exists()


def test_an_action_on_a_list_can_be_sent_again(desk):
    make_article("a"), make_article("b")
    url = reverse("admin:articles_article_changelist")
    keys = list(Article.objects.values_list("pk", flat=True))
    html = refused(desk, url, {"action": "withdraw", "_selected_action": keys, "post": "yes"})
    for key in keys:
        assert f'<input type="hidden" name="_selected_action" value="{key}">' in html
    assert Article.objects.live().count() == 2


def test_the_page_that_holds_what_was_sent_shows_it_as_text(desk):
    """An address without a form of its own: what was typed comes back on the page for all."""
    article = make_article()
    revise(article, replace(article.content(), title="Later?"))
    url = reverse("admin:articles_article_restore", args=[article.pk, 1])
    html = refused(desk, url, {"reason": TYPED, "empty": "", "_save": "Save"})
    assert sent(html, "sent-form") == {"reason": TYPED, "empty": "", "_save": "Save"}


def test_a_password_never_comes_back(desk, editor):
    User.objects.filter(pk=editor.pk).update(is_superuser=True)
    url = reverse("admin:auth_user_add")
    data = {
        "username": "new",
        "password1": "my long secret",
        "password2": "my long secret",
    }
    assert "my long secret" not in refused(desk, url, data)


def test_nothing_comes_back_to_a_form_of_another_site(desk, client):
    article = make_article()
    client.handler.enforce_csrf_checks = True
    with another_writer():
        response = client.post(change_url(article), {"answer": "Theirs."})
    assert response.status_code == 403
    assert "Theirs." not in response.content.decode()


def test_a_session_that_cannot_be_saved_after_the_page_was_made_is_no_server_error(editor):
    """The lock comes between signing in and Django's middleware, which saves the session."""
    editor.set_password("right password")
    editor.save()
    client = Client(raise_request_exception=False)
    with ExitStack() as stack:

        def lock(**kwargs):
            stack.enter_context(another_writer())

        user_logged_in.connect(lock)
        stack.callback(user_logged_in.disconnect, lock)
        data = {"username": "editor", "password": "right password"}
        response = client.post(reverse("admin:login"), data)
    assert response.status_code == 503
    html = response.content.decode()
    assert BUSY in html
    assert "right password" not in html


def test_signing_in_says_that_nobody_can_at_the_moment(client, editor):
    editor.set_password("right password")
    editor.save()
    data = {"username": "editor", "password": "right password"}
    html = refused(client, reverse("admin:login"), data)
    assert "Nobody can sign in at the moment." in html
    assert "right password" not in html
    assert form_data(html, "login-form")["username"] == "editor"
    assert client.post(reverse("admin:login"), data).status_code == 302
