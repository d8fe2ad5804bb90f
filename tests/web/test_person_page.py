"""Pages of people, and what articles say of them."""

from datetime import date

import pytest

from articles.models import Image, PageStamp, Person, PersonName, SiteSettings
from articles.models.site_settings_cache import forget_settings
from articles.publishing import (
    NameTaken,
    revise,
    save_person,
    save_site_settings,
    withdraw,
)
from articles.static_site.addresses import frame, gone
from articles.web import listing
from tests.factories import make_article, make_content
from tests.made_once import made_once
from tests.web.parsing import SITE

PATH = "/people/jane-roe"
URL = f"{SITE}{PATH}"
LONG_NAME = "Dr Jane Roe, cardiologist"
BYLINE = "//span[@class='byline-author']"
REVIEW = "//p[contains(@class, 'byline-review')]"


def make_person(name="Dr Jane Roe", *other_names, slug="jane-roe", **values):
    person = Person(slug=slug, name=name, **values)
    save_person(person, other_names)
    return person


@made_once
def articles():
    """Two that Jane Roe wrote, one that she reviewed, and a team's."""
    values = {"biography": "Heart **surgeon**.", "job_title": "cardiologist"}
    image = Image.objects.create(digest="0" * 32, width=960, height=960, byte_count=9)
    links = ["https://orcid.org/0000"]
    make_person("Dr Jane Roe", LONG_NAME, image=image, links=links, **values)
    make_person("Science desk", slug="science-desk", kind=Person.Kind.ROLE, job_title="Editors")
    return [
        make_article("a", title="A?", author="Dr Jane Roe", published_on=date(2024, 1, 1)),
        make_article("b", title="B?", author=LONG_NAME, published_on=date(2024, 1, 2)),
        make_article("c", title="C?", author="Science desk", reviewed_by="Dr Jane Roe"),
    ]


def entries(page):
    return page.texts("//ul[contains(@class,'question-list')]/li/a")


def changed(person, **values):
    for name, value in values.items():
        setattr(person, name, value)
    save_person(person, [each.name for each in person.names.all()])


def stamped():
    """The highest number, and what has been stamped since a number."""
    return PageStamp.objects.order_by("-number").values_list("number", flat=True)[0]


def since(number):
    return {
        name.partition(":")[0]
        for name in PageStamp.objects.filter(number__gt=number).values_list("name", flat=True)
    }


