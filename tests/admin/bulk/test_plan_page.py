"""A run of changes in the desk: chosen in a list, told what to do, read, begun, undone."""

import re

import pytest

from articles.bulk_runs import planning
from articles.models import Article, BulkRun, Draft, Status
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject, make_user

ARTICLES = "/admin/articles/article/"


def text_of(response):
    page = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", page)


def choose(desk, articles, query="", **more):
    data = {"action": "change_selected", "_selected_action": [one.pk for one in articles]}
    response = desk.post(ARTICLES + query, data | more)
    assert response.status_code == 302
    return response["Location"]


def order(desk, url, kind, **values):
    """Send a form of the page as a browser does."""
    page = desk.get(f"{url}?edit=1").content.decode()
    data = form_data(page, f"order-{kind}") | {"do": "order"} | values
    return desk.post(url, data, follow=True)


def number_of(response):
    return re.search(r'name="number" value="(\d+)"', response.content.decode())[1]


def test_from_the_list_to_the_plan_the_run_and_its_undo(desk):
    articles = [
        make_article(answer=f"The gathered information says that light is {n}.") for n in range(3)
    ]
    without = make_article()
    make_article(status=Status.DRAFT, answer="The gathered information.")
    url = choose(desk, [articles[0]], "?status__exact=published", select_across="1")
    assert "Say what shall be done with 4 of the list" in text_of(desk.get(url))
    plan = order(desk, url, "replace", search="the gathered information", replacement="notes")
    words = text_of(plan)
    assert "Of 4 articles, 3 will be changed . 1 have nothing to change." in words
    assert "<del>The gathered information</del>" in plan.content.decode()
    assert "<ins>Notes</ins> says that light" in plan.content.decode()
    assert f"/articles/article/{without.pk}/" not in plan.content.decode()
    desk.post(url, {"do": "leave", "key": articles[0].pk})
    late = desk.post(url, {"do": "run", "number": number_of(plan)}, follow=True)
    assert "The plan is another by now, so nothing was begun" in text_of(late)
    assert "1 : left out by hand" in text_of(late)
    left = desk.get(url, {"left": "left out by hand"})
    assert articles[0].get_absolute_url() in left.content.decode()
    done = desk.post(url, {"do": "run", "number": number_of(late)}, follow=True)
    run = BulkRun.objects.get()
    assert done.redirect_chain[-1][0] == f"/admin/bulk-runs/{run.pk}/"
    assert "2 done" in text_of(done)
    left = desk.get(f"/admin/bulk-runs/{run.pk}/", {"left": "left out by hand"})
    assert f"/admin/articles/article/{articles[0].pk}/change/" in left.content.decode()
    assert "status__exact=published" in done.content.decode()
    changed = Article.objects.filter(answer__startswith="Notes").count()
    assert changed == 2
    undone = desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": "undo"}, follow=True)
    assert "2 undone" in text_of(undone)
    assert not Article.objects.filter(answer__startswith="Notes").exists()


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("replace", {"search": ""}, "This field is required."),
        ("replace", {"search": "(", "is_pattern": "on"}, "This is no regular expression (RE2)"),
        ("replace", {"search": "x", "fields_searched": []}, "This field is required."),
        ("template", {"template": "{answr}"}, "“{answr}” is no place of a template."),
        ("template", {"template": "{question"}, "“{” is no place of a template."),
        ("set", {"field": "published_on", "value": "31.1.2024"}, "Write the day as 2024-01-31."),
        ("set", {"field": "no_index", "value": "maybe"}, "Write yes or no."),
        ("set", {"field": "author", "value": "a" * 201}, "At most 200 characters."),
        ("keywords", {}, "Write keywords to add, or to take away"),
        ("subject", {"subject": "999"}, "Select a valid choice."),
    ],
)
def test_an_order_that_cannot_be_understood_is_said_to_be(desk, kind, values, said):
    url = choose(desk, [make_article()])
    assert said in order(desk, url, kind, **values).content.decode().replace("&#x27;", "'")
    assert BulkRun.objects.get().state == BulkRun.State.CHOOSING


