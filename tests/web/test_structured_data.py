"""Every value of every page's structured data, read as search engines read it."""

import re
from datetime import UTC, date, datetime

import pytest

from articles.models import Article
from tests.factories import make_article, make_subject
from tests.web.json_ld import loads, read_graph, texts_of
from tests.web.parsing import SITE

DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+00:00)?")


@pytest.fixture
def read(client):
    """`read(path)` returns {type: node} of a page, read strictly and by a parser that is not
    ours."""

    def nodes(path):
        html = client.get(path).content.decode()
        return {node["@type"]: node for node in read_graph(html)}

    return nodes


def values(node):
    """(key, value) of everything in a node that is not a node itself."""
    for key, value in node.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from values(item)
            else:
                yield key, item


ORGANIZATION = {
    "@type": "Organization",
    "@id": f"{SITE}/#organization",
    "name": "QuickTakes",
    "url": f"{SITE}/",
    "logo": {
        "@type": "ImageObject",
        "@id": f"{SITE}/#logo",
        "url": f"{SITE}/static/img/icon-192.png",
        "contentUrl": f"{SITE}/static/img/icon-192.png",
        "width": 192,
        "height": 192,
        "caption": "QuickTakes",
    },
}
WEBSITE = {
    "@type": "WebSite",
    "@id": f"{SITE}/#website",
    "name": "QuickTakes",
    "url": f"{SITE}/",
    "inLanguage": "en",
    "publisher": {"@id": f"{SITE}/#organization"},
}


def test_the_home_page(read, get):
    make_article()
    nodes = read("/")
    description = get("/").meta("description")
    assert list(nodes) == ["CollectionPage", "WebSite", "Organization"]
    assert nodes["Organization"] == ORGANIZATION
    assert nodes["WebSite"] == {**WEBSITE, "description": description}
    page = nodes["CollectionPage"]
    assert page.pop("primaryImageOfPage")["url"] == get("/").meta("og:image")
    assert page == {
        "@type": "CollectionPage",
        "@id": f"{SITE}/",
        "url": f"{SITE}/",
        "name": "Questions and answers, subject by subject",
        "description": description,
        "inLanguage": "en",
        "isPartOf": {"@id": f"{SITE}/#website"},
        "about": {"@id": f"{SITE}/#organization"},
    }


def test_a_page_says_who_has_reviewed_it(read):
    article = make_article("light", reviewed_by="Dr Jane Roe", reviewed_on=date(2025, 1, 2))
    nodes = read(article.get_absolute_url())
    url = f"{SITE}/learn/physics/questions/light"
    assert list(nodes) == ["Article", "WebPage", "BreadcrumbList", "WebSite", "Organization"]
    assert nodes["WebPage"] == {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "isPartOf": {"@id": f"{SITE}/#website"},
        "inLanguage": "en",
        "reviewedBy": {"@type": "Person", "name": "Dr Jane Roe"},
        "lastReviewed": "2025-01-02",
        "breadcrumb": {"@id": f"{url}#breadcrumbs"},
    }
    undated = make_article(reviewed_by="Dr Jane Roe")
    assert "lastReviewed" not in read(undated.get_absolute_url())["WebPage"]


def test_the_index_of_subjects(read):
    make_article()
    nodes = read("/learn")
    assert list(nodes) == ["CollectionPage", "BreadcrumbList", "WebSite", "Organization"]
    assert nodes["CollectionPage"]["breadcrumb"] == {"@id": f"{SITE}/learn#breadcrumbs"}
    assert nodes["BreadcrumbList"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Learn", "item": f"{SITE}/learn"}
    ]


def test_a_subject(read, get):
    make_article()
    nodes = read("/learn/physics")
    url = f"{SITE}/learn/physics"
    page = nodes["CollectionPage"]
    assert page.pop("primaryImageOfPage") == {
        "@type": "ImageObject",
        "url": get("/learn/physics").meta("og:image"),
        "contentUrl": get("/learn/physics").meta("og:image"),
        "width": 1200,
        "height": 630,
        "caption": "Physics: questions and answers, QuickTakes",
    }
    assert page == {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": "Physics questions and answers",
        "description": get("/learn/physics").meta("description"),
        "inLanguage": "en",
        "isPartOf": {"@id": f"{SITE}/#website"},
        "about": {"@type": "Thing", "name": "Physics"},
        "breadcrumb": {"@id": f"{url}#breadcrumbs"},
    }
    assert [step["item"] for step in nodes["BreadcrumbList"]["itemListElement"]] == [
        f"{SITE}/learn",
        url,
    ]


