"""The number in the link, in the question and in the message is the number acted on."""

import html
import os
import re
from datetime import date

import pytest
from django.utils import timezone

from articles import publishing
from articles.admin.articles.article_admin import ArticleAdmin
from articles.admin.base.paging import CappedListMixin
from articles.bulk_runs import MOST_ROWS, tally_of
from articles.core.text.problem_kinds import Problem
from articles.models import (
    Article,
    BulkRun,
    Feedback,
    Finding,
    ReaderSearch,
    Redirect,
    Status,
    UnknownAddress,
)
from articles.publishing.effects import insert_findings
from tests.factories import make_article, make_user

FINDINGS = "/admin/articles/finding/"
ARTICLES = "/admin/articles/article/"
PAGE = 100
# The last two take five seconds of a processor together.
NUMBERS = [1, 120, *([500, 5_001, 35_915] if os.environ.get("FAULTS_LONG") else [])]


def page_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def sent(page):
    """What the question's form sends."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: [value for other, value in fields if other == name] for name in dict(fields)}


@pytest.mark.parametrize("number", NUMBERS)
def test_the_number_that_is_asked_about_is_the_number_acted_on(desk, number):
    article = make_article()
    insert_findings(
        (article.pk, "physics/x.md", Problem("orphan", "related", None, str(n)), False)
        for n in range(number)
    )
    page = page_of(desk.get(FINDINGS))
    assert (f"Select all {number} findings" in page) == (number > PAGE)
    keys = list(Finding.objects.values_list("pk", flat=True)[:PAGE])
    across = {"action": "dismiss", "select_across": "1", "_selected_action": keys}
    response = desk.post(FINDINGS, across)
    if number > PAGE:
        page = page_of(response)
        assert f"<h1>Dismiss {number:,} findings?</h1>" in page
        assert f"and {number - 10} more" in page
        assert not Finding.objects.filter(is_dismissed=True).exists()
        response = desk.post(FINDINGS, sent(page))
    run = BulkRun.objects.get()
    while run.is_at_work:  # a request works for a second and a half
        desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": "go"})
        run.refresh_from_db()
    page = page_of(desk.get(f"/admin/bulk-runs/{run.pk}/"))
    assert f"<strong>{number:,}</strong> done" in page
    assert Finding.objects.filter(is_dismissed=True).count() == number
    wish = "undo"
    while run.state != BulkRun.State.UNDONE:
        desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": wish})
        run.refresh_from_db()
        wish = "go"
    assert Finding.objects.filter(is_dismissed=False).count() == number


@pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
def test_what_readers_lose_is_asked_about_first(desk, action):
    article, away = make_article(title="Seen?"), make_article(status=Status.WITHDRAWN)
    data = {"action": action, "_selected_action": [article.pk, away.pk]}
    page = page_of(desk.post(ARTICLES, data))
    assert "Seen?" in page
    assert ("“Withdrawn” already" in page) == (action == "withdraw")
    assert Article.objects.live().get() == article
    answer = desk.post(ARTICLES, sent(page), follow=True)
    assert not Article.objects.live().exists()
    run = BulkRun.objects.get()
    assert f'<a href="/admin/bulk-runs/{run.pk}/">See or undo it</a>' in page_of(answer)
    desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": "undo"})
    assert Article.objects.live().get() == article
    assert Article.objects.count() == 2


def test_as_many_others_are_asked_about_anew(desk):
    first, second = make_article(status=Status.DRAFT), make_article(status=Status.DRAFT)
    url = f"{ARTICLES}?status=draft"
    data = {"action": "delete_selected", "select_across": "1", "_selected_action": [first.pk]}
    question = sent(page_of(desk.post(url, data)))
    publishing.publish(first)
    make_article(title="Nobody was asked?", status=Status.DRAFT)
    page = page_of(desk.post(url, question))
    assert "it holds others now" in page
    assert "Nobody was asked?" in page
    assert Article.objects.count() == 3
    desk.post(url, sent(page))
    assert Article.objects.get() == first
    assert not Article.objects.filter(pk=second.pk).exists()


def test_the_question_counts_findings_that_are_so_already(desk):
    article = make_article()
    insert_findings(
        (article.pk, "physics/x.md", Problem("orphan", "related", None, str(n)), n < 80)
        for n in range(120)
    )
    keys = list(Finding.objects.values_list("pk", flat=True)[:PAGE])
    data = {"action": "dismiss", "select_across": "1", "_selected_action": keys}
    page = page_of(desk.post(f"{FINDINGS}?state=all", data))
    assert "<strong>40</strong> will be changed" in page
    assert "<strong>80</strong>: it is so already" in page


def notes():
    said = {"article": make_article(), "is_helpful": True, "note": "Why?"}
    said |= {"state": Feedback.State.UNREAD, "created_at": timezone.now()}
    return [Feedback.objects.create(visitor=visitor, **said) for visitor in "ab"]


def searches():
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 1)}
    return [ReaderSearch.objects.create(text=text, **days) for text in ("one", "two")]


def addresses():
    seen = {"first_seen_at": timezone.now(), "last_seen_at": timezone.now()}
    return [UnknownAddress.objects.create(path=path, **seen) for path in ("/one", "/two")]


def redirects():
    leading = {"article": make_article()}, {"is_gone": True, "last_used_on": date(2026, 1, 1)}
    return [Redirect.objects.create(old_path=f"/{i}", **end) for i, end in enumerate(leading)]


@pytest.mark.parametrize(
    ("model", "make", "action", "question", "sample"),
    [
        ("feedback", notes, "mark_handled", "Mark 2 readers' notes as handled?", "“Why?” ("),
        ("readersearch", searches, "mark_settled", "Mark 2 searches as dealt with?", "one"),
        ("unknownaddress", addresses, "ignore", "Ignore 2 unknown addresses?", "/one"),
        ("redirect", redirects, "delete_selected", "Delete 2 redirects?", "/0"),
    ],
)
def test_more_than_a_page_of_any_list_is_asked_about_and_undone(
    desk, monkeypatch, model, make, action, question, sample
):
    rows = make()
    table, listed = type(rows[0]), f"/admin/articles/{model}/"
    monkeypatch.setattr(CappedListMixin, "list_per_page", 1)
    before = list(table.objects.order_by("pk").values())
    data = {"action": action, "select_across": "1", "_selected_action": [rows[0].pk]}
    page = page_of(desk.post(listed, data))
    assert question in html.unescape(page)
    assert f"<li>{sample}" in page
    assert list(table.objects.order_by("pk").values()) == before
    answer = desk.post(listed, sent(page), follow=True)
    run = BulkRun.objects.get()
    assert f'<a href="/admin/bulk-runs/{run.pk}/">See or undo it</a>' in page_of(answer)
    assert tally_of(run).done == 2
    assert not [row for row in table.objects.values() if row in before]
    assert listed in page_of(desk.get(f"/admin/bulk-runs/{run.pk}/"))
    desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": "undo"})
    assert [without_key(row) for row in table.objects.order_by("pk").values()] == [
        without_key(row) for row in before
    ]


def without_key(row):
    """A redirect that is put back has another key, and is made now."""
    return {name: value for name, value in row.items() if name not in {"id", "created_at"}}


def test_a_list_that_has_changed_is_asked_about_again(desk):
    articles = [make_article(status=Status.DRAFT) for _ in range(2)]
    data = {"action": "withdraw", "select_across": "1", "_selected_action": [articles[0].pk]}
    page = page_of(desk.post(ARTICLES, data))
    make_article(status=Status.DRAFT)
    again = page_of(desk.post(ARTICLES, sent(page)))
    assert "it held 2, and holds 3 now" in again
    assert not BulkRun.objects.exists()
    desk.post(ARTICLES, sent(again))
    assert Article.objects.filter(status=Status.WITHDRAWN).count() == 3


def test_more_than_a_run_takes_is_refused_with_what_to_do(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.base.bulk_actions.MOST_ROWS", 1)
    monkeypatch.setattr("articles.admin.lists.list_total.MOST_ROWS", 1)
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 1)
    keys = [make_article().pk for _ in range(2)]
    assert not re.search(r"Select all \d", page_of(desk.get(ARTICLES)))
    data = {"action": "withdraw", "_selected_action": keys, "post": "yes"}
    page = page_of(desk.post(ARTICLES, data, follow=True))
    assert "More than 1 rows are more than one run takes: choose a filter" in page
    assert Article.objects.live().count() == 2
    assert MOST_ROWS == 50_000


def test_somebody_elses_run_is_not_shown(client, desk):
    data = {"action": "withdraw", "_selected_action": [make_article().pk], "post": "yes"}
    desk.post(ARTICLES, data)
    run = BulkRun.objects.get()
    assert f"/admin/bulk-runs/{run.pk}/" in page_of(desk.get("/admin/bulk-runs/"))
    client.force_login(make_user("other", role="editor"))
    assert f"/admin/bulk-runs/{run.pk}/" not in page_of(client.get("/admin/bulk-runs/"))
    assert client.post(f"/admin/bulk-runs/{run.pk}/", {"do": "undo"}).status_code == 403


def test_the_pages_of_a_run_cost_a_handful_of_queries(desk, django_assert_max_num_queries):
    data = {"action": "withdraw", "_selected_action": [make_article().pk], "post": "yes"}
    desk.post(ARTICLES, data)
    with django_assert_max_num_queries(10):
        desk.get(f"/admin/bulk-runs/{BulkRun.objects.get().pk}/")
    with django_assert_max_num_queries(10):
        desk.get("/admin/bulk-runs/")