def test_a_page_says_who_it_is_and_lists_what_was_written_and_reviewed(
    client, get, articles, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        client.get(PATH)
    page = get(PATH)
    assert page.text("//h1") == "Dr Jane Roe"
    assert page.texts("//h2") == ["Elsewhere", "Written by Dr Jane Roe", "Reviewed by Dr Jane Roe"]
    assert page.text("//p[@class='list-head-count']") == "2 articles written, 1 reviewed"
    assert entries(page) == ["B?", "A?", "C?"]
    assert page.title == "Dr Jane Roe | QuickTakes"
    assert page.meta("robots").startswith("index")
    assert page.meta("description") == "Heart surgeon."
    assert page.link("canonical") == URL
    (portrait,) = page.tree.xpath("//img[@class='person-portrait']")
    assert portrait.get("src").endswith("-960x960-480.webp")


def test_its_data_is_a_profile(get, articles):
    data = get(PATH).json_ld
    assert list(data) == ["ProfilePage", "BreadcrumbList", "WebSite", "Organization"]
    steps = [step["name"] for step in data["BreadcrumbList"]["itemListElement"]]
    assert steps == ["People", "Dr Jane Roe"]
    assert data["ProfilePage"]["mainEntity"] == {
        "@type": "Person",
        "@id": f"{URL}#person",
        "name": "Dr Jane Roe",
        "url": URL,
        "jobTitle": "cardiologist",
        "description": "Heart surgeon.",
        "image": f"{SITE}/media/images/{'0' * 32}-960x960.webp",
        "sameAs": ["https://orcid.org/0000"],
    }
    team = get("/people/science-desk").json_ld["ProfilePage"]["mainEntity"]
    assert team["@type"] == "Organization"
    assert "jobTitle" not in team


def test_an_article_leads_to_its_author_and_reviewer(get, articles, django_assert_num_queries):
    path = articles[2].get_absolute_url()
    get(path)
    with django_assert_num_queries(2):
        page = get(path)
    (author,) = page.tree.xpath(f"{BYLINE}/a")
    assert (author.get("href"), author.get("rel")) == ("/people/science-desk", "author")
    assert page.text(REVIEW) == "Reviewed by Dr Jane Roe, cardiologist"
    assert page.tree.xpath(f"{REVIEW}//a/@href") == [PATH]
    data = page.json_ld
    assert data["Article"]["author"] == {
        "@type": "Organization",
        "@id": f"{SITE}/people/science-desk#person",
        "name": "Science desk",
        "url": f"{SITE}/people/science-desk",
    }
    assert data["WebPage"]["reviewedBy"]["@id"] == f"{URL}#person"


def test_a_name_of_nobody_stays_a_text(get, articles):
    page = get(make_article(author="Dr Jane  Roe").get_absolute_url())
    assert page.tree.xpath(f"{BYLINE}//a") == []
    assert "url" not in page.json_ld["Article"]["author"]
    other = get(articles[1].get_absolute_url())
    assert other.text(f"{BYLINE}/a") == LONG_NAME
    assert other.json_ld["Article"]["author"]["name"] == "Dr Jane Roe"


def test_a_long_list_is_paged_first_what_was_written(get, client, articles, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    assert entries(get(PATH)) == ["B?", "A?"]
    page = get(f"{PATH}/page/2")
    assert (entries(page), page.texts("//h2")) == (["C?"], ["Reviewed by Dr Jane Roe"])
    assert page.link("canonical") == f"{URL}/page/2"
    assert page.json_ld["CollectionPage"]["about"] == {"@id": f"{URL}#person"}
    assert client.get(f"{PATH}/page/3").status_code == 404
    assert client.get(f"{PATH}/page/1").url == PATH
    assert client.get("/People/Jane-Roe/page/2/").url == f"{PATH}/page/2"
    assert client.get("/people/").url == "/people"


def test_the_index_and_the_sitemap_name_people(get, client, articles):
    assert get("/people").texts("//ul[@class='people-index']/li/a") == [
        *("Dr Jane Roe", "Science desk"),
    ]
    make_person("Nobody yet", slug="nobody")
    assert get("/people/nobody").meta("robots").startswith("noindex")
    sitemap = client.get("/sitemap-pages.xml").content.decode()
    for path in ("/people", PATH, "/people/science-desk"):
        assert f"<loc>{SITE}{path}</loc>" in sitemap
    assert "/people/nobody" not in sitemap
    written = {address.path for address in frame()}
    assert {"/people", PATH, "/people/nobody"} <= written


def test_without_people_there_is_no_index(client):
    assert client.get("/people").status_code == 404
    assert "/people" not in client.get("/sitemap-pages.xml").content.decode()


def test_who_is_hidden_is_gone_and_a_text_again(get, client, articles):
    person = Person.objects.get(slug="jane-roe")
    changed(person, is_hidden=True)
    assert client.get(PATH).status_code == 410
    assert PATH in {address.path for address in gone()}
    assert get(articles[0].get_absolute_url()).tree.xpath(f"{BYLINE}//a") == []
    assert client.get("/people/john-doe").status_code == 404


def test_reviews_are_listed_as_long_as_the_site_says_who_has_reviewed(get, articles):
    save_site_settings(SiteSettings(shows_reviews=False))
    forget_settings()
    assert entries(get(PATH)) == ["B?", "A?"]


def test_another_name_changes_the_pages_that_have_it(client, articles):
    person = Person.objects.get(slug="jane-roe")
    path = articles[0].get_absolute_url()
    before = client.get(path)["Last-Modified"]
    PersonName.objects.update(changed_at="2020-01-01T00:00Z")
    last = stamped()
    changed(person, biography="Anew.")
    assert since(last) == {"people"}
    changed(person, job_title="surgeon")
    assert since(last) == {"people", "credit"}
    save_person(person, [])
    name = PersonName.objects.get(name=LONG_NAME)
    assert name.person is None
    assert name.changed_at == person.changed_at
    assert client.get(path)["Last-Modified"] >= before


def test_what_changes_a_list_is_stamped_for_it(articles):
    last = stamped()
    revise(articles[0], make_content("A?", author="Nobody", answer="Other."))
    assert since(last) >= {"works", "list"}
    last = stamped()
    withdraw(articles[2])
    assert "works" in since(last)
    last = stamped()
    make_article(author="Nobody")
    assert "works" not in since(last)


def test_a_name_means_one_person(articles):
    with pytest.raises(NameTaken) as taken:
        make_person("Jane", "Science desk", slug="jane")
    assert (taken.value.name, taken.value.person.slug) == ("Science desk", "science-desk")
    assert not Person.objects.filter(slug="jane").exists()
