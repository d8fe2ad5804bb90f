"""Plain pages, and what the rest of the site says of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.models import Page, SiteSettings
from articles.models.site_settings_cache import forget_settings
from articles.publishing import save_page
from articles.static_site.addresses import frame, gone, redirects
from tests.factories import make_article, make_page
from tests.made_once import made_once
from tests.web.parsing import SITE

INDEX = "index,follow,max-image-preview:large,max-snippet:-1"


@made_once
def about():
    page = make_page(kind="about", description="Who writes here.")
    moment = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    Page.objects.update(published_at=moment, content_modified_at=moment, rendered_at=moment)
    SiteSettings.objects.update(saved_at=moment)
    page.refresh_from_db()
    return page


def save(page, *, slug=None, status=None, **values):
    page = Page.objects.get(pk=page.pk)
    return save_page(
        page.pk,
        replace(page.content(), **values),
        slug=slug or page.slug,
        status=status or page.status,
        expected_version=page.version,
    )


def footer(page):
    return page.tree.xpath("//footer//nav//a/@href")


def test_a_page_costs_one_query(client, about, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/about").status_code == 200
    with django_assert_num_queries(1):
        assert client.get("/about.md").status_code == 200


def test_its_head_and_its_text(get, about):
    page = get("/about")
    assert (page.text("//h1"), page.text("//h2")) == ("About", "Who we are")
    assert page.texts("//article//strong") == ["answers"]
    assert page.title == "About | QuickTakes"
    assert page.meta("description") == page.meta("og:description") == "Who writes here."
    assert page.meta("robots") == INDEX
    assert page.link("canonical") == page.meta("og:url") == f"{SITE}/about"
    assert page.texts("//nav[@class='breadcrumbs']//li") == ["Home", "About"]
    assert page.text("//p[@class='byline']") == "Last changed 4 March 2025"


@pytest.mark.parametrize(
    ("kind", "expected"), [("page", "WebPage"), ("about", "AboutPage"), ("contact", "ContactPage")]
)
def test_its_data_say_what_it_is(get, about, kind, expected):
    save(about, kind=kind)
    data = get("/about").json_ld
    node = data[expected]
    assert (node["@id"], node["name"]) == (f"{SITE}/about", "About")
    assert node["datePublished"] == "2025-03-04"
    assert node["publisher"] == {"@id": data["Organization"]["@id"]}
    assert ("about" in node) == (kind != "page")
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [(step["name"], step["item"]) for step in steps] == [
        ("Home", f"{SITE}/"),
        ("About", f"{SITE}/about"),
    ]


def test_without_a_description_it_has_the_first_sentences(get, about):
    save(about, description="")
    assert get("/about").meta("description") == "We write answers. Four people."


def test_a_page_that_is_kept_out_of_search_engines_is_listed_nowhere(client, get, about):
    save(about, no_index=True)
    assert get("/about").meta("robots") == "noindex,follow"
    assert "/about" not in client.get("/sitemap-pages.xml").text
    assert "/about" not in client.get("/llms.txt").text


def test_its_markdown_is_the_text_as_it_was_written(client, get, about):
    page = get("/about")
    assert page.tree.xpath("//link[@type='text/markdown']/@href") == ["/about.md"]
    response = client.get("/about.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert f'<{SITE}/about>; rel="canonical"' in response["Link"]
    assert response.text == (
        f'---\ntitle: "About"\nurl: "{SITE}/about"\npublisher: "QuickTakes"\nlanguage: "en"\n'
        "published: 2025-03-04\n---\n\n# About\n\nWe write **answers**.\n\n## Who we are\n\n"
        "Four people.\n"
    )


def test_sitemap_and_llms_txt_name_it(client, about):
    sitemap = client.get("/sitemap-pages.xml").text
    assert f"<loc>{SITE}/about</loc><lastmod>2025-03-04T05:06:07+00:00</lastmod>" in sitemap
    assert "2025-03-04T05:06:07+00:00" in client.get("/sitemap.xml").text
    lines = client.get("/llms.txt").text.splitlines()
    start = lines.index("## About the site")
    assert lines[start + 2] == f"- [About]({SITE}/about.md): Who writes here."


def test_every_page_names_it_without_a_query(client, get, about, django_assert_num_queries):
    path = make_article().get_absolute_url()
    make_page("terms", "Terms of use", position=1)
    SiteSettings.objects.update(footer_links=[["About us", "/about"], ["Blog", "https://b.org"]])
    forget_settings()
    assert footer(get("/about")) == ["/learn", "/about", "/terms", "https://b.org"]
    with django_assert_num_queries(2):
        response = client.get(path)
    assert b'<a href="/terms">Terms of use</a>' in response.content


def test_readers_hold_it_until_it_changes(client, about):
    first = client.get("/about")
    assert first["Last-Modified"] == "Tue, 04 Mar 2025 05:06:07 GMT"
    held = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
    assert client.get("/about", headers=held).status_code == 304
    save(about, text="Another text.")
    assert client.get("/about", headers=held).status_code == 200


@pytest.mark.parametrize("ending", ["", ".md"])
def test_what_is_unpublished_is_a_404_and_what_is_withdrawn_a_410(client, about, ending):
    unseen = make_page("terms", status="draft")
    assert client.get(f"/terms{ending}").status_code == 404
    save(unseen, status="withdrawn")
    assert client.get(f"/terms{ending}").status_code == 404
    save(about, status="withdrawn")
    assert client.get(f"/about{ending}").status_code == 410
    save(about, status="draft")
    assert client.get(f"/about{ending}").status_code == 404
    assert client.get(f"/nothing{ending}").status_code == 404


def test_an_old_or_misspelt_address_is_one_redirect(client, about):
    save(about, slug="about-us")
    for path in ("/about", "/About-Us", "/about-us/", "/about-us.html", "/ABOUT/", "/about-us)"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/about-us"), path
    for path in ("/about.md", "/About-us.md"):
        assert client.get(path)["Location"] == "/about-us.md", path
    save(about, status="withdrawn")
    assert client.get("/about").status_code == 410
    save(about, status="draft")
    assert client.get("/about").status_code == 404


def test_the_addresses_of_the_site_stay(client, about):
    for path, status in (("/search", 200), ("/api", 200), ("/admin", 301), ("/robots.txt", 200)):
        assert client.get(path).status_code == status, path


def test_pages_are_published_as_files(client, about):
    make_page("terms", status="draft")
    save(make_page("old-terms"), status="withdrawn")
    save(make_page("here"), slug="there")
    paths = {address.path for address in frame()}
    assert {"/about", "/about.md", "/there", "/there.md"} <= paths
    assert not {"/terms", "/old-terms", "/here"} & paths
    assert {"/old-terms", "/old-terms.md"} <= {address.path for address in gone()}
    assert {("/here", "/there"), ("/here.md", "/there.md")} == set(redirects())
    for old, new in redirects():
        assert client.get(old)["Location"] == new
