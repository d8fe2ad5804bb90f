"""A delivery that came while an article was away, in the desk."""

import pytest
from django.urls import reverse

from articles.core.source.compression import pack
from articles.importer.run import Import
from articles.models import Article, Conflict, ImportRun, KeptDelivery, Revision
from articles.publishing import delete, move, withdraw
from tests.admin.conftest import change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_subject
from tests.importer.conftest import ANSWER, OTHER, article_file, edit

CORRECTED = ANSWER.replace("Second", "A corrected second")
LIST = "/admin/articles/article/"


@pytest.fixture
def deliver(tmp_path, db):
    """Import the article's file with some fields; returns the article, None where it is gone."""

    def delivered(**fields):
        path = tmp_path / "what-is-light.md"
        path.write_bytes(article_file("physics", "what-is-light", **{"answer": ANSWER} | fields))
        Import([str(path)], workers=1).run()
        return Article.objects.first()

    return delivered


@pytest.fixture
def away(deliver):
    """A withdrawn article for which a correction waits."""
    article = deliver()
    withdraw(article)
    deliver(answer=CORRECTED)
    return fresh(article)


def kept_url(article):
    return reverse("admin:articles_article_kept", args=[article.pk])


def press(desk, article, button):
    data = form_data(desk.get(kept_url(article)).content.decode(), "kept_form")
    return desk.post(kept_url(article), data | {button: "1"}, follow=True).content.decode()


def test_the_form_the_list_and_the_filter_say_that_a_newer_delivery_waits(desk, away):
    html = desk.get(change_url(away)).content.decode()
    assert "A newer delivery waits for this article" in html
    assert kept_url(away) in html
    assert "Withdrawn, a newer delivery waits" in desk.get(LIST).content.decode()
    assert "1 article" in desk.get(f"{LIST}?delivery=waits").content.decode()
    press(desk, away, "_take")
    assert "newer delivery waits" not in desk.get(change_url(away)).content.decode()
    assert "0 articles" in desk.get(f"{LIST}?delivery=waits").content.decode()


def test_publishing_in_the_form_merges_it_and_says_so(desk, open_form, save, away, editor):
    response = save(away, open_form(away) | {"status": "published", "author": "Mine"})
    assert response.status_code == 302
    article = fresh(away)
    assert (article.status, article.author) == ("published", "Mine")
    assert "A corrected second" in article.answer
    html = desk.get(LIST).content.decode()
    assert "which had waited for" in html
    assert "was merged: answer" in html
    assert Revision.objects.filter(kind="imported", actor=editor).exists()


def test_publishing_from_the_list_merges_it_too(desk, away):
    data = {"action": "publish", "_selected_action": [away.pk]}
    html = desk.post(LIST, data, follow=True).content.decode()
    assert "was merged: answer" in html
    assert "A corrected second" in fresh(away).answer


def test_a_save_that_leaves_it_withdrawn_takes_nothing(open_form, save, away):
    save(away, open_form(away) | {"author": "Mine"})
    assert "A corrected second" not in fresh(away).answer
    assert KeptDelivery.objects.waiting().exists()


def test_what_collides_opens_a_conflict_with_a_link(desk, deliver):
    article = deliver()
    withdraw(edit(article, author="Mine"))
    deliver(author="Theirs")
    html = desk.get(kept_url(article)).content.decode()
    assert "the editor&#x27;s word would stay until you decide: author" in html
    data = {"action": "publish", "_selected_action": [article.pk]}
    html = desk.post(LIST, data, follow=True).content.decode()
    conflict = Conflict.objects.get()
    assert conflict.field == "author"
    assert reverse("admin:articles_conflict_desk", args=[article.pk]) in html
    assert fresh(article).author == "Mine"


def test_the_page_shows_what_would_come_and_one_button_takes_it(desk, away):
    html = desk.get(kept_url(away)).content.decode()
    assert "It would change this, beside what editors changed:" in html
    assert "A corrected" in html
    assert "was merged: answer" in press(desk, away, "_take")
    assert (fresh(away).status, "A corrected second" in fresh(away).answer) == ("withdrawn", True)


def test_another_button_refuses_it(desk, open_form, save, away):
    assert "Refused: physics/what-is-light.md." in press(desk, away, "_refuse")
    save(away, open_form(away) | {"status": "published"})
    assert fresh(away).content() == away.content()


