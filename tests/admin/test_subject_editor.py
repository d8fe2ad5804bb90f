"""A subject editor at the desk: what is of other subjects is not there."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.drafts import draft_store
from articles.models import Article, Conflict, Finding, Redirect, Status, UnknownAddress
from tests.admin.conftest import change_url, fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once


@made_once
def library():
    """Physics is theirs, biology is not; an answer stands in both."""
    physics, biology = make_subject("physics"), make_subject("biology")
    return {
        "physics": physics,
        "biology": biology,
        "mine": make_article("light", subject=physics, answer="The same."),
        "theirs": make_article("eye", subject=biology, answer="The same."),
        "hidden": make_article("unseen", subject=biology, answer="The same.", status=Status.DRAFT),
        "user": make_user("physicist", role="subject-editor", subjects=[physics]),
    }


@pytest.fixture
def own(client, library):
    client.force_login(library["user"])
    return client


def form_of(client, url, form_id="article_form"):
    return form_data(client.get(url).content.decode(), form_id)


def test_the_first_page_counts_their_own(own, library, editor):
    Finding.objects.create(article=library["mine"], path="x", kind="orphan", severity="info")
    Conflict.objects.create(article=library["mine"], field="title")
    for field in ("title", "answer"):
        Conflict.objects.create(article=library["theirs"], field=field)
        Finding.objects.create(article=library["theirs"], path="x", kind=field, severity="error")
    for article in (library["theirs"], library["hidden"]):
        draft_store.begin(article.pk, {"title": ["Eye"]}, base_version=1, author=editor)
    page = " ".join(own.get(reverse("admin:index")).content.decode().split())
    assert "You work in Physics." in page
    assert "conflict between an import and an editor waits for a decision" in page
    assert "A reader sees something broken" not in page
    assert "Worth knowing" in page
    for article in (library["theirs"], library["hidden"]):
        assert change_url(article) not in page


def test_without_a_subject_there_is_nothing(client, library):
    client.force_login(make_user("new", role="subject-editor"))
    assert "You work in no subject yet" in client.get(reverse("admin:index")).content.decode()
    page = client.get(reverse("admin:articles_article_changelist")).content.decode()
    assert "0 articles" in page
    assert client.get(change_url(library["mine"])).status_code == 403


def test_a_search_looks_in_their_subjects(own, library, monkeypatch):
    monkeypatch.setattr("articles.admin.base.article_search._MOST_FOUND", 2)
    for number in range(3):
        make_article(f"lens-{number}", subject=library["biology"], title="What is a lens?")
    mine = make_article("lens", subject=library["physics"], title="What is a lens made of?")
    page = own.get(reverse("admin:articles_article_changelist"), {"q": "lens"}).content.decode()
    assert change_url(mine) in page
    assert "1 article" in page


def test_a_pasted_address_of_another_subject_opens_nothing(own, library):
    url = reverse("admin:articles_article_changelist")
    assert own.get(url, {"q": library["mine"].get_absolute_url()}).status_code == 302
    assert own.get(url, {"q": library["theirs"].get_absolute_url()}).status_code == 200


def test_nothing_is_moved_into_another_subject(own, library):
    url = change_url(library["mine"])
    page = own.get(url).content.decode()
    assert "Physics</option>" in page
    assert "Biology</option>" not in page
    data = form_data(page) | {"subject": library["biology"].pk}
    assert "Select a valid choice" in own.post(url, data).content.decode()
    assert fresh(library["mine"]).subject_id == library["physics"].pk


def test_what_was_written_is_given_back_where_the_article_is_another_s_by_now(own, library):
    url = change_url(library["mine"])
    data = form_of(own, url) | {"answer": "An hour's work."}
    publishing.move(library["mine"], library["biology"], "light")
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    response = own.post(url, data, headers=headers)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Your account has no right to this" in page
    assert form_data(page, "sent-form")["answer"] == "An hour's work."
    assert fresh(library["mine"]).answer == "The same."


def test_a_changed_answer_is_saved_in_no_copy_elsewhere(own, library):
    url = change_url(library["mine"])
    page = own.get(url).content.decode()
    assert 'name="copies"' not in page
    copies = [library["theirs"].pk, library["hidden"].pk]
    data = form_data(page) | {"answer": "Mended.", "copies": copies}
    said = own.post(url, data, follow=True).content.decode()
    assert fresh(library["mine"]).answer == "Mended."
    for article in (library["theirs"], library["hidden"]):
        assert fresh(article).answer == "The same."
    # Of the public one they are told; the other is nobody's business here.
    assert change_url(library["theirs"]) in said
    assert change_url(library["hidden"]) not in said


def test_a_copy_elsewhere_that_nobody_sees_is_not_named_while_writing(own, library):
    url = reverse("admin:articles_article_search_panel")
    data = form_of(own, change_url(library["mine"]))
    data |= {"article": library["mine"].pk, "answer": "Mended."}
    page = own.post(url, data).content.decode()
    assert change_url(library["theirs"]) in page
    assert change_url(library["hidden"]) not in page


@pytest.mark.parametrize(
    ("values", "is_made"),
    [
        ({"old_path": "/anywhere", "article": "mine"}, True),
        ({"old_path": "/learn/physics/questions/old", "is_gone": "on"}, True),
        ({"old_path": "/learn/biology/questions/old", "article": "mine"}, False),
        ({"old_path": "/anywhere", "article": "theirs"}, False),
        ({"old_path": "/anywhere", "is_gone": "on"}, False),
        ({"old_path": "/learn/biology", "external_url": "https://other.example"}, False),
        ({"old_path": "/learn/physics-old/questions/a", "is_gone": "on"}, False),
    ],
)
def test_redirects_are_made_for_their_subjects(own, library, values, is_made):
    values = {name: getattr(library.get(text), "pk", text) for name, text in values.items()}
    own.post(reverse("admin:articles_redirect_add"), values)
    assert Redirect.objects.exists() == is_made


def test_an_unknown_address_leads_to_an_article_of_theirs_alone(own, library, client):
    now = library["mine"].created_at
    row = UnknownAddress.objects.create(
        path="/learn/physics/questions/lite", readers=2, first_seen_at=now, last_seen_at=now
    )
    url = reverse("admin:articles_unknownaddress_settle", args=[row.pk])
    own.post(url, {"article": library["theirs"].pk})
    assert not Redirect.objects.exists()
    own.post(url, {"article": library["mine"].pk})
    assert Redirect.objects.get().article == library["mine"]


def test_it_moved_is_said_of_two_articles_of_theirs(own, library):
    """The older one would be withdrawn."""
    finding = Finding.objects.create(
        article=library["mine"],
        path="x",
        kind="same-text-elsewhere",
        severity="warning",
        detail=library["theirs"].get_absolute_url(),
    )
    url = reverse("admin:articles_finding_moved", args=[finding.pk])
    assert own.post(url).status_code == 403
    assert fresh(library["theirs"]).status == Status.PUBLISHED


def test_after_a_decision_comes_one_of_theirs(own, library):
    for article in (library["theirs"], library["mine"]):
        Conflict.objects.create(
            article=article, field="title", base="A?", ours=article.title, theirs="B?"
        )
    url = reverse("admin:articles_conflict_desk", args=[library["mine"].pk])
    data = form_of(own, url, "desk_form") | {"choice-title": "theirs", "_next": "1"}
    response = own.post(url, data)
    assert fresh(library["mine"]).title == "B?"
    assert response.url == reverse("admin:articles_conflict_changelist")


def test_a_deleted_article_comes_back_by_who_works_in_its_subject(own, library):
    key = library["theirs"].pk
    publishing.delete(library["theirs"])
    assert own.get(reverse("admin:articles_article_deletedlist")).status_code == 200
    assert own.post(reverse("admin:articles_article_undelete", args=[key])).status_code == 403
    assert not Article.objects.filter(pk=key).exists()


def test_keeping_a_draft_asks_in_its_one_statement(own, library, django_assert_num_queries):
    data = {"answer": "Mine.", "expected_version": "1", "draft_number": "1"}
    author = make_user("other")
    for name in ("mine", "theirs"):
        draft_store.begin(library[name].pk, {}, base_version=1, author=author)
    url = reverse("admin:articles_article_draft", args=[library["mine"].pk])
    with django_assert_num_queries(3):  # session, user, the write with both questions in it
        assert own.post(url, data).status_code == 200
    url = reverse("admin:articles_article_draft", args=[library["theirs"].pk])
    assert own.post(url, data).status_code == 403


def test_an_administrator_names_the_subjects_on_the_page_of_the_account(client, library):
    client.force_login(make_user("root", role="administrator"))
    url = reverse("admin:auth_user_change", args=[library["user"].pk])
    data = form_of(client, url, "user_form")
    page = client.get(url).content.decode()
    assert "they see nothing" in page
    data |= {"subjects": library["biology"].pk, "groups": data["groups"]}
    assert client.post(url, data).status_code == 302
    assert list(library["user"].subjects.all()) == [library["biology"]]


def test_two_roles_are_the_rights_of_both(client, library):
    both = make_user("both", role="subject-editor", subjects=[library["physics"]])
    both.groups.add(make_user("any", role="writer").groups.get())
    client.force_login(both)
    assert client.get(change_url(library["theirs"])).status_code == 200
