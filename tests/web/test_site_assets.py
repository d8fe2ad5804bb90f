"""What the site's settings change on its pages; the defaults change nothing."""

import json

import pytest

from articles.models import SiteSettings, site_settings_cache
from articles.seo.site_identity import CallToAction, Link
from tests.factories import make_article

ACCENTS = {"accent_light": "#8a1f11", "accent_dark": "#ffb4a8"}


@pytest.fixture
def site(monkeypatch):
    """`site(name=…)` makes these the saved settings."""

    def saved(**values):
        settings = SiteSettings(version=1, **values)
        settings.save()
        known = site_settings_cache._Known(settings, float("inf"))
        monkeypatch.setattr(site_settings_cache, "_known", known)

    return saved


def policy(response):
    return dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))


def test_name_and_tagline_stand_everywhere(get, site):
    article = make_article()
    site(name="Answers & Co", tagline="Every question, answered")
    home = get("/")
    assert home.title == "Every question, answered | Answers & Co"
    assert home.text("//h1") == "Every question, answered"
    page = get(article.get_absolute_url())
    assert page.meta("og:site_name") == "Answers & Co"
    assert page.text("//header//a[@class='site-name']") == "Answers & Co"
    assert "Every question, answered" in page.text("//footer")


def test_links_stand_in_header_and_footer(get, site):
    site(header_links=[["About", "/about"]], footer_links=[["Imprint <b>", "https://x.org/?a&b"]])
    page = get("/learn")
    assert page.tree.xpath("//nav[@aria-label='Site']//a/@href") == ["/learn", "/about"]
    assert page.tree.xpath("//nav[@aria-label='Footer']//a/@href")[1] == "https://x.org/?a&b"
    assert page.texts("//nav[@aria-label='Footer']//a")[1] == "Imprint <b>"


def test_colours_come_as_a_sheet_that_is_kept_for_good(client, get, site):
    site(**ACCENTS)
    (address,) = get("/").tree.xpath("head/link[@rel='stylesheet'][2]/@href")
    assert address == "/site.css?v=8a1f11-ffb4a8"
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    sheet = response.content.decode()
    light, dark = sheet.split("prefers-color-scheme:dark")
    assert "--link:#8a1f11;" in light
    assert "--link:#ffb4a8;" in dark


def test_by_default_there_is_no_such_sheet(get):
    assert len(get("/").tree.xpath("head/link[@rel='stylesheet']")) == 1


@pytest.mark.parametrize(
    "value", ["", "8a1f11", "8a1f11-", "ffb4a8-8a1f11", "8a1f11-ffb4a8}", "8A1F11-ffb4a8"]
)
def test_colours_that_the_admin_would_refuse_are_not_served(client, value):
    assert client.get("/site.css", {"v": value}).status_code == 404


def test_a_logo_takes_the_place_of_icon_and_name(client, get, site):
    site(
        name="Answers",
        logo=b"large",
        logo_width=900,
        logo_height=300,
        logo_small=b"small",
        logo_small_width=288,
        logo_small_height=96,
        logo_digest="abc123",
    )
    (image,) = get("/learn").tree.xpath("//a[@class='site-name']/img")
    assert dict(image.attrib) == {
        "src": "/site-logo/abc123-small.png",
        "alt": "Answers",
        "width": "96",
        "height": "32",
    }
    response = client.get("/site-logo/abc123-small.png")
    assert (response.content, response["Content-Type"]) == (b"small", "image/png")
    assert "immutable" in response["Cache-Control"]
    assert client.get("/site-logo/abc123.png").content == b"large"
    assert client.get("/site-logo/other.png").status_code == 404
    logo = get(make_article().get_absolute_url()).json_ld["Organization"]["logo"]
    assert logo["url"].endswith("/site-logo/abc123.png")
    assert (logo["width"], logo["height"]) == (900, 300)


