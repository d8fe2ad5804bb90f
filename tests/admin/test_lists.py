"""Lists that neither count nor skip over the table, and a search that an index serves."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.admin.base.article_search import find_articles
from articles.admin.base.paging import CappedPaginator
from articles.models import Article, Finding, IndexStatus, Status
from articles.reviewing.comments import comment
from tests.admin.conftest import change_url
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST = "/admin/articles/article/"

# Session, user, two for the rights; then the page's own: what the person has kept of the list, the
# last key, the keys of the page, its rows, the kinds of findings, subjects and editors.
OVERHEAD = 4


@made_once
def articles():
    return [make_article(subject=make_subject(slug)) for slug in ("physics", "chemistry") * 5]


def found(term):
    return set(find_articles(Article.objects.all(), term).values_list("slug", flat=True))


# Looking up words, mistyped ones, beginnings, questions and answers (`articles.search`), and all
# that hold the words.
SEARCH = 11


def test_a_list_costs_the_same_however_long(desk, articles, django_assert_num_queries):
    with django_assert_num_queries(OVERHEAD + 6):
        desk.get(LIST)
    for _ in range(5):
        make_article(answer="cut off", related=["/learn/physics/questions/x"])
    with django_assert_num_queries(OVERHEAD + 6):
        assert desk.get(LIST).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["status=draft", "index_status=duplicate", "finding=any", "finding=orphan"],
)
def test_a_filter_adds_at_most_one_query(desk, articles, django_assert_max_num_queries, query):
    with django_assert_max_num_queries(OVERHEAD + 7):
        assert desk.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["q=question", "q=question&status=published"])
def test_a_search_adds_only_its_own_queries(desk, articles, django_assert_max_num_queries, query):
    with django_assert_max_num_queries(OVERHEAD + 6 + SEARCH):
        assert desk.get(f"{LIST}?{query}").status_code == 200


def test_a_list_reads_no_answer(desk, articles, django_assert_num_queries):
    with django_assert_num_queries(OVERHEAD + 6) as queries:
        desk.get(LIST)
    assert not [query["sql"] for query in queries if '"answer"' in query["sql"]]


def test_a_list_counts_no_further_than_the_cap(desk, articles, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "cap", 3)
    assert CappedPaginator(Article.objects.order_by("pk"), 2).count == 4


@pytest.mark.parametrize(
    ("term", "slugs"),
    [
        ("light", {"what-is-light", "light-bulbs"}),
        ("What's LIGHT", {"what-is-light", "light-bulbs"}),
        ("wave", {"what-is-light"}),
        ("nothing-of-the-kind", set()),
        ("77", {"light-bulbs"}),
        ("/learn/physics/questions/what-is-light", {"what-is-light"}),
        ("https://x.example/learn/physics/questions/light-bulbs?a=b", {"light-bulbs"}),
        ("99999999999999999999999999", set()),
        ("% _ \" ' --", set()),
        ("…", set()),
    ],
)
def test_search(db, term, slugs):
    make_article("what-is-light", title="Is it a wave?")
    bulbs = make_article("light-bulbs")
    Article.objects.filter(pk=bulbs.pk).update(source_id=77)
    assert found(term) == slugs


def test_a_search_shows_the_best_first(desk):
    make_article("hit", title="How do tides depend on the moon?")
    for number in range(3):
        make_article(f"near-{number}", title=f"What is a tide of number {number}?")
    page = desk.get(f"{LIST}?q=tides+moon").content.decode()
    assert 0 < page.index("How do tides depend") < page.index("What is a tide")


def test_a_search_reaches_every_answer_with_the_words(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.base.article_search._MOST_FOUND", 2)
    for number in range(5):
        make_article(title=f"Q{number}?", answer="As the gathered information shows.")
    make_article(title="Other?", answer="Information is gathered here.")
    page = desk.get(LIST, {"q": "gathered information"}).content.decode()
    assert "6 articles" in page
    page = desk.get(LIST, {"q": '"gathered information"'}).content.decode()
    assert "5 articles" in page
    assert "Other?" not in page


def test_a_pasted_address_opens_its_article(desk):
    article = make_article("what-is-light")
    address = "https://x.example/learn/physics/questions/what-is-light/"
    assert desk.get(LIST, {"q": address}).url == change_url(article)


def test_a_former_address_opens_the_article_that_moved(desk):
    article = make_article("before")
    publishing.move(article, make_subject("chemistry"), "after")
    response = desk.get(LIST, {"q": "/learn/physics/questions/before"})
    assert response.url == change_url(article)


def test_an_address_without_article_is_a_search_without_result(desk):
    response = desk.get(LIST, {"q": "/learn/physics/questions/none"})
    assert response.status_code == 200
    assert "0 articles" in response.content.decode()


def test_the_list_says_why_a_page_is_not_in_search_engines(desk):
    make_article(no_index=True)
    html = desk.get(LIST, {"index_status": IndexStatus.NO_INDEX}).content.decode()
    assert "Kept out by hand" in html
    assert IndexStatus.NO_INDEX.label in html


def test_articles_are_filtered_by_their_open_findings(desk):
    article = make_article(title="Refusal?", answer="Nothing.")
    other = make_article(title="Dismissed?")
    for target, dismissed in ((article, False), (other, True)):
        Finding.objects.create(
            article=target, path="x", kind="refusal", severity="error", is_dismissed=dismissed
        )
    html = desk.get(LIST, {"finding": "refusal"}).content.decode()
    assert "Refusal?" in html
    assert "Dismissed?" not in html


def test_autocompletion_names_the_subject(desk, django_assert_num_queries):
    make_article("what-is-light", title="What is light?", status=Status.DRAFT)
    query = {
        "app_label": "articles",
        "model_name": "related",
        "field_name": "target",
        "term": "lig",
    }
    with django_assert_num_queries(OVERHEAD + 3 + 9):
        results = desk.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [result["text"] for result in results] == ["What is light? (Physics, Draft)"]


def test_the_page_of_an_article_costs_the_same_however_much_it_shows(
    desk, editor, django_assert_num_queries
):
    # article, related, the computed ones; the panel's seven; the draft, who else is here, what is
    # planned, what is said; the subjects to choose from; whose work it is.
    bare = make_article("bare")
    desk.get(change_url(bare))  # the content type is cached from now on
    with django_assert_num_queries(OVERHEAD + 16):
        desk.get(change_url(bare))
    targets = [make_article() for _ in range(5)]
    full = make_article("full", related=[target.get_absolute_url() for target in targets])
    for number in range(30):
        Finding.objects.create(
            article=full, path="x", kind="orphan", severity="info", detail=str(number)
        )
        comment(full.pk, author=editor, text=str(number))
    with django_assert_num_queries(OVERHEAD + 16):
        assert desk.get(change_url(full)).status_code == 200


def test_the_front_page_costs_a_handful_of_queries(desk, articles, django_assert_num_queries):
    with django_assert_num_queries(13):  # none is read, none to name
        assert desk.get("/admin/").status_code == 200


SEARCHES = [
    *(f"/admin/articles/{name}/?q=" for name in ("article", "subject", "redirect", "finding")),
    *(f"/admin/articles/{name}/?q=" for name in ("topic", "page", "person")),
    *(f"/admin/articles/{name}/?q=" for name in ("feedback", "unknownaddress", "readersearch")),
    "/admin/articles/conflict/?q=",
    "/admin/articles/importrun/?q=",
    "/admin/auth/user/?q=",
    "/admin/autocomplete/?app_label=articles&model_name=related&field_name=target&term=",
    "/admin/autocomplete/?app_label=articles&model_name=redirect&field_name=article&term=",
]


@pytest.mark.parametrize("address", SEARCHES)
@pytest.mark.parametrize(
    ("term", "status"),
    [
        ("9" * 5_000, 400),
        ("9" * 500, 200),
        ("a+" * 1_100, 400),
        ("a+" * 250, 200),
        ("a%00b", 400),
        ("%00", 400),
    ],
    ids=["digits", "fewer digits", "words", "fewer words", "NUL", "only NUL"],
)
def test_no_search_is_too_much_for_a_database(client, db, address, term, status):
    client.force_login(make_user("root", is_superuser=True))
    make_article()
    response = client.get(address + term)
    assert response.status_code == status
    if status == 400:
        assert "Something in what the browser sent is not as it should be." in (
            response.content.decode()
        )


@pytest.mark.parametrize("filter", ["status", "index_status", "finding", "subject__id__exact"])
def test_a_filter_with_nul_is_refused(desk, filter):
    assert desk.get(f"{LIST}?{filter}=%00").status_code == 400
