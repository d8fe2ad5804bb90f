"""/articles: the list and its filters, one article, its related questions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from articles.models import Article
from articles.publishing import delete, move, revise, unpublish, withdraw
from tests.factories import make_article, make_subject
from tests.web.api.reading import ask, fields_at_fault, walk
from tests.web.parsing import SITE


def ids(client, path):
    return [item["id"] for item in walk(client, path)[0]]


def changed_at(article, moment):
    Article.objects.filter(pk=article.pk).update(content_modified_at=moment)


def test_an_item_says_what_a_list_needs(client):
    article = make_article("light", answer="Light is *radiation*.")
    assert ask(client, "articles") == {
        "items": [
            {
                "id": article.pk,
                "url": f"{SITE}/learn/physics/questions/light",
                "path": "/learn/physics/questions/light",
                "canonical_url": f"{SITE}/learn/physics/questions/light",
                "markdown_url": f"{SITE}/learn/physics/questions/light.md",
                "api_url": f"{SITE}/api/v1/articles/{article.pk}",
                "question": "What is light?",
                "subject": {"slug": "physics", "name": "Physics"},
                "author": "QuickTakes",
                "published_on": "2024-12-07",
                "modified_at": "2024-12-07T00:00:00Z",
                "version": 1,
                "index_status": "indexable",
                "excerpt": "Light is radiation.",
                "short_answer": "",
            }
        ],
        "next": None,
    }


def test_texts_come_for_who_asks_for_them(client):
    make_article(answer="Light is *radiation*.")
    (item,) = ask(client, "articles?include=markdown,html,text")["items"]
    assert item["markdown"] == "Light is *radiation*."
    assert item["html"] == "<p>Light is <em>radiation</em>.</p>\n"
    assert item["text"] == "Light is radiation."
    (item,) = ask(client, "articles?include=text")["items"]
    assert {"markdown", "html", "text"} & item.keys() == {"text"}


def test_only_what_readers_see_is_there(client):
    shown = [
        make_article(),
        make_article(no_index=True),
        make_article(subject=make_subject("others", is_listed=False)),
    ]
    shown.append(make_article("twin", answer=shown[0].answer))
    make_article(status="draft")
    withdraw(make_article())
    items = ask(client, "articles")["items"]
    assert [item["id"] for item in items] == [article.pk for article in shown]
    assert [item["index_status"] for item in items] == [
        "indexable",
        "no_index",
        "hidden_subject",
        "duplicate",
    ]
    assert items[3]["canonical_url"] == items[0]["url"] != items[3]["url"]


def test_every_filter(client):
    old = make_article("a", subject="physics", published_on=date(2024, 1, 1))
    new = make_article("b", subject="physics", published_on=date(2025, 1, 1))
    other = make_article("c", subject="optics", published_on=date(2025, 2, 1), no_index=True)
    assert ids(client, "articles") == [old.pk, new.pk, other.pk]
    assert ids(client, "articles?subject=physics") == [old.pk, new.pk]
    assert ids(client, "articles?changed_since=2025-01-01") == [new.pk, other.pk]
    assert ids(client, "articles?changed_since=2025-01-01T00:00:01Z") == [other.pk]
    assert ids(client, "articles?changed_since=2025-01-01&subject=physics") == [new.pk]
    assert ids(client, "articles?index_status=no_index") == [other.pk]
    assert ids(client, "articles?path=/learn/optics/questions/c") == [other.pk]
    assert ids(client, "articles?path=/learn/optics/questions/none") == []


def test_moments_have_a_zone_utc_unless_they_name_another(client):
    article = make_article()
    changed_at(article, datetime(2025, 1, 9, 10, 30, tzinfo=UTC))
    assert ids(client, "articles?changed_since=2025-01-09T10:30:00") == [article.pk]
    assert ids(client, "articles?changed_since=2025-01-09T12:30:00%2B02:00") == [article.pk]
    assert ids(client, "articles?changed_since=2025-01-09T12:30:00%2B01:00") == []


@pytest.mark.parametrize("filters", ["", "&subject=physics", "&index_status=indexable"])
def test_pages_by_id_give_each_article_once(client, filters):
    articles = [make_article() for _ in range(7)]
    items, pages = walk(client, f"articles?limit=3{filters}")
    assert [item["id"] for item in items] == [article.pk for article in articles]
    assert pages == 3


@pytest.mark.parametrize("filters", ["", "&subject=physics"])
def test_pages_by_time_give_each_article_once(client, filters):
    """Also where many have changed at one moment, as after an import."""
    moment = datetime(2025, 1, 9, 10, 30, 0, 123456, tzinfo=UTC)
    articles = [make_article() for _ in range(7)]
    for position, article in enumerate(articles):
        changed_at(article, moment + timedelta(microseconds=position // 5))
    items, pages = walk(client, f"articles?limit=2&changed_since=2025-01-01{filters}")
    assert [item["id"] for item in items] == [article.pk for article in articles]
    assert pages == 4


def test_what_comes_or_goes_between_pages_shifts_none(client):
    articles = [make_article() for _ in range(4)]
    first = ask(client, "articles?limit=2")
    delete(Article.objects.get(pk=articles[0].pk))
    make_article()
    rest = client.get(first["next"].removeprefix(SITE)).json()
    assert [item["id"] for item in rest["items"]] == [articles[2].pk, articles[3].pk]


def test_the_next_page_stands_in_the_link_header_too(client):
    for _ in range(2):
        make_article()
    response = client.get("/api/v1/articles?limit=1&include=text")
    following = response.json()["next"]
    assert response["Link"].startswith(f'<{following}>; rel="next", ')
    assert following.startswith(f"{SITE}/api/v1/articles?limit=1&include=text&cursor=")


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("limit=0", "limit", "Input should be greater than or equal to 1"),
        ("limit=101", "limit", "Input should be less than or equal to 100"),
        (
            "limit=many",
            "limit",
            "Input should be a valid integer, unable to parse string as an integer",
        ),
        (
            "subject=No!",
            "subject",
            "A subject's slug has lower-case letters, digits and hyphens.",
        ),
        ("subject=none", "subject", "There is no such subject."),
        ("path=/learn/a", "path", "An article's path is /learn/<subject>/questions/<slug>."),
        ("include=answer", "include", "Any of markdown, html and text, separated by commas."),
        ("changed_since=2025", "changed_since", "This is a number, and no date."),
        ("changed_since=0.0", "changed_since", "This is a number, and no date."),
        ("changed_since=0001-01-01", "changed_since", "The year lies outside of 2 to 9998."),
        ("cursor=abc", "cursor", "This is no cursor of this list with these filters."),
        (
            "subjekt=physics",
            "subjekt",
            "There is no such parameter. There are: changed_since, cursor, include, index_status,"
            " limit, path, subject.",
        ),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client, query, field, message):
    make_article()
    assert fields_at_fault(client, f"articles?{query}") == {field: message}


def test_all_parameters_at_fault_are_named_at_once(client):
    found = fields_at_fault(client, "articles?limit=x&subject=_&changed_since=y&index_status=z")
    assert found.keys() == {"limit", "subject", "changed_since", "index_status"}


def test_a_cursor_of_another_list_is_refused(client):
    for _ in range(2):
        make_article()
    cursor = ask(client, "articles?limit=1")["next"].partition("cursor=")[2]
    assert "cursor" in fields_at_fault(client, f"articles?changed_since=2020-01-01&cursor={cursor}")
    assert "cursor" in fields_at_fault(client, f"changes?cursor={cursor}")


def test_one_article_with_all_that_its_page_says(client):
    other = make_article("heat", title="What is *heat*?")
    article = make_article("light", answer="It is $c$.", related=[other.get_absolute_url()])
    article = move(article, make_subject("optics"), "light")
    found = ask(client, f"articles/{article.pk}")
    assert found["markdown"] == "It is $c$."
    assert found["text"] == "It is c."
    assert "<math" in found["html"]
    assert found["excerpt"] == "It is c."
    assert found["seo"] == {
        "title": "What is light? | QuickTakes",
        "description": "This content explains what light is and how fast it travels.",
        "keywords": ["light", "speed", "radiation"],
        "robots": "index,follow,max-image-preview:large,max-snippet:-1",
    }
    related = [
        {
            "question": "What is heat?",
            "url": f"{SITE}/learn/physics/questions/heat",
            "path": "/learn/physics/questions/heat",
            "subject": "Physics",
        }
    ]
    assert found["related"] == related
    assert ask(client, f"articles/{article.pk}/related") == {"items": related}
    assert found["former_paths"] == ["/learn/physics/questions/light"]


@pytest.mark.parametrize("path", ["nothing", "articles/x", "articles/%0A", "a%0D%0Ab", "%00"])
def test_an_address_that_leads_nowhere_is_told_in_the_apis_form(client, path):
    assert ask(client, path, status=404)["detail"] == "There is nothing here. See /api."


@pytest.mark.parametrize("rest", ["", "/related"])
def test_what_was_taken_away_is_gone_and_what_never_was_is_not_found(client, rest):
    withdrawn, deleted, draft = make_article(), make_article(), make_article(status="draft")
    retracted = unpublish(make_article())
    key = deleted.pk
    withdraw(withdrawn)
    delete(deleted)
    for gone in (withdrawn.pk, key):
        assert ask(client, f"articles/{gone}{rest}", status=410) == {
            "title": "Gone",
            "status": 410,
            "detail": "This article was withdrawn.",
        }
    for missing in (draft.pk, retracted.pk, 10**30, 0):
        assert ask(client, f"articles/{missing}{rest}", status=404) == {
            "title": "Not Found",
            "status": 404,
            "detail": "There is no such article.",
        }


def test_an_edit_that_no_date_tells_of_is_seen_all_the_same(client):
    article = make_article()
    first = client.get(f"/api/v1/articles/{article.pk}")
    assert "Last-Modified" not in first
    headers = {"if-none-match": first["ETag"]}
    assert client.get(f"/api/v1/articles/{article.pk}", headers=headers).status_code == 304
    revise(article, replace(article.content(), seo_description="An editor's own."))
    assert client.get(f"/api/v1/articles/{article.pk}", headers=headers).status_code == 200


def test_what_each_costs(client, django_assert_num_queries):
    others = [make_article() for _ in range(4)]
    article = make_article(related=[other.get_absolute_url() for other in others])
    costs = {
        "articles": 2,
        "articles?include=markdown,html,text": 2,
        "articles?subject=physics&changed_since=2020-01-01": 3,
        f"articles/{article.pk}": 4,
        f"articles/{article.pk}/related": 2,
        "articles/999999": 2,
    }
    for path, count in costs.items():
        with django_assert_num_queries(count):
            client.get(f"/api/v1/{path}")
