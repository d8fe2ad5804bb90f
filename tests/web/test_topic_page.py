"""Pages of topics, and what other pages say of them."""

from datetime import date

import pytest

from articles.audience.views import write_views
from articles.models import Change, PageStamp, Topic
from articles.publishing import (
    Belonging,
    drop_topics,
    merge_topics,
    save_subject,
    save_topic,
    set_belonging,
    withdraw,
)
from articles.static_site.addresses import frame, redirects
from tests.factories import make_article, make_subject
from tests.made_once import made_once
from tests.web.parsing import SITE

PATH = "/learn/physics/topics/light"
INDEX = "index,follow,max-image-preview:large,max-snippet:-1"


def make_topic(name="Light", **values):
    topic = Topic(subject=make_subject(), name=name, **values)
    save_topic(topic)
    return topic


@made_once
def articles():
    """Three articles under "Light", the last of which stands under "Waves" first."""
    found = [
        make_article(f"a-{name}", title=f"{name}?", published_on=date(2024, 1, day))
        for day, name in enumerate(("beta", "alpha", "gamma"), start=1)
    ]
    light, waves = make_topic(introduction="All about **light**."), make_topic("Waves")
    first, second, third = (article.pk for article in found)
    belonging = {
        first: Belonging((light.pk,), True),
        second: Belonging((light.pk,), True),
        third: Belonging((waves.pk, light.pk), False),
    }
    set_belonging(light.subject, belonging)
    write_views({(second, date(2024, 1, 1)): 1, (first, date(2024, 1, 1)): 5})
    return found


def entries(page):
    return page.texts("//ul[contains(@class,'question-list')]/li/a")


def topic(name="Light"):
    return Topic.objects.get(name=name)


def test_a_topic_has_an_introduction_and_its_questions_the_most_read_first(get, articles):
    page = get(PATH)
    assert page.text("//h1") == "Light"
    assert "All about light." in page.text("//main")
    assert entries(page) == ["beta?", "alpha?", "gamma?"]
    assert page.title == "Light – Physics | QuickTakes"
    assert page.meta("robots") == INDEX
    assert page.link("canonical") == f"{SITE}{PATH}"


def test_its_data_names_the_way_and_the_questions(get, articles):
    data = get(PATH).json_ld
    assert [step["name"] for step in data["BreadcrumbList"]["itemListElement"]] == [
        *("Learn", "Physics", "Light"),
    ]
    listed = data["CollectionPage"]["mainEntity"]
    assert (listed["@type"], listed["numberOfItems"]) == ("ItemList", 3)
    assert listed["itemListElement"][0] == {
        "@type": "ListItem",
        "position": 1,
        "url": f"{SITE}{articles[0].get_absolute_url()}",
    }


