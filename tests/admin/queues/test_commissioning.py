"""The work list of questions to commission, and its file."""

import csv
from datetime import date
from io import StringIO

from articles.audience.views import write_views
from articles.models import Commission, Finding
from tests.admin.conftest import change_url
from tests.factories import make_article, make_user
from tests.made_once import made_once

LIST = "/admin/articles/commission/"


@made_once
def questions():
    """Six questions to commission, and four that are none; the second was read most."""
    found = [
        make_article("same-a", title="What are the laws of motion?"),
        make_article("same-b", title="Explain the laws of motion.", subject="biology"),
        make_article("dated", title="What are the highlights of the Budget 2024?"),
        make_article("lost", title="How does the course address fairness?"),
        make_article("formula", title="=2+2 in the figure above?"),
        make_article("budget", title="What is new in the Budget 2023?"),
    ]
    make_article("next", title="What will the Budget 2039 bring?")
    make_article("today", title="What are the latest trends?")
    make_article("past", title="What caused the crisis of 2022?")
    make_article("draft", title="What does the figure above show?", status="draft")
    write_views({(found[1].pk, date(2024, 1, 1)): 7, (found[3].pk, date(2024, 1, 1)): 2})
    return found


def slugs(page):
    return [row.article.slug for row in page.context["cl"].result_list]


def rows_of(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_the_list_has_the_three_kinds_the_most_read_first(desk, questions):
    page = desk.get(LIST)
    assert slugs(page) == ["same-b", "lost", "budget", "formula", "dated", "same-a"]
    html = page.content.decode()
    assert "Bound to a year that is over (2)" in html
    assert f'href="{change_url(questions[2])}#id_title"' in html
    assert f'<a href="{questions[2].get_absolute_url()}">Page</a>' in html
    assert f'<a href="{questions[0].get_absolute_url()}">{questions[0].get_absolute_url()}<' in html


def test_it_is_filtered_and_sorted(desk, questions):
    key = questions[1].subject_id
    assert slugs(desk.get(f"{LIST}?kind=lost-context")) == ["lost", "formula"]
    assert slugs(desk.get(f"{LIST}?article__subject__id__exact={key}")) == ["same-b"]
    assert slugs(desk.get(f"{LIST}?kind=lost-context&o=3")) == ["formula", "lost"]
    assert slugs(desk.get(f"{LIST}?q=budget")) == ["budget", "dated"]


def test_a_year_is_over_when_it_is(questions, monkeypatch):
    assert Commission.objects.filter(article__slug="next").count() == 0
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2040, 1, 1))
    assert Commission.objects.filter(article__slug="next").count() == 1


def test_what_is_left_as_it_is_leaves_the_list(desk, questions):
    keys = list(Commission.objects.filter(kind="dated-title").values_list("pk", flat=True))
    desk.post(LIST, {"action": "dismiss", "_selected_action": keys})
    assert "dated" not in slugs(desk.get(LIST))
    assert slugs(desk.get(f"{LIST}?state=dismissed")) == ["budget", "dated"]
    desk.post(f"{LIST}?state=dismissed", {"action": "reopen", "_selected_action": keys})
    assert "dated" in slugs(desk.get(LIST))


def test_it_costs_the_same_however_long(desk, questions, django_assert_num_queries):
    # Session, user, two for the rights; the rows counted, the rows, the subjects, the kinds.
    with django_assert_num_queries(8):
        desk.get(LIST)
    with django_assert_num_queries(8):
        desk.get(f"{LIST}csv/")


def test_the_file_has_what_the_list_has_and_no_formula(desk, questions):
    response = desk.get(f"{LIST}csv/?kind=lost-context")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="commissioning.csv"'
    lost, formula = rows_of(response)
    assert lost == {
        "Question": "How does the course address fairness?",
        "Subject": "Physics",
        "Kind": "Lacks its context",
        "Words": "the course",
        "Views in 30 days": "2",
        "Views": "2",
        "Page": f"http://127.0.0.1:8000{questions[3].get_absolute_url()}",
        "Desk": f"http://testserver{change_url(questions[3])}",
    }
    assert formula["Question"] == "'=2+2 in the figure above?"
    assert len(rows_of(desk.get(f"{LIST}csv/"))) == 6
    assert desk.get(f"{LIST}csv/?article__subject__id__exact={'9' * 30}").status_code == 302


def test_whoever_may_only_look_dismisses_nothing(client, questions):
    client.force_login(
        make_user("looker", permissions=["view_finding", "view_article", "every_subject"])
    )
    key = Commission.objects.first().pk
    page = client.get(LIST)
    assert "Leave the selected" not in page.content.decode()
    client.post(LIST, {"action": "dismiss", "_selected_action": [key]})
    assert not Finding.objects.get(pk=key).is_dismissed
