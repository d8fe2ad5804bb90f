"""Lists of a subject's questions."""

from datetime import date, timedelta

import pytest

from articles.models import Subject
from articles.publishing import save_subject
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE

INDEX = "index,follow,max-image-preview:large,max-snippet:-1"


@pytest.fixture
def small_pages(monkeypatch):
    """Two articles a page, so that a few articles fill many."""
    for name in ("articles.web.listing.PAGE_SIZE", "articles.web.subject_page.PAGE_SIZE"):
        monkeypatch.setattr(name, 2)


def test_newest_first_with_excerpt_and_date(get):
    old = make_article(title="Old?", published_on=date(2024, 11, 21), answer="An old answer.")
    new = make_article(title="New?", published_on=date(2025, 1, 2), answer="A new answer.")
    page = get("/learn/physics")
    entries = "//ul[@class='question-list']/li/a"
    assert page.texts(entries) == ["New?", "Old?"]
    assert page.tree.xpath(f"{entries}/@href") == [
        new.get_absolute_url(),
        old.get_absolute_url(),
    ]
    assert page.texts("//p[@class='question-excerpt']") == ["A new answer.", "An old answer."]
    assert page.tree.xpath("//time/@datetime") == ["2025-01-02", "2024-11-21"]


def test_the_list_shows_distinct_indexable_articles_alone(get):
    shown = make_article("a", subject="computing")
    make_article("b", subject="computing", no_index=True)
    make_article("c", subject="computing", status="draft")
    make_article("a", subject="physics", answer=shown.answer)
    assert shown.get_absolute_url() in get("/learn/computing").links
    assert len(get("/learn/computing").texts("//ul[@class='question-list']/li")) == 1
    assert get("/learn/physics").texts("//ul[@class='question-list']/li") == []


def test_a_hidden_subject_shows_its_articles_and_is_not_indexed(get):
    hidden = make_subject("others", is_listed=False)
    article = make_article(subject=hidden)
    make_article(subject=hidden, status="draft")
    page = get("/learn/others")
    assert page.meta("robots") == "noindex,follow"
    assert page.link("canonical") == f"{SITE}/learn/others"
    assert page.tree.xpath("//ul[@class='question-list']//a/@href") == [article.get_absolute_url()]


def test_the_head_of_the_first_page(get):
    make_article()
    page = get("/learn/physics")
    assert page.title == "Physics questions and answers | QuickTakes"
    assert page.meta("robots") == INDEX
    assert page.link("canonical") == f"{SITE}/learn/physics"
    assert page.link("prev") is None
    assert page.meta("og:type") == "website"
    names = [step["name"] for step in page.json_ld["BreadcrumbList"]["itemListElement"]]
    assert names == ["Learn", "Physics"]


def test_a_later_page_says_which_and_names_itself_as_canonical(get, small_pages):
    for _ in range(5):
        make_article()
    page = get("/learn/physics/page/2")
    assert page.title == "Physics questions and answers – Page 2 | QuickTakes"
    assert page.meta("description").startswith("Page 2 of 3. ")
    assert page.link("canonical") == f"{SITE}/learn/physics/page/2"
    assert page.meta("robots") == INDEX
    assert page.link("prev") == f"{SITE}/learn/physics"
    assert page.link("next") == f"{SITE}/learn/physics/page/3"
    assert page.text("//h1") == "Physics Page 2"


def test_an_editors_title_and_description_of_a_subject_win(get):
    make_subject("physics", title="Physics, explained", description="All of physics.")
    make_article()
    page = get("/learn/physics")
    assert page.title == "Physics, explained | QuickTakes"
    assert page.meta("description") == "All of physics."


def test_the_introduction_stands_on_the_first_page_alone(get, small_pages):
    save_subject(make_subject("physics", introduction="The study of **matter**."))
    for _ in range(3):
        make_article()
    assert "The study of matter." in get("/learn/physics").text("//main")
    assert "The study of" not in get("/learn/physics/page/2").text("//main")


def test_an_empty_subject_is_a_page_that_is_not_indexed(get):
    make_subject("physics")
    page = get("/learn/physics")
    assert page.meta("robots") == "noindex,follow"
    assert "No questions yet." in page.text("//main")


def test_every_page_is_linked_from_every_other(get, small_pages):
    for _ in range(6):
        make_article()
    links = get("/learn/physics/page/2").links
    assert {"/learn/physics", "/learn/physics/page/3"} <= set(links)


def test_every_article_of_a_huge_subject_is_four_clicks_from_home(get, small_pages):
    """60 articles in pages of 2: 30 pages, of which each names a third."""
    for number in range(60):
        make_article(published_on=date(2024, 1, 1) + timedelta(days=number))
    seen, reached = {"/"}, ["/"]
    for _ in range(4):
        found = [link for path in reached for link in get(path).links]
        reached = list(dict.fromkeys(link for link in found if link not in seen))
        seen.update(reached)
    articles = {path for path in seen if "/questions/" in path}
    assert len(articles) == 60
    assert len([x for x in get("/learn/physics").links if "/page/" in x]) < 15


@pytest.mark.parametrize("path", ["/learn/physics/page/2", "/learn/nothing", "/learn/no/page/2"])
def test_a_page_that_does_not_exist_is_a_404(client, path):
    make_article()
    assert client.get(path).status_code == 404


def test_a_list_costs_two_queries_and_its_first_page_one_more(
    client, django_assert_num_queries, small_pages
):
    """The first has the most read."""
    for _ in range(5):
        make_article()
    for path, number in (("/learn/physics", 3), ("/learn/physics/page/2", 2)):
        with django_assert_num_queries(number):
            client.get(path)


def test_a_renamed_subject_is_renamed_everywhere(get):
    article = make_article()
    Subject.objects.update(name="The Physical World")
    assert get("/learn/physics").text("//h1") == "The Physical World"
    assert "The Physical World" in get(article.get_absolute_url()).texts("//nav//li")
