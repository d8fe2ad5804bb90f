"""What somebody with some of an editor's rights sees, and may do."""

import pytest
from django.urls import reverse

from articles.models import Article, Finding, Status
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_user


@pytest.mark.parametrize("action", ["publish", "unpublish", "withdraw", "delete_selected"])
@pytest.mark.parametrize("permissions", [(), ("view_article",)], ids=["no rights", "may look"])
def test_actions_take_the_right_to_change(client, db, action, permissions):
    article = make_article(status=Status.DRAFT if action == "publish" else Status.PUBLISHED)
    client.force_login(make_user("other", permissions=permissions))
    data = {"action": action, "_selected_action": [article.pk], "post": "yes"}
    client.post(reverse("admin:articles_article_changelist"), data)
    assert Article.objects.get().status == article.status


@pytest.mark.parametrize("action", ["dismiss", "reopen"])
def test_findings_are_dismissed_by_who_may_change_them(client, db, action):
    finding = Finding.objects.create(
        path="x", kind="orphan", severity="info", is_dismissed=action == "reopen"
    )
    client.force_login(make_user("other", permissions=["view_finding"]))
    data = {"action": action, "_selected_action": [finding.pk]}
    client.post(reverse("admin:articles_finding_changelist") + "?state=all", data)
    assert Finding.objects.get().is_dismissed == finding.is_dismissed


def test_who_may_look_sees_the_article_and_changes_nothing(client, db):
    article = make_article(related=["/learn/physics/questions/other"], question="Another?")
    client.force_login(make_user("looker", permissions=["view_article"]))
    url = reverse("admin:articles_article_change", args=[article.pk])
    html = client.get(url).content.decode()
    assert article.answer in html
    assert "Title of /learn/physics/questions/other" in html
    assert "<textarea" not in html
    assert 'name="_save"' not in html
    assert client.post(url, {"title": "x"}).status_code == 403


def test_who_may_only_add_is_not_told_what_a_draft_says(client, db):
    make_article(
        "taken", title="A secret heading", question="", article_title="", status=Status.DRAFT
    )
    client.force_login(make_user("writer", permissions=["add_article", "view_subject"]))
    data = form_data(client.get(reverse("admin:articles_article_add")).content.decode())
    subject = str(Article.objects.get().subject_id)
    response = client.post(
        reverse("admin:articles_article_add"),
        data | {"title": "Mine", "answer": "Text.", "subject": subject, "slug": "taken"},
    )
    page = response.content.decode()
    assert "Another article stands at this address" in page
    assert ">/learn/physics/questions/taken</a>" in page
    assert "secret" not in page
