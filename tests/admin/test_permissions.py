"""What it takes to do what needs more than one right; `tests/admin/test_permission_matrix.py` has
the roles × every address."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from articles import publishing
from articles.models import Conflict, ImportRun
from tests.factories import make_article, make_content, make_user
from tests.made_once import made_once


@made_once
def things(editor):
    article = make_article()
    publishing.revise(article, make_content(answer="Another answer."))
    gone = make_article()
    gone_key = gone.pk
    publishing.delete(gone)
    return {
        "article_deleted": [gone_key],
        "article_history": [article.pk],
        "article_restore": [article.pk, 1],
        "article_undelete": [gone_key],
        "conflict_desk": [Conflict.objects.create(article=article, field="title").article_id],
        "importrun_undo": [ImportRun.objects.create(state="finished", is_settled=True).pk],
    }


def address(name, things):
    return reverse(f"admin:articles_{name}", args=things[name])


def test_a_user_who_was_switched_off_is_nobody(client, editor, things):
    client.force_login(editor)
    get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.post(reverse("admin:articles_article_preview")).status_code == 403


def test_bringing_back_takes_the_rights_to_delete_and_to_change(client, things):
    rights_of_others = (
        ("change_article", "publish_article"),
        ("delete_article", "publish_article", "view_article"),
        ("change_article", "delete_article"),  # it was public
        ("view_article",),
    )
    for rights in rights_of_others:
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


@pytest.mark.parametrize(
    "rights",
    [
        ("change_importrun",),
        ("change_article", "publish_article", "view_importrun"),
        ("change_article", "change_importrun"),
    ],
)
def test_an_import_is_undone_by_who_may_change_runs_and_articles(client, things, rights):
    client.force_login(make_user("other", permissions=rights))
    assert client.post(address("importrun_undo", things)).status_code == 403