def test_the_organisation_is_the_publisher(get, site):
    site(
        organization_name="Answers Ltd",
        organization_url="https://answers.example",
        organization_profiles=["https://social.example/@answers"],
    )
    publisher = get(make_article().get_absolute_url()).json_ld["Organization"]
    assert publisher["name"] == "Answers Ltd"
    assert publisher["url"] == "https://answers.example"
    assert publisher["sameAs"] == ["https://social.example/@answers"]


def test_without_an_organisation_the_site_publishes_itself(get):
    publisher = get(make_article().get_absolute_url()).json_ld["Organization"]
    assert publisher["name"] == "QuickTakes"
    assert "sameAs" not in publisher


def test_a_call_to_action_speaks_of_the_article(get, site):
    site(
        cta_text="More about {subject}?",
        cta_link_text="Ask",
        cta_link="https://ask.example/{subject}?q={question}",
    )
    page = get(make_article(title="Is 5 > 3 & why?").get_absolute_url())
    assert page.text("//p[@class='cta-text']") == "More about Physics?"
    (address,) = page.tree.xpath("//a[@class='cta-link']/@href")
    assert address == "https://ask.example/Physics?q=Is%205%20%3E%203%20%26%20why%3F"


def test_by_default_nothing_is_called_for(get):
    assert not get(make_article().get_absolute_url()).tree.xpath("//*[@class='cta']")


def test_a_question_is_not_searched_for_placeholders():
    call = CallToAction("{question}", Link("x", "/x")).for_article(
        subject="Physics", question="What is {subject}?"
    )
    assert call.text == "What is {subject}?"


def test_analytics_is_one_script_and_one_host(client, get, site):
    article = make_article()
    site(
        analytics_script="https://stats.example:8443/js/script.js",
        analytics_attributes=[["data-domain", "a.example"]],
    )
    response = client.get(article.get_absolute_url())
    allowed = policy(response)
    assert allowed["script-src"] == "'self' https://stats.example:8443"
    assert allowed["connect-src"] == "'self' https://stats.example:8443"
    assert allowed["img-src"] == "'self' data: blob:"
    (script,) = get(article.get_absolute_url()).tree.xpath("head/script[@src]")
    assert dict(script.attrib) == {
        "defer": "defer",
        "src": "https://stats.example:8443/js/script.js",
        "data-domain": "a.example",
    }
    again = client.get(article.get_absolute_url(), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert policy(again) == allowed
    assert policy(client.get("/admin/login/"))["script-src"] == "'self'"


def test_by_default_no_script_of_another_site_is_loaded(client, get):
    assert policy(client.get("/"))["script-src"] == "'self'"
    scripts = get("/").tree.xpath("//script[not(@type='application/ld+json')]/@src")
    assert scripts == ["/static/js/suggest.js", "/static/js/search_key.js"]


def test_the_header_has_a_search_that_needs_no_script(get):
    (form,) = get("/learn").tree.xpath("//header//form")
    assert (form.get("method"), form.get("action")) == ("get", "/search")
    (box,) = form.xpath(".//input")
    assert box.get("name") == "q"
    assert form.xpath(f".//label[@for='{box.get('id')}']")


def test_home_has_one_search(get):
    assert len(get("/").tree.xpath("//form[@role='search']")) == 1


def test_a_page_says_its_direction(get, settings):
    assert get("/").tree.get("dir") == "ltr"
    settings.LANGUAGE_CODE = "ar"
    assert get("/").tree.get("dir") == "rtl"


def test_settings_cost_a_page_no_query(client, site, django_assert_num_queries):
    address = make_article().get_absolute_url()
    site(name="Answers", **ACCENTS, cta_link="/x", cta_link_text="x")
    with django_assert_num_queries(2):
        client.get(address)


def test_json_of_another_name_stays_json(get, site):
    site(name="</script><b>")
    (text,) = get("/").tree.xpath("//script[@type='application/ld+json']/text()")
    names = {node["@type"]: node["name"] for node in json.loads(text)["@graph"]}
    assert names["WebSite"] == names["Organization"] == "</script><b>"