def test_an_article_names_its_topics_and_stands_under_the_first(get, articles):
    page = get(articles[2].get_absolute_url())
    assert page.texts("//p[@class='article-topics']/a") == ["Waves", "Light"]
    assert page.texts("//nav[@class='breadcrumbs']//li") == ["Learn", "Physics", "Waves", "gamma?"]
    steps = page.json_ld["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["Learn", "Physics", "Waves", "gamma?"]


def test_an_article_without_a_topic_stands_under_its_subject(get):
    page = get(make_article(title="Alone?").get_absolute_url())
    assert page.texts("//nav[@class='breadcrumbs']//li") == ["Learn", "Physics", "Alone?"]
    assert not page.texts("//p[@class='article-topics']")


def test_the_topics_cost_an_article_no_query(client, articles, django_assert_num_queries):
    path = articles[2].get_absolute_url()
    with django_assert_num_queries(2):
        client.get(path)
    with django_assert_num_queries(3):
        client.get(PATH)
    with django_assert_num_queries(3):
        client.get("/learn/physics")


def test_a_subject_lists_its_topics_with_their_numbers(get, articles):
    page = get("/learn/physics")
    assert page.texts("//ul[@class='topic-index']/li") == ["Light 3 questions", "Waves 1 question"]
    assert PATH in page.links


def test_a_topic_stands_in_the_sitemap(client, articles):
    assert f"<loc>{SITE}{PATH}</loc><lastmod>" in client.get("/sitemap-pages.xml").text


def test_a_pinned_topic_stands_first(get, articles):
    waves = topic("Waves")
    waves.is_pinned = True
    save_topic(waves)
    assert get("/learn/physics").texts("//ul[@class='topic-index']//a") == ["Waves", "Light"]


@pytest.mark.parametrize("turn", ["hide", "drop"])
def test_a_topic_that_readers_do_not_see_leads_to_its_subject(client, get, articles, turn):
    light = topic()
    if turn == "hide":
        light.is_hidden = True
        save_topic(light)
    else:
        drop_topics(light.subject, [light.pk])
    response = client.get(PATH)
    assert (response.status_code, response["Location"]) == (301, "/learn/physics")
    for path in ("/learn/physics", articles[0].get_absolute_url(), "/sitemap-pages.xml"):
        assert PATH not in client.get(path).content.decode()
    assert (PATH, "/learn/physics") in list(redirects())


def test_a_renamed_topic_has_one_new_address_and_its_old_ones_lead_there(client, articles):
    light = topic()
    for name in ("Light and colour", "Optics"):
        light.name = name
        save_topic(light)
    for old in ("light", "light-and-colour"):
        response = client.get(f"/learn/physics/topics/{old}")
        assert (response.status_code, response["Location"]) == (301, "/learn/physics/topics/optics")
    light.name = "Light"
    save_topic(light)
    assert client.get(PATH).status_code == 200
    assert client.get("/learn/physics/topics/optics")["Location"] == PATH
    assert ("/learn/physics/topics/optics", PATH) in list(redirects())


def test_a_merged_topic_leads_to_the_other_which_has_its_articles_once(client, get, articles):
    merge_topics(topic("Waves"), topic())
    assert client.get("/learn/physics/topics/waves")["Location"] == PATH
    assert len(entries(get(PATH))) == 3
    assert get(articles[2].get_absolute_url()).texts("//p[@class='article-topics']/a") == ["Light"]


def test_a_misspelt_address_is_one_redirect(client, articles):
    for path in (f"{PATH}/", "/learn/Physics/topics/LIGHT", f"{PATH}/page/1", f"{PATH}.html"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, PATH), path
    assert client.get("/learn/physics/topics")["Location"] == "/learn/physics"


@pytest.mark.parametrize(
    "path", ["/learn/physics/topics/none", "/learn/no/topics/light", f"{PATH}/page/2"]
)
def test_a_page_that_does_not_exist_is_a_404(client, articles, path):
    assert client.get(path).status_code == 404


def test_what_a_subject_hides_its_topics_do_not_show(client, articles):
    subject = articles[0].subject
    subject.is_listed = False
    save_subject(subject)
    assert client.get(PATH).status_code == 404
    assert PATH not in client.get("/learn/physics").content.decode()
    assert PATH not in client.get(articles[0].get_absolute_url()).content.decode()


def test_a_withdrawn_article_is_not_listed(get, articles):
    withdraw(articles[0])
    assert entries(get(PATH)) == ["alpha?", "gamma?"]
    assert get("/learn/physics").texts("//ul[@class='topic-index']/li")[0] == "Light 2 questions"


def test_pages_that_name_a_renamed_topic_are_made_anew(articles):
    """Stored pages are good until one of these numbers is higher."""
    last = Change.objects.latest("number").number
    stamp = PageStamp.objects.latest("number").number
    light = topic()
    light.name = "Optics"
    save_topic(light)
    changed = Change.objects.filter(number__gt=last).values_list("article_key", flat=True)
    assert set(changed) == {article.pk for article in articles}
    names = PageStamp.objects.filter(number__gt=stamp).values_list("name", flat=True)
    assert {"list:physics", "addresses"} <= set(names)


def test_a_new_introduction_changes_no_article(articles):
    last = Change.objects.latest("number").number
    light = topic()
    light.introduction = "Another."
    save_topic(light)
    assert not Change.objects.filter(number__gt=last).exists()


def test_topics_are_published_as_files(articles):
    assert PATH in {address.path for address in frame()}


def test_names_that_differ_in_signs_alone_have_addresses_of_their_own():
    slugs = [make_topic(name).slug for name in ("C", "C++", "C#", "c", "数学")]
    assert slugs == ["c", "c-plus-plus", "c-sharp", "c-2", "topic"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("az", ["alpha?", "beta?", "gamma?"]),
        ("read", ["beta?", "alpha?", "gamma?"]),
        ("newest", ["gamma?", "alpha?", "beta?"]),
        ("nonsense", ["gamma?", "alpha?", "beta?"]),
    ],
)
def test_a_subject_in_another_order_is_not_indexed(get, articles, sort, expected):
    page = get(f"/learn/physics?sort={sort}")
    assert entries(page) == expected
    is_other = sort in {"az", "read"}
    assert page.meta("robots") == ("noindex,follow" if is_other else INDEX)
    assert page.link("canonical") == (None if is_other else f"{SITE}/learn/physics")
    assert {"/learn/physics#topics", "/learn/physics?sort=read"} <= {
        *page.links,
        f"/learn/physics?sort={sort}",
    }


def test_the_pages_of_an_order_lead_to_each_other(get, articles, monkeypatch):
    for name in ("articles.web.listing.PAGE_SIZE", "articles.web.subject_page.PAGE_SIZE"):
        monkeypatch.setattr(name, 2)
    page = get("/learn/physics?sort=az")
    assert "/learn/physics/page/2?sort=az" in page.links
    last = get("/learn/physics/page/2?sort=az")
    assert entries(last) == ["gamma?"]
    assert (last.meta("robots"), last.link("prev")) == ("noindex,follow", None)
