"""The same text under a second address: moved, or cross-posted?"""

from dataclasses import replace

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Finding, Redirect, Status
from tests.admin.conftest import change_url, fresh
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST = "/admin/articles/finding/?kind=same-text-elsewhere"


def url(finding, action="moved"):
    return reverse(f"admin:articles_finding_{action}", args=[finding.pk])


@made_once
def old():
    return make_article("old")


@made_once
def finding(old):
    new = make_article("new", subject="chemistry", answer=old.answer)
    return Finding.objects.create(
        article=new,
        path=new.source_path,
        kind="same-text-elsewhere",
        severity="warning",
        field="url",
        detail=old.get_absolute_url(),
    )


def test_both_answers_stand_in_the_list_on_its_page_and_at_the_article(desk, finding):
    other = Finding.objects.create(path="x", kind="orphan", severity="info")
    html = desk.get(LIST).content.decode()
    assert "formaction" not in desk.get("/admin/articles/finding/").content.decode()
    for action in ("moved", "dismiss"):
        assert f'formaction="{url(finding, action)}"' in html
        assert f'formaction="{url(other, action)}"' not in html
    page = desk.get(reverse("admin:articles_finding_change", args=[finding.pk])).content.decode()
    assert f'formaction="{url(finding)}"' in page
    assert f'action="{url(finding)}"' in desk.get(change_url(finding.article)).content.decode()


def test_it_moved_the_old_address_redirects(desk, finding, old, client):
    assert desk.post(url(finding), follow=True).status_code == 200
    assert fresh(old).status == Status.WITHDRAWN
    assert Redirect.objects.get(old_path=old.get_absolute_url()).article == finding.article
    finding.refresh_from_db()
    assert finding.is_dismissed
    assert client.get(old.get_absolute_url()).url == finding.article.get_absolute_url()
    assert fresh(finding.article).canonical_id is None


def test_cross_posted_it_is_dismissed_and_both_stay(desk, finding, old):
    desk.post(url(finding, "dismiss"))
    finding.refresh_from_db()
    assert finding.is_dismissed
    assert fresh(old).status == Status.PUBLISHED
    assert "formaction" not in desk.get(f"{LIST}&state=all").content.decode()


def test_an_old_article_that_has_moved_on_is_found(desk, finding, old):
    publishing.move(old, make_subject("physics"), "elsewhere")
    desk.post(url(finding))
    assert fresh(old).status == Status.WITHDRAWN


@pytest.mark.parametrize("fate", ["deleted", "withdrawn", "itself"])
def test_an_old_article_that_is_gone_is_a_sentence(desk, finding, old, fate):
    if fate == "deleted":
        publishing.delete(old)
    elif fate == "withdrawn":
        publishing.withdraw(old)
    else:
        Finding.objects.filter(pk=finding.pk).update(detail=finding.article.get_absolute_url())
    html = desk.post(url(finding), follow=True).content.decode()
    assert "Nothing was changed." in html
    assert fresh(finding.article).status == Status.PUBLISHED


def test_texts_that_differ_by_now_are_two_articles(desk, finding, old):
    publishing.revise(old, replace(old.content(), answer="Rewritten."))
    assert not type(finding).objects.filter(pk=finding.pk).exists(), "the save closes it"
    finding.save(force_insert=True)  # as a library has it that is older than this
    html = desk.post(url(finding), follow=True).content.decode()
    assert "The two texts differ by now" in html
    assert fresh(old).status == Status.PUBLISHED


def test_a_new_article_that_nobody_sees_takes_no_readers(desk, finding, old):
    publishing.unpublish(finding.article)
    html = desk.post(url(finding), follow=True).content.decode()
    assert "publish it first" in html
    assert fresh(old).status == Status.PUBLISHED


def test_it_takes_both_rights(client, finding, old):
    for rights in (["change_article", "view_finding"], ["change_finding"]):
        client.force_login(make_user("-".join(rights), permissions=rights))
        assert client.post(url(finding)).status_code == 403
        if "change_finding" in rights:
            assert "It moved" not in client.get(LIST).content.decode()
    assert fresh(old).status == Status.PUBLISHED


def test_another_kind_of_finding_is_not_moved(desk, finding):
    Finding.objects.update(kind="orphan")
    assert desk.post(url(finding)).status_code == 404


def test_two_editors_who_answer_crosswise_leave_one_of_the_two(desk, finding, old, monkeypatch):
    """The second looked at the pages before the first one's answer was written."""
    new = finding.article
    publishing_absorb = publishing.absorb

    def overtaken(article, into, **values):
        publishing_absorb(into, into=article)
        return publishing_absorb(article, into=into, **values)

    monkeypatch.setattr(publishing, "absorb", overtaken)
    answer = desk.post(url(finding), follow=True).content.decode()
    assert "is not published any more. Nothing was changed." in answer
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.status, new.status) == (Status.PUBLISHED, Status.WITHDRAWN)
