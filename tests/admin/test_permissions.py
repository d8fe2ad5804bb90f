"""Who may do what: four kinds of people × every address of the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver, reverse
from django.utils.timezone import now

from articles import publishing
from articles.models import (
    Conflict,
    Feedback,
    Finding,
    Image,
    ImportRun,
    ReaderSearch,
    Redirect,
    SiteSettings,
    UnknownAddress,
)
from tests.factories import make_article, make_content, make_user
from tests.made_once import made_once

LOGIN, OK, MOVED, FORBIDDEN = "login", 200, 302, 403
PEOPLE = ("anonymous", "staff", "editor", "superuser")

# Address, method, data, and the answers to PEOPLE. {article} and the like are primary keys.
TABLE = [
    ("index", "get", (LOGIN, OK, OK, OK)),
    ("articles", "get", (LOGIN, 404, OK, OK)),
    ("auth", "get", (LOGIN, 404, 404, OK)),
    ("article_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_add", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_add", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_change", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_delete", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_delete", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_kept", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_kept", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_restore", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_restore", "get", (LOGIN, 405, 405, 405)),
    ("article_deletedlist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_deleted", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_undelete", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_undelete", "get", (LOGIN, 405, 405, 405)),
    ("article_draft", "post", (401, FORBIDDEN, OK, OK)),
    ("article_draft", "get", (405, 405, 405, 405)),
    ("article_draft_discard", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_draft_discard", "get", (LOGIN, 405, 405, 405)),
    ("article_draft_share", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_draft_share", "get", (LOGIN, 405, 405, 405)),
    ("article_draft_unshare", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_draft_unshare", "get", (LOGIN, 405, 405, 405)),
    ("article_presence", "post", (FORBIDDEN, FORBIDDEN, OK, OK)),
    ("article_presence", "get", (405, 405, 405, 405)),
    ("article_schedule", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_schedule", "get", (LOGIN, 405, 405, 405)),
    ("article_schedule_cancel", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_schedule_cancel", "get", (LOGIN, 405, 405, 405)),
    ("article_review_send", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("article_review_send", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_review", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_review", "get", (LOGIN, 405, 405, 405)),
    ("article_comments", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("article_comments", "get", (LOGIN, 405, 405, 405)),
    ("article_preview", "post", (FORBIDDEN, FORBIDDEN, OK, OK)),
    ("article_checks", "post", (FORBIDDEN, FORBIDDEN, OK, OK)),
    ("article_checks", "get", (405, 405, 405, 405)),
    ("article_ignore", "post", (FORBIDDEN, FORBIDDEN, 400, 400)),
    ("article_search_panel", "post", (FORBIDDEN, FORBIDDEN, OK, OK)),
    ("article_search_panel", "get", (405, 405, 405, 405)),
    ("article_card", "get", (FORBIDDEN, FORBIDDEN, OK, OK)),
    ("image_upload", "post", (FORBIDDEN, FORBIDDEN, 400, 400)),
    ("image_upload", "get", (405, 405, 405, 405)),
    ("image_search", "get", (FORBIDDEN, FORBIDDEN, OK, OK)),
    ("image_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("image_changelist", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("image_add", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("image_add", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("image_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("image_change", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("image_delete", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("image_delete", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("image_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("subject_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("subject_add", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("subject_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("subject_change", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("subject_delete", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("subject_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("redirect_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("redirect_add", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("redirect_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("redirect_change", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("redirect_delete", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("redirect_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("finding_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("finding_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("finding_dismiss", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("finding_moved", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("finding_moved", "get", (LOGIN, 405, 405, 405)),
    ("finding_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("finding_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("finding_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("conflict_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("conflict_change", "get", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("conflict_desk", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("conflict_desk", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("conflict_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("conflict_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("conflict_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("importrun_changes", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("importrun_undo", "get", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("importrun_undo", "post", (LOGIN, FORBIDDEN, FORBIDDEN, MOVED)),
    ("importrun_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("importrun_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("importrun_change", "post", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("importrun_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("importrun_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("importrun_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("sitesettings_changelist", "get", (LOGIN, FORBIDDEN, FORBIDDEN, MOVED)),
    ("sitesettings_change", "get", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("sitesettings_change", "post", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("sitesettings_preview", "post", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("sitesettings_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("sitesettings_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("sitesettings_history", "get", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("feedback_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("feedback_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("feedback_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("feedback_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, MOVED)),
    ("feedback_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("unknownaddress_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("unknownaddress_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("unknownaddress_change", "post", (LOGIN, FORBIDDEN, 405, 405)),
    ("unknownaddress_settle", "post", (LOGIN, FORBIDDEN, MOVED, MOVED)),
    ("unknownaddress_settle", "get", (LOGIN, 405, 405, 405)),
    ("unknownaddress_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("unknownaddress_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("unknownaddress_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("readersearch_changelist", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("readersearch_changelist", "post", (LOGIN, FORBIDDEN, OK, OK)),
    ("readersearch_change", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("readersearch_add", "get", (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("readersearch_delete", "post", (LOGIN, FORBIDDEN, FORBIDDEN, MOVED)),
    ("readersearch_history", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("user_changelist", "get", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("user_add", "post", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("user_change", "get", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("group_changelist", "get", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("group_add", "post", (LOGIN, FORBIDDEN, FORBIDDEN, OK)),
    ("autocomplete", "get", (LOGIN, FORBIDDEN, OK, OK)),
    ("password_change", "get", (LOGIN, OK, OK, OK)),
    ("jsi18n", "get", (LOGIN, OK, OK, OK)),
]  # fmt: skip
ROWS = [
    pytest.param(name, method, person, answer, id=f"{name}-{method}-{person}")
    for name, method, answers in TABLE
    for person, answer in zip(PEOPLE, answers, strict=True)
]
WITHOUT_KEY = {"index", "autocomplete", "password_change", "jsi18n"}
AUTOCOMPLETE = {"app_label": "articles", "model_name": "related", "field_name": "target"}


@made_once
def things(editor):
    article = make_article()
    publishing.revise(article, make_content(answer="Another answer."))
    gone = make_article()
    publishing.delete(gone)
    twin = make_article()
    return {
        "article": article,
        "gone": gone.pk,
        "conflict": Conflict.objects.create(article=article, field="title"),
        "moved": Finding.objects.create(
            article=twin,
            path="x",
            kind="same-text-elsewhere",
            severity="warning",
            detail=article.get_absolute_url(),
        ),
        "subject": article.subject,
        "redirect": Redirect.objects.create(old_path="/old", is_gone=True),
        "finding": Finding.objects.create(
            article=article, path="x", kind="orphan", severity="info"
        ),
        "image": Image.objects.create(digest="0" * 32, width=9, height=9, byte_count=99),
        "importrun": ImportRun.objects.create(state="finished", is_settled=True),
        "sitesettings": SiteSettings.objects.create(),
        "feedback": Feedback.objects.create(
            article=article, is_helpful=True, note="A note.", state=1, created_at=now()
        ),
        "unknownaddress": UnknownAddress.objects.create(
            path="/missing", first_seen_at=now(), last_seen_at=now()
        ),
        "readersearch": ReaderSearch.objects.create(
            text="tides", first_day=now().date(), last_day=now().date()
        ),
        "user": editor,
    }


@pytest.fixture
def people(client, editor):
    """A function that makes the client be one of PEOPLE."""

    def be(person):
        user = {
            "anonymous": lambda: None,
            "staff": lambda: make_user("staff"),
            "editor": lambda: editor,
            "superuser": lambda: make_user("root", is_superuser=True),
        }[person]()
        if user:
            client.force_login(user)
        return client

    return be


def address(name, things):
    if name in {"articles", "auth"}:
        return reverse("admin:app_list", args=[name])
    if name in WITHOUT_KEY:
        return reverse(f"admin:{name}")
    model, action = name.split("_", maxsplit=1)
    if action.startswith(("draft", "presence", "schedule", "review", "comments")):
        return reverse(f"admin:articles_{name}", args=[things["article"].pk])
    keys = {
        "restore": [things["article"].pk, 1],
        "deleted": [things["gone"]],
        "undelete": [things["gone"]],
        "desk": [things["article"].pk],
        "kept": [things["article"].pk],
        "moved": [things["moved"].pk],
    }
    if action in keys:
        return reverse(f"admin:articles_{name}", args=keys[action])
    app = "auth" if model in {"user", "group"} else "articles"
    with_key = action in {"change", "delete", "history", "dismiss", "changes", "undo", "settle"}
    return reverse(f"admin:{app}_{name}", args=[things[model].pk] if with_key else [])


@pytest.mark.parametrize(("name", "method", "person", "answer"), ROWS)
def test_every_address_answers_each_person(people, things, name, method, person, answer):
    client = people(person)
    data = {"post": "yes", "content": "x", "expected_version": "1"} if method == "post" else {}
    response = getattr(client, method)(
        address(name, things), AUTOCOMPLETE if name == "autocomplete" else data
    )
    if answer == LOGIN:
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")
    else:
        assert response.status_code == answer


def test_the_table_names_every_address_of_the_library():
    """A new address of ours must take its place in the table."""
    names = {
        pattern.name
        for app in get_resolver("qtsite.urls").url_patterns
        if getattr(app, "namespace", None) == "admin"
        for group in app.url_patterns
        for pattern in getattr(group, "url_patterns", [])
        if pattern.name and pattern.name.startswith("articles_")
    }
    assert names
    missing = names - {f"articles_{name}" for name, _, _ in TABLE}
    assert not missing


def test_a_user_who_was_switched_off_is_nobody(client, editor, things):
    client.force_login(editor)
    get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.post(reverse("admin:articles_article_preview")).status_code == 403


def test_bringing_back_takes_the_rights_to_delete_and_to_change(client, things):
    for rights in (("change_article",), ("delete_article", "view_article"), ("view_article",)):
        client.force_login(make_user("-".join(rights), permissions=rights))
        assert client.post(address("article_undelete", things)).status_code == 403
    page = client.get(address("article_deleted", things))
    assert page.status_code == 200
    assert "Bring back" not in page.content.decode()


def test_who_may_look_at_conflicts_decides_nothing(client, things):
    client.force_login(make_user("looker", permissions=["view_conflict"]))
    page = client.get(address("conflict_desk", things)).content.decode()
    assert "Decide" not in page.replace("Decided", "")
    assert client.post(address("conflict_desk", things)).status_code == 403


def test_who_may_look_restores_nothing(client, things):
    client.force_login(make_user("looker", permissions=["view_article"]))
    assert "Restore" not in client.get(address("article_history", things)).content.decode()
    assert client.post(address("article_restore", things)).status_code == 403


@pytest.mark.parametrize("rights", [("change_importrun",), ("change_article", "view_importrun")])
def test_an_import_is_undone_by_who_may_change_runs_and_articles(client, things, rights):
    client.force_login(make_user("other", permissions=rights))
    assert client.post(address("importrun_undo", things)).status_code == 403