def test_the_order_is_there_again_to_be_said_otherwise(desk):
    url = choose(desk, [make_article()])
    order(desk, url, "replace", search=r"(\w+) is", is_pattern="on", fields_searched=["names"])
    page = desk.get(f"{url}?edit=1").content.decode()
    data = form_data(page, "order-replace")
    assert (data["search"], data["is_pattern"]) == (r"(\w+) is", "on")
    assert data["fields_searched"] in ("names", ["names"])
    other = order(desk, url, "set", field="author", value="Ann")
    assert "Author: Ann" in text_of(other)


def test_what_takes_the_right_to_publish_is_not_offered_without_it(client, db):
    physics, biology = make_subject(), make_subject("biology")
    article = make_article(status=Status.DRAFT)
    rights = ["view_article", "change_article", "view_subject"]
    client.force_login(make_user("one", permissions=rights, subjects=[physics]))
    url = choose(client, [article])
    page = client.get(url).content.decode()
    assert "order-replace" in page
    assert "order-status" not in page
    for values in (
        {"kind": "status", "status": "published"},
        {"kind": "subject", "subject": biology.pk},
    ):
        client.post(url, {"do": "order", **values})
        assert BulkRun.objects.get().state == BulkRun.State.CHOOSING
    editor = make_user("two", role="subject-editor", subjects=[physics])
    client.force_login(editor)
    url = choose(client, [article])
    assert "Biology" not in client.get(url).content.decode()


def test_what_is_not_ones_own_any_more_is_not_shown(client, db):
    physics = make_subject()
    article = make_article(answer="The gathered information is secret.")
    editor = make_user("inside", role="subject-editor", subjects=[physics])
    client.force_login(editor)
    url = choose(client, [article])
    order(client, url, "replace", search="gathered", replacement="x")
    assert "is secret" in client.get(url).content.decode()
    editor.subjects.set([make_subject("biology")])
    assert "is secret" not in client.get(url).content.decode()


def test_a_page_of_a_plan_costs_a_handful_of_queries(desk, django_assert_max_num_queries):
    articles = [make_article(answer=f"The gathered information {n}.") for n in range(23)]
    url = choose(desk, articles)
    order(desk, url, "replace", search="gathered", replacement="x")
    with django_assert_max_num_queries(16):
        page = desk.get(url).content.decode()
    assert page.count('class="planned"') == 20
    after = re.search(r'href="\?after=(\d+)">Next page', page)[1]
    assert desk.get(url, {"after": after}).content.decode().count('class="planned"') == 3


def test_a_plan_that_takes_longer_than_a_request_goes_on(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.bulk.plan_page.SECONDS_A_REQUEST", 0)
    monkeypatch.setattr(planning, "_ITEMS_A_BATCH", 1)
    url = choose(desk, [make_article(), make_article()])
    page = order(desk, url, "set", field="author", value="Ann")
    assert "1 of 2 planned" in text_of(page)
    assert "data-goes-on" in page.content.decode()
    for _ in range(2):
        page = desk.post(url, {"do": "go"}, follow=True)
    assert "2 will be changed" in text_of(page)
    assert "/admin/articles/article/" in desk.post(url, {"do": "discard"})["Location"]
    assert not BulkRun.objects.exists()


def test_what_has_changed_since_is_said_in_the_plan(desk):
    article, drafted = make_article(), make_article()
    Draft.objects.create(article_key=drafted.pk, base_version=1, saved_at="2026-01-01T00:00Z")
    url = choose(desk, [article, drafted])
    page = order(desk, url, "set", field="author", value="Ann")
    assert "1 : somebody has a draft of it" in text_of(page)
    Article.objects.filter(pk=article.pk).update(version=7)
    assert "Somebody has changed it since the plan" in text_of(desk.get(url))


def test_an_order_whose_subject_is_gone_is_asked_for_anew(desk):
    """The page of a plan was a 500, and one that was being planned sent itself for ever."""
    subject, article = make_subject("chemistry"), make_article()
    url = choose(desk, [article])
    order(desk, url, "subject", subject=subject.pk)
    subject.delete()
    shown = desk.get(url)
    assert "Choose a subject." in text_of(shown)
    assert "Say what shall be done with 1 of the list" in text_of(shown)
    BulkRun.objects.update(state=BulkRun.State.PLANNING)
    shown = desk.post(url, {"do": "go"}, follow=True)
    assert "Choose a subject." in text_of(shown)
    assert "Say what shall be done with 1 of the list" in text_of(shown)
