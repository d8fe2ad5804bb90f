"""Headers: security, caching, and answers without a body."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils.http import http_date

from articles.models import Article, Change, SiteSettings
from articles.publishing import revise
from articles.web import response_headers
from tests.factories import make_article, make_user
from tests.made_once import made_once

PAGES = ["/", "/learn", "/learn/physics", "/learn/physics/questions/what-is-light", "/missing"]


@made_once
def article():
    return make_article("what-is-light")


@pytest.mark.parametrize("path", [*PAGES, "/admin/login/", "/healthz"])
def test_every_answer_carries_the_security_headers(client, article, path):
    response = client.get(path)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", [*PAGES, "/learn/physics/", "/sitemap.xml", "/robots.txt"])
def test_a_public_page_touches_no_session(client, article, path):
    response = client.get(path)
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_an_unchanged_page_is_a_304(client, article, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Vary"] == first["Vary"]


def test_the_etag_of_a_compressed_page_is_good_for_304_too(client):
    article = make_article(answer="Light is radiation. " * 100)
    headers = {"accept-encoding": "gzip"}
    first = client.get(article.get_absolute_url(), headers=headers)
    assert first["Content-Encoding"] == "gzip"
    assert first["ETag"].startswith("W/")
    again = client.get(
        article.get_absolute_url(), headers={**headers, "if-none-match": first["ETag"]}
    )
    assert again.status_code == 304


LONG_AGO = datetime(2020, 2, 3, tzinfo=UTC)


def age(model, **moments):
    model.objects.update(**moments)


def test_an_edit_is_seen_at_once(client, article):
    age(Article, content_modified_at=LONG_AGO)
    age(Change, changed_at=LONG_AGO)
    first = client.get(article.get_absolute_url())
    revise(article, replace(article.content(), answer="Quite another answer."))
    again = client.get(article.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert b"Quite another answer." in again.content
    assert first["Last-Modified"] == http_date(LONG_AGO.timestamp())
    assert again["Last-Modified"] != first["Last-Modified"]


@pytest.mark.parametrize("newest", ["its text", "its description", "a related question"])
def test_last_modified_is_the_newest_of_what_the_page_shows(client, newest):
    target = make_article()
    article = make_article(related=[target.get_absolute_url()])
    age(Article, content_modified_at=LONG_AGO)
    age(Change, changed_at=LONG_AGO)
    changed = datetime(2025, 1, 9, 10, 30, tzinfo=UTC)
    if newest == "its description":
        Change.objects.filter(pk=article.pk).update(changed_at=changed)
    else:
        shown = article if newest == "its text" else target
        Article.objects.filter(pk=shown.pk).update(content_modified_at=changed)
    response = client.get(article.get_absolute_url())
    assert response["Last-Modified"] == http_date(changed.timestamp())
    again = client.get(
        article.get_absolute_url(), headers={"if-modified-since": response["Last-Modified"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_is_get_without_the_body(client, article, encoding):
    """RFC 9110, section 9.3.2, on every public address: entity tag and all. Django's gzip holds a
    name of random length: no two lengths are the same, and a small page is left as it is by chance
    (findings/django-gzip-of-a-small-page-is-a-matter-of-chance.sh)."""
    path = article.get_absolute_url()
    paths = (path, f"{path}.md", "/", "/learn", "/learn/physics", "/search?q=light", "/api")
    files = ("/api/v1/", "/feed.xml", "/sitemap.xml", "/robots.txt", "/llms.txt", "/favicon.ico")
    others = ("/nothing", f"{path}/", "/search/suggestions?q=li", "/sitemap-articles-0.xml")
    for address in (*paths, *files, *others):
        get = client.get(address, HTTP_ACCEPT_ENCODING=encoding)
        head = client.head(address, HTTP_ACCEPT_ENCODING=encoding)
        if encoding == "gzip":
            for response in (get, head):
                response.headers.pop("Content-Length", None)
                response.headers.pop("Content-Encoding", None)
                if tag := response.headers.get("ETag"):
                    response.headers["ETag"] = tag.removeprefix("W/")
        assert dict(head.items()) == dict(get.items()), address
        assert (head.status_code, head.content) == (get.status_code, b"")
    tag = client.head(path)["ETag"]
    assert client.head(path, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 304


def test_a_signed_in_reader_gets_the_public_page(client, article):
    client.force_login(make_user())
    response = client.get(article.get_absolute_url())
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["sessionid=x", "csrftoken=aaa"])
def test_a_bad_cookie_makes_no_public_answer_private(client, cookie):
    make_article("what-is-light")
    for path in ("/learn/physics/questions/what-is-light", "/feed.xml", "/api/v1/articles"):
        response = client.get(path, headers={"cookie": cookie})
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["пример.рф", "exämple.de"])
def test_a_strange_host_never_spoils_the_policy(client, monkeypatch, host):
    strange = SiteSettings(analytics_script=f"https://{host}/x.js")
    monkeypatch.setattr(response_headers, "last_known_settings", lambda: strange)
    assert client.get("/")["Content-Security-Policy"] == response_headers.CONTENT_SECURITY_POLICY
