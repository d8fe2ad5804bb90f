"""The editors' work list."""

import re

import pytest
from django.urls import reverse

from articles.admin.queues.finding import anchor_of
from articles.models import Finding
from tests.admin.conftest import change_url, fresh
from tests.factories import make_article, make_user

LIST = "/admin/articles/finding/"


def make_finding(article=None, kind="cut-off", **values):
    defaults = {"path": "physics/x.md", "severity": "error", "field": "answer", "line": 3}
    return Finding.objects.create(article=article, kind=kind, **{**defaults, **values})


def test_a_finding_is_a_click_from_its_line(desk):
    article = make_article()
    make_finding(article, detail="and then the")
    html = desk.get(LIST).content.decode()
    assert re.search(rf'href="{change_url(article)}\?line=3&amp;[^"]*#id_answer"', html)
    page = desk.get(f"{change_url(article)}?line=3").content.decode()
    assert '<a href="#id_answer" data-line="3">' in page
    assert 'id="id_answer"' in page
    assert "and then the" in page


@pytest.mark.parametrize(
    ("field", "anchor"),
    [("answer", "id_answer"), ("related_article2", "related-group"), ("related", "related-group"),
     ("seo_title", "id_seo_title"), ("url", ""), ("", "")],
)  # fmt: skip
def test_a_field_has_an_anchor_where_the_form_shows_it(field, anchor):
    assert anchor_of(field) == anchor


def test_a_refused_file_is_named_without_an_article(desk):
    make_finding(kind="refused-file", field="", line=None, path="physics/broken.md")
    assert "physics/broken.md" in desk.get(LIST).content.decode()


def test_the_name_of_a_refused_file_shows_what_turns_it_around(desk):
    make_finding(kind="refused-file", field="", line=None, path="physics/\u202edm.gpj")
    page = desk.get(LIST).content.decode()
    assert "physics/‹U+202E›dm.gpj" in page
    assert "\u202e" not in page


def test_the_list_shows_open_ones_unless_asked_otherwise(desk):
    make_finding(path="physics/open.md")
    make_finding(path="physics/done.md", is_dismissed=True)
    for query, shown in (
        ("", {"open"}),
        ("?state=dismissed", {"done"}),
        ("?state=all", {"open", "done"}),
    ):
        html = desk.get(LIST + query).content.decode()
        assert {name for name in ("open", "done") if f"physics/{name}.md" in html} == shown


def test_kinds_are_counted(desk):
    make_finding()
    make_finding()
    make_finding(is_dismissed=True)
    assert "The answer breaks off at its end (2)" in desk.get(LIST).content.decode()


@pytest.mark.parametrize(("action", "before"), [("dismiss", False), ("reopen", True)])
def test_many_are_dismissed_or_reopened(desk, action, before):
    findings = [make_finding(is_dismissed=before) for _ in range(3)]
    data = {"action": action, "_selected_action": [finding.pk for finding in findings]}
    desk.post(f"{LIST}?state=all", data)
    assert Finding.objects.filter(is_dismissed=not before).count() == 3


def test_one_is_dismissed_from_the_article(desk):
    article = make_article()
    finding = make_finding(article)
    url = reverse("admin:articles_finding_dismiss", args=[finding.pk])
    assert f'action="{url}"' in desk.get(change_url(article)).content.decode()
    assert desk.post(url).url == change_url(article)
    finding.refresh_from_db()
    assert finding.is_dismissed
    assert fresh(article).version == article.version


def test_a_script_that_dismisses_is_answered_briefly(desk):
    finding = make_finding(make_article())
    url = reverse("admin:articles_finding_dismiss", args=[finding.pk])
    response = desk.post(url, headers={"Accept": "application/json"})
    assert response.json() == {"dismissed": finding.pk}


def test_dismissing_takes_the_right_to_change_findings(client, db):
    client.force_login(make_user("looker", permissions=["view_finding", "view_article"]))
    finding = make_finding(make_article())
    assert (
        client.post(reverse("admin:articles_finding_dismiss", args=[finding.pk])).status_code == 403
    )
    assert "Dismiss" not in client.get(change_url(finding.article)).content.decode()


def test_a_long_list_costs_the_same(desk, django_assert_num_queries):
    make_finding(make_article())
    with django_assert_num_queries(11):
        desk.get(LIST)
    for _ in range(10):
        make_finding(make_article())
    with django_assert_num_queries(11):
        desk.get(LIST)


def test_a_line_of_the_file_is_called_that_and_leads_to_no_line_of_the_answer(desk):
    article = make_article()
    make_finding(article=article, kind="invalid-value", severity="warning", field="date", line=4)
    html = desk.get(LIST).content.decode()
    assert "date, line 4 of the file" in html
    assert "?line=4" not in html
    page = desk.get(change_url(article)).content.decode()
    assert "date, line 4 of the file" in page
    assert 'data-line="4"' not in page