def test_what_came_since_the_page_was_opened_is_not_refused(desk, away, deliver):
    data = form_data(desk.get(kept_url(away)).content.decode(), "kept_form")
    deliver(answer=CORRECTED, author="Newer")
    html = desk.post(kept_url(away), data | {"_refuse": "1"}, follow=True).content.decode()
    assert "What waited has changed" in html
    assert KeptDelivery.objects.waiting().exists()


def test_a_deleted_article_shows_it_and_is_brought_back_with_it(desk, deliver):
    article = deliver()
    delete(article)
    deliver(answer=CORRECTED)
    url = reverse("admin:articles_article_deleted", args=[article.pk])
    assert "a newer delivery waits" in desk.get(f"{LIST}deleted/").content.decode()
    assert "A newer delivery waits" in desk.get(url).content.decode()
    html = desk.post(f"{url}undelete/", follow=True).content.decode()
    assert "is back: published" in html
    assert "was merged: answer" in html
    assert "A corrected second" in fresh(article).answer


def test_a_kept_file_that_cannot_be_read_any_more_is_named_and_waits_on(desk, away):
    KeptDelivery.objects.update(data=pack(b"---\nbroken"))
    assert "It cannot be taken" in desk.get(kept_url(away)).content.decode()
    data = {"action": "publish", "_selected_action": [away.pk]}
    assert "was not taken" in desk.post(LIST, data, follow=True).content.decode()
    assert KeptDelivery.objects.waiting().exists()


@pytest.mark.parametrize("button", ["_take", "_refuse"])
@pytest.mark.parametrize("digits", [19, 30, 5_000])
def test_a_number_that_no_key_can_be_takes_and_refuses_nothing(desk, away, button, digits):
    response = desk.post(kept_url(away), {"kept": "9" * digits, button: "1"}, follow=True)
    assert "nothing was done" in response.content.decode()
    assert KeptDelivery.objects.waiting().count() == 1


def test_the_list_and_the_filter_know_of_what_came_for_the_address_alone(desk, deliver):
    """A moved article has no file of the path at which it stands."""
    article = deliver()
    move(article, make_subject("optics"), "light")
    run = ImportRun.objects.create()
    KeptDelivery.objects.create(import_run=run, path="optics/light.md", data=pack(b"a file"))
    assert "a newer delivery waits" in desk.get(LIST).content.decode()
    assert "1 article" in desk.get(f"{LIST}?delivery=waits").content.decode()


# A file for an address where a withdrawn article of another question stands


@pytest.fixture
def occupant(tmp_path, deliver):
    """An imported article that was moved to the address of another file, and is withdrawn; that
    file has come since."""
    article = withdraw(move(deliver(), make_subject("physics"), "light"))
    path = tmp_path / "light.md"
    path.write_bytes(article_file("physics", "light", answer=OTHER, title="What else?", id=77))
    Import([str(path)], workers=1).run()
    return article


def test_moving_it_away_in_the_form_lets_the_file_in_and_says_so(desk, open_form, save, occupant):
    save(occupant, open_form(occupant) | {"slug": "light-as-such"})
    html = desk.get(change_url(occupant)).content.decode()
    assert "which had waited for the address /learn/physics/questions/light, stands there" in html
    assert Article.objects.get(slug="light").answer == OTHER
    assert not KeptDelivery.objects.waiting().exists()


def test_deleting_it_does_so_too(desk, occupant):
    url = reverse("admin:articles_article_delete", args=[occupant.pk])
    html = desk.post(url, {"post": "yes"}, follow=True).content.decode()
    assert "stands there now: “What else?”" in html
    assert Article.objects.get().answer == OTHER


def test_deleting_it_in_the_list_does_so_too(desk, occupant):
    data = {"action": "delete_selected", "_selected_action": [occupant.pk], "post": "yes"}
    html = desk.post(LIST, data, follow=True).content.decode()
    assert "stands there now: “What else?”" in html


def test_its_page_says_that_the_file_would_be_held(desk, occupant):
    html = desk.get(kept_url(occupant)).content.decode()
    assert "It would wait for a decision, since an imported article that was moved here" in html
