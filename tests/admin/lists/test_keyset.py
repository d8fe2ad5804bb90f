"""Pages by keyset: every row once, in order, there and back; what is counted; what a walk costs."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth import get_user
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from articles.admin.articles.article_admin import ArticleAdmin
from articles.admin.articles.article_list import ORDERS
from articles.admin.lists import key_pages, token_change_list
from articles.admin.lists.asked_list import place_in_words
from articles.admin.lists.listed_pages import NarrowedPlaces, by_number
from articles.admin.lists.orders import Order
from articles.admin.queues import finding_kinds
from articles.admin.queues.finding import FindingAdmin
from articles.audience.views import fill
from articles.models import Article, Finding, Readership, Status
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST, FINDINGS = "/admin/articles/article/", "/admin/articles/finding/"
NAMES = [order.name for order in ORDERS if order.name != "best"]


@made_once
def library():
    """Nine articles of three statuses, some with equal numbers, titles and times."""
    made = []
    for number in range(9):
        status = (Status.PUBLISHED, Status.DRAFT, Status.WITHDRAWN)[number % 3]
        made.append(make_article(f"a{number}", title=f"T{number // 2}?", status=status))
        for _ in range(number % 3):
            Finding.objects.create(article=made[-1], path="x", kind="orphan", severity="info")
    Article.objects.filter(pk__in=[one.pk for one in made[:5]]).update(
        content_modified_at=made[0].content_modified_at
    )
    fill()
    for number, article in enumerate(made):
        Readership.objects.filter(pk=article.pk).update(views=number // 2, helpful=number % 4)
    return made


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 2)
    monkeypatch.setattr(FindingAdmin, "list_per_page", 2)


def pages(desk, url, attribute="next_url") -> Iterator:
    """The pages of a list, one link after the other, without their HTML: that takes most of it."""
    address = url
    model = Finding if url.startswith(FINDINGS) else Article
    user = get_user(desk)
    while True:
        request = RequestFactory().get(address)
        request.user = user
        changelist = admin.site.get_model_admin(model).get_changelist_instance(request)
        yield changelist
        if not getattr(changelist, attribute):
            return
        address = url.partition("?")[0] + getattr(changelist, attribute)


def keys_of(changelists) -> list[int]:
    return [row.pk for changelist in changelists for row in changelist.result_list]


def expected(name, sign):
    """The keys as one sorting of all rows has them."""
    number = {finding["article"]: 0 for finding in Finding.objects.values("article")}
    for finding in Finding.objects.values("article"):
        number[finding["article"]] += 1
    places = {
        "newest": lambda row: (row.pk,),
        "changed": lambda row: (row.content_modified_at, row.pk),
        "title": lambda row: (row.title, row.index_status, row.pk),
        "views": lambda row: (row.readership.views, row.pk),
        "recent": lambda row: (row.readership.recent_views, row.pk),
        "helpful": lambda row: (row.readership.helpful, row.pk),
        "unhelpful": lambda row: (row.readership.unhelpful, row.pk),
        "findings": lambda row: (number[row.pk], row.pk),
    }
    rows = [one for one in Article.objects.all() if name != "findings" or one.pk in number]
    descends = (name != "title") != (sign == "-")
    return [one.pk for one in sorted(rows, key=places[name], reverse=descends)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_row_once_in_its_order_there_and_back(desk, library, name, sign, monkeypatch):
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 4)
    there = list(pages(desk, f"{LIST}?sort={sign}{name}"))
    assert keys_of(there) == expected(name, sign)
    last = there[-1]
    back = list(pages(desk, f"{LIST}{last.previous_url}", "previous_url"))[::-1]
    assert keys_of(back) == keys_of(there[:-1])


def test_findings_of_much_read_articles_come_first(desk, library, small_pages):
    found = [row for cl in pages(desk, f"{FINDINGS}?sort=views") for row in cl.result_list]
    places = [(row.article.readership.views, row.article_id, row.pk) for row in found]
    assert places == sorted(places, reverse=True)
    assert len(places) == Finding.objects.count()


def test_a_page_stays_where_it_is_while_rows_come_and_go(desk, library, small_pages):
    first, second, *_ = pages(desk, LIST)
    make_article("new")
    Article.objects.filter(pk=first.result_list[-1].pk).delete()
    again = desk.get(f"{LIST}{first.next_url}").context_data["cl"]
    assert keys_of([again]) == keys_of([second])


@pytest.mark.parametrize("name", ["newest", "views", "changed"])
def test_a_walk_that_finds_little_stops_and_goes_on(desk, library, small_pages, name, monkeypatch):
    """Nothing is left out, whatever the time for a page is."""
    monkeypatch.setattr(key_pages, "FEW", 0)
    monkeypatch.setattr(key_pages, "SMALL", 0)
    monkeypatch.setattr(key_pages, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(key_pages, "_FIRST_WINDOW", 1)
    walked = list(pages(desk, f"{LIST}?status=draft&score_to=0&sort={name}"))
    assert not keys_of(walked), "nobody is scored"
    assert walked[0].page.stopped
    assert "among those looked at so far" in desk.get(f"{LIST}?status=draft&score_to=0").text
    found = keys_of(pages(desk, f"{LIST}?status=draft&related=none&sort={name}"))
    assert found == [key for key in expected(name, "") if key in Article.objects.filter(
        status=Status.DRAFT).values_list("pk", flat=True)]  # fmt: skip


def test_what_an_index_has_is_found_wherever_it_lies(desk, library, small_pages, monkeypatch):
    monkeypatch.setattr(key_pages, "FEW", 0)
    monkeypatch.setattr(key_pages, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(key_pages, "_FIRST_WINDOW", 1)
    walked = list(pages(desk, f"{LIST}?status=draft"))
    assert [len(one.result_list) for one in walked] == [2, 1]
    assert not any(one.page.stopped for one in walked)


def test_what_is_not_counted_is_offered_to_be(desk, library, small_pages, monkeypatch):
    """And what is not counted cannot be selected as a whole: a link would name no number."""
    for name, value in (("FEW", 0), ("SMALL", 0)):
        monkeypatch.setattr(key_pages, name, value)
    url = f"{LIST}?status=draft&related=none"
    response = desk.get(url)
    page = re.sub(r"\s+", " ", response.text)
    assert "More than 2 articles" in page
    assert "Select all" not in page.partition('class="actions"')[2].partition("</div>")[0]
    counted = desk.get(f"{LIST}{response.context_data['cl'].count_url}")
    assert "Select all 3 articles" in counted.text
    assert "9 articles" in desk.get(LIST).text, "one count of an index"
    assert "3 articles" in desk.get(f"{LIST}?status=draft").text


@pytest.mark.parametrize("order", [order for order in ORDERS if isinstance(order, Order)])
@pytest.mark.parametrize("sign", ["", "-"])
def test_an_order_walks_along_its_index(desk, library, small_pages, order, sign, monkeypatch):
    """Also with filters that have indexes of their own: none of them is sorted."""
    monkeypatch.setattr(key_pages, "FEW", 0)
    page = f"{LIST}?sort={sign}{order.name}&subject={library[0].subject_id}&views_from=0"
    with CaptureQueriesContext(connection) as captured:
        changelist = desk.get(page).context_data["cl"]
    assert len(changelist.result_list) == 2
    walks = [one["sql"] for one in captured if "ORDER BY" in one["sql"] and "LIMIT 3" in one["sql"]]
    assert walks
    with connection.cursor() as cursor:
        for walk in walks:
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN {walk}")
                assert "TEMP B-TREE" not in "\n".join(row[3] for row in cursor.fetchall())
            else:
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
                cursor.execute(f"EXPLAIN {walk}")
                assert "  Sort  " not in "\n".join(row[0] for row in cursor.fetchall())


def test_a_page_costs_a_handful_of_queries(desk, library, small_pages, monkeypatch):
    monkeypatch.setattr(key_pages, "FEW", 1)
    first = desk.get(f"{LIST}?status=published&finding=any&views_from=0").context_data["cl"]
    for url in (f"{LIST}{first.next_url}" if first.next_url else LIST, f"{LIST}?sort=changed",
                f"{LIST}?sort=findings", f"{LIST}?status=draft&editor=&answer=x", FINDINGS,
                f"{FINDINGS}?kind=orphan&sort=views"):  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            desk.get(url)
        assert len(captured) <= 15, url


def test_who_works_through_a_long_list_goes_on_from_his_page(desk, library, small_pages):
    first, second, *_ = pages(desk, f"{LIST}?sort=title")
    assert first.first_keys(3) == expected("title", "")[:3]
    assert second.first_keys(3) == expected("title", "")[2:5]
    assert second.first_keys(50) == expected("title", ""), "a short one is worked through whole"


def test_a_run_that_may_not_have_them_all_is_not_offered(desk, library, small_pages, monkeypatch):
    monkeypatch.setattr("articles.admin.lists.list_total.MOST_ROWS", 4)
    monkeypatch.setattr(token_change_list, "MOST_ROWS", 4)
    assert not re.search(r"Select all \d", desk.get(LIST).text)
    assert "Select all 3 articles" in desk.get(f"{LIST}?status=draft").text


@pytest.mark.parametrize("url", [f"{LIST}?sort=views", f"{FINDINGS}?sort=-views"])
def test_what_has_no_numbers_yet_is_neither_listed_nor_counted_nor_selected(desk, library, url):
    Readership.objects.filter(pk=library[1].pk).delete()
    Finding.objects.create(path="a/file", kind="unreadable", severity="error")
    response = desk.get(url)
    changelist = response.context_data["cl"]
    shown = keys_of([changelist])
    request = RequestFactory().get(url)
    request.user = get_user(desk)
    assert sorted(changelist.get_queryset(request).values_list("pk", flat=True)) == sorted(shown)
    assert changelist.paginator.number == len(shown) == 8
    assert "What has no numbers of readers yet is left out of this order." in response.text
    assert "left out of this order" not in desk.get(url.partition("?")[0]).text


def test_the_way_back_from_an_empty_page_begins_with_the_last_row(desk, library, small_pages):
    *_, last = pages(desk, f"{LIST}?sort=title")
    place = last.page.places[-1]
    Article.objects.filter(pk=place[-1]).update(title="T9?")
    empty = desk.get(f"{LIST}?{last.asked.query(after=place_in_words(('T9?', *place[1:])))}")
    changelist = empty.context_data["cl"]
    assert not changelist.result_list
    back = desk.get(f"{LIST}{changelist.previous_url}").context_data["cl"]
    assert back.result_list[-1].pk == place[-1]


def test_of_more_than_are_sorted_the_fewest_findings_come_first(desk, library, monkeypatch):
    for module in (token_change_list, finding_kinds):
        monkeypatch.setattr(module, "MOST_ROWS", 2)
    first = desk.get(f"{LIST}?sort=-findings").context_data["cl"].result_list[0]
    assert first.pk == expected("findings", "-")[0]


def test_what_is_not_scored_has_no_score_to_be_below(desk, library):
    for article, score in zip(library, (-1, 0, 49, 51), strict=False):
        Article.objects.filter(pk=article.pk).update(score=score)
    shown = keys_of([desk.get(f"{LIST}?score_to=50").context_data["cl"]])
    assert sorted(shown) == [library[1].pk, library[2].pk]


def test_a_search_of_findings_says_where_it_was_cut(desk, library, monkeypatch):
    for module in ("articles.admin.base.article_search", "articles.admin.queues.finding"):
        monkeypatch.setattr(f"{module}.MOST_ROWS", 1)
    changelist = desk.get(f"{FINDINGS}?q=t0").context_data["cl"]
    assert not changelist.paginator.is_exact


def test_an_article_without_numbers_that_is_not_new_is_not_counted_either(
    desk, library, small_pages, monkeypatch
):
    monkeypatch.setattr("articles.audience.views._LATELY_MADE", 2)
    Readership.objects.filter(pk=library[1].pk).delete()
    listed = list(pages(desk, f"{LIST}?sort=views"))
    assert listed[0].paginator.number == len(keys_of(listed)) == 8


@pytest.mark.parametrize("sort", ["findings", "-findings"])
def test_ones_own_findings_are_sorted_before_they_are_cut(client, library, monkeypatch, sort):
    other = make_subject("zoology")
    for number in range(2):
        article = make_article(f"z{number}", subject=other)
        Finding.objects.create(article=article, path="x", kind="orphan", severity="info")
    for module in (token_change_list, finding_kinds):
        monkeypatch.setattr(module, "MOST_ROWS", 2)
    client.force_login(make_user("zed", role="subject-editor", subjects=[other]))
    assert len(client.get(f"{LIST}?sort={sort}").context_data["cl"].result_list) == 2


def test_of_a_sorted_list_the_way_from_an_empty_page_loses_no_row():
    places = by_number({1: 5, 2: 4, 3: 3})
    rows = NarrowedPlaces(places, None, is_whole=True)
    behind, ahead = rows.page(2, places[-1], None), rows.page(2, None, places[0])
    assert not behind.keys + ahead.keys
    assert rows.page(2, None, behind.before).keys == [2, 3]
    assert rows.page(2, ahead.after, None).keys == [1, 2]


def test_where_a_walk_stopped_nothing_is_called_the_last_one(desk, library, monkeypatch):
    for name, value in (("FEW", 0), ("_FIRST_WINDOW", 1), ("PATIENCE_SECONDS", 0)):
        monkeypatch.setattr(key_pages, name, value)
    query = "status=draft&related=none"
    key = Article.objects.filter(status=Status.DRAFT).order_by("-pk").first().pk
    values = {"work": f"article?{query}", "at": key}
    page = desk.get(f"/admin/articles/article/{key}/change/", values).text
    assert "The last one looked at so far" in page
    monkeypatch.undo()
    assert "Skip to the next" in desk.get(f"/admin/articles/article/{key}/change/", values).text