def test_an_article_stands_beside_its_site_and_its_publisher(read):
    article = make_article(title="What is light?")
    nodes = read(article.get_absolute_url())
    assert list(nodes) == ["Article", "BreadcrumbList", "WebSite", "Organization"]
    assert nodes["WebSite"] == WEBSITE
    assert nodes["Organization"] == ORGANIZATION


def test_another_author_is_another_organisation(read):
    other = make_article(author="Ann Other")
    nobody = make_article(author="")
    assert read(other.get_absolute_url())["Article"]["author"] == {
        "@type": "Organization",
        "name": "Ann Other",
    }
    author = read(nobody.get_absolute_url())["Article"]["author"]
    assert author["@id"] == f"{SITE}/#organization"


def test_a_change_is_a_moment(read):
    article = make_article(published_on=date(2024, 12, 7))
    Article.objects.update(content_modified_at=datetime(2025, 1, 9, 10, 30, tzinfo=UTC))
    data = read(article.get_absolute_url())["Article"]
    assert data["dateModified"] == "2025-01-09T10:30:00+00:00"
    assert data["datePublished"] == "2024-12-07"


def test_twins_describe_one_article_and_each_its_own_way_to_it(read):
    first = make_article("first", subject="computing", answer="One text.")
    second = make_article("second", subject="physics", answer="One text.")
    nodes = read(second.get_absolute_url())
    canonical = SITE + first.get_absolute_url()
    assert nodes["Article"]["@id"] == f"{canonical}#article"
    assert "/cards/computing/first-" in nodes["Article"]["image"]["url"]
    assert nodes["BreadcrumbList"]["@id"] == f"{SITE}{second.get_absolute_url()}#breadcrumbs"


def test_every_value_of_every_kind_of_page(read):
    title = 'What is "light" & </script> of $c^2$?'
    article = make_article(title=title, seo_keywords="a, b,, c")
    hidden = make_article(subject=make_subject("others", is_listed=False))
    for path in ("/", "/learn", "/learn/physics", "/learn/others"):
        check(read(path))
    for found in (article, hidden):
        check(read(found.get_absolute_url()))
    data = read(article.get_absolute_url())["Article"]
    assert data["headline"] == 'What is "light" & </script> of c²?'
    assert data["keywords"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, 2,]}',
        '{"a": 1,}',
        '<!-- {"a": 1} -->',
        '// a comment\n{"a": 1}',
        '{"a": "two\nlines"}',
        '{"a": "a\ttab"}',
        "{'a': 1}",
        "{a: 1}",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        '{"a": 1} {"b": 2}',
        '\ufeff{"a": 1}',
        "",
    ],
)
def test_what_a_search_engine_refuses_is_refused_here(text):
    with pytest.raises(ValueError, match=r"."):
        loads(text)


@pytest.mark.parametrize(
    "title",
    [
        "A </script><script>alert(1)</script> B",
        "A <!-- <script> B",
        'Two\u2028lines and a "quote" \\ backslash',
        "Tab\tand\nline",
        "& &amp; &lt;",
        "😀 مرحبا",
    ],
)
def test_a_title_of_any_signs_is_whole(client, title):
    article = make_article(title=title, seo_description=title, author=title)
    html = client.get(article.get_absolute_url()).content.decode()
    (text,) = texts_of(html)
    assert loads(text)["@graph"] == read_graph(html)
    assert "<" not in text


def check(nodes):
    """Nothing is empty, each address is absolute, each date a date, each reference leads to a
    node of the same page."""
    ids = {node["@id"] for node in nodes.values()}
    for node in nodes.values():
        for key, value in values(node):
            assert value not in ("", None), key
            if key in {"url", "contentUrl", "item", "@id", "mainEntityOfPage"}:
                assert value.startswith(f"{SITE}/"), (key, value)
            if key.startswith("date"):
                assert DAY.fullmatch(value), (key, value)
            if key in {"position", "width", "height", "wordCount"}:
                assert type(value) is int, (key, value)
            if key == "isAccessibleForFree":
                assert value is True
        for key in ("isPartOf", "publisher", "breadcrumb"):
            if key in node:
                assert node[key].keys() == {"@id"}
                assert node[key]["@id"] in ids
