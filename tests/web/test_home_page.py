"""The home page and the index of subjects."""

from datetime import date

from tests.factories import make_article, make_subject
from tests.web.parsing import SITE


def test_home_tells_what_the_library_is(get):
    make_article(subject="physics")
    make_article(subject="biology")
    page = get("/")
    assert page.title == "Questions and answers, subject by subject | QuickTakes"
    assert "2 questions" in page.meta("description")
    assert page.link("canonical") == f"{SITE}/"
    assert page.json_ld["WebSite"]["url"] == f"{SITE}/"
    assert len(page.texts("//h1")) == 1


def test_subjects_are_listed_with_counts_in_the_sites_order(get):
    make_subject("physics", position=1)
    make_subject("biology", position=2)
    make_subject("empty", position=3)
    make_article(subject="biology")
    make_article(subject="physics")
    make_article(subject="physics")
    make_article(subject="physics", no_index=True)
    make_article(subject=make_subject("others", is_listed=False))
    for path in ("/", "/learn"):
        rows = get(path).texts("//ul[@class='subject-index']/li")
        assert rows == ["Physics 2 questions", "Biology 1 question"]


def test_home_shows_the_newest_of_each_subject(get):
    make_article("old", subject="physics", published_on=date(2024, 1, 1))
    new = make_article("new", subject="physics", published_on=date(2025, 1, 1))
    other = make_article("other", subject="biology", published_on=date(2025, 2, 1))
    make_article("hidden", subject=make_subject("others", is_listed=False))
    links = get("/").tree.xpath("//ul[@class='question-list']//a/@href")
    assert links == [other.get_absolute_url(), new.get_absolute_url()]


def test_the_head_of_the_index(get):
    make_article()
    page = get("/learn")
    assert page.title == "All subjects | QuickTakes"
    assert page.link("canonical") == f"{SITE}/learn"
    assert page.meta("robots").startswith("index,follow")


def test_an_empty_library_has_a_home(get):
    assert "0 questions" in get("/").text("//main")
    assert get("/learn").text("//h1") == "All subjects"


def test_what_home_and_index_cost(client, django_assert_num_queries):
    for subject in ("physics", "biology", "chemistry"):
        make_article(subject=subject)
    with django_assert_num_queries(3):
        client.get("/")
    with django_assert_num_queries(1):
        client.get("/learn")
