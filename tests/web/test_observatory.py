"""Every kind of answer has the full mark of Mozilla's HTTP Observatory."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import SiteSettings
from articles.models.site_settings_cache import forget_settings
from tests.factories import make_article, make_user
from tests.made_once import made_once
from tests.web.observatory import FULL, OF_PROGRAMS, Answer, directives, score, total
from tests.web.public_settings import make_public, public_settings

ARTICLE = "/learn/physics/questions/what-is-light"
PAGES = {
    "home": "/",
    "subjects": "/learn",
    "subject": "/learn/physics",
    "article": ARTICLE,
    "feed": "/feed.xml",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "icon": "/favicon.ico",
}
MADE_ALWAYS = {
    "search": "/search?q=light",
    "suggestions": "/search/suggestions?q=li",
    "documentation of the API": "/api",
    "health": "/healthz",
    "not found": "/nothing/here",
    "gone": "/learn/physics/questions/gone",
    "moved": f"{ARTICLE}/",
    "sign in": "/admin/login/",
    "static file": "/static/css/page.css",
}
OF_THE_DESK = ["admin:index", "admin:articles_article_changelist", "admin:articles_article_add"]
# For programs of other sites, which the browser is to let read it.
API = {
    "markdown": f"{ARTICLE}.md",
    "llms": "/llms.txt",
    "api": "/api/v1/",
    "articles": "/api/v1/articles",
    "unknown": "/api/v1/nothing",
}


@made_once
def library():
    make_article("what-is-light", title="What is light?")
    publishing.withdraw(make_article("gone"))
    make_user("admin", role="administrator")


@pytest.fixture
def secure(settings, tmp_path):
    """What the settings of an https:// site are (`test_the_settings_of_a_public_site`)."""
    make_public(settings)
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "page.css").write_text("p { color: red }")
    return settings


def answer_of(response):
    cookies = tuple(cookie.OutputString() for cookie in response.cookies.values())
    headers = {name.lower(): value for name, value in response.items()}
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace")
    return Answer(headers, cookies, text)


@pytest.mark.parametrize("path", (PAGES | MADE_ALWAYS).values(), ids=(PAGES | MADE_ALWAYS).keys())
def test_a_page_that_is_made(library, secure, path):
    answer = answer_of(Client().get(path, secure=True))
    rules = score(answer)
    assert rules == FULL | {"cookies": 5 if path == "/admin/login/" else 0}
    assert total(rules) >= 150


@pytest.mark.parametrize("name", OF_THE_DESK)
def test_a_page_of_the_desk(library, secure, name):
    client = Client()
    client.login(username="admin", password="correct horse")
    answer = answer_of(client.get(reverse(name), secure=True))
    assert answer.is_html
    assert score(answer) == FULL | {"cookies": 5 * bool(answer.cookies)}


@pytest.mark.parametrize("path", API.values(), ids=API.keys())
def test_what_is_for_programs_lends_itself_to_everybody_without_credentials(library, secure, path):
    answer = answer_of(Client().get(path, secure=True, headers={"origin": "https://a.example"}))
    rules = score(answer)
    assert rules == OF_PROGRAMS
    assert total(rules) == 140
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.django_db
def test_a_script_of_the_publisher_is_let_in_and_no_more(secure):
    """Five points less, for it has no digest: whoever gives it may give another tomorrow. An A+."""
    publishing.save_site_settings(SiteSettings(analytics_script="https://stats.example/s.js"))
    forget_settings()
    answer = answer_of(Client().get("/", secure=True))
    assert directives(answer)["script-src"] == {"'self'", "https://stats.example"}
    assert answer.headers["cross-origin-embedder-policy"] == "credentialless"
    assert score(answer) == FULL | {"scripts": -5}
    desk = answer_of(Client().get("/admin/login/", secure=True))
    assert directives(desk)["script-src"] == {"'self'"}
    assert desk.headers["cross-origin-embedder-policy"] == "require-corp"
    forget_settings()


def test_http_leads_to_https_on_the_same_host(library, secure):
    secure.SECURE_SSL_HOST = "testserver"
    response = Client().get(ARTICLE)
    assert (response.status_code, response["Location"]) == (301, f"https://testserver{ARTICLE}")


def test_cookies_are_bound_to_the_host_where_there_is_https():
    """RFC 6265bis, 4.1.3: a browser takes a __Host- cookie over HTTPS alone, and from this host."""
    secure, plain = public_settings(), public_settings("http://127.0.0.1:8000")
    assert secure["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert secure["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert secure["SESSION_COOKIE_SECURE"]
    assert not plain["SESSION_COOKIE_SECURE"]
    assert not any(name.startswith("__") for name in map(str, plain.values()))


def test_the_cookies_of_a_sign_in_keep_what_their_names_promise(library, secure):
    client = Client()
    url = reverse("admin:login")
    client.get(url, secure=True)
    response = client.post(url, {"username": "admin", "password": "correct horse"}, secure=True)
    assert response.status_code == 302
    assert response.cookies
    for name, cookie in response.cookies.items():
        assert name.startswith(("__Host-", "__Secure-")), name
        assert cookie["secure"]
        if name.startswith("__Host-"):
            assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert score(answer_of(response))["cookies"] == 5
    assert client.get(reverse("admin:index"), secure=True).status_code == 200


@pytest.mark.parametrize(
    ("changed", "rule", "points"),
    [
        ({"content-security-policy": "default-src 'self' 'unsafe-inline'"}, "policy", -20),
        ({"content-security-policy": "script-src 'self'; object-src *"}, "policy", -20),
        ({"content-security-policy": "default-src 'self'; style-src 'unsafe-inline'"}, "policy", 0),
        ({"content-security-policy": "default-src 'self'; img-src http:"}, "policy", -10),
        ({"content-security-policy": "default-src 'self'"}, "policy", 5),
        ({"strict-transport-security": "max-age=60"}, "transport", -10),
        ({"strict-transport-security": ""}, "transport", -20),
        ({"referrer-policy": "unsafe-url"}, "referrer", -5),
        ({"x-content-type-options": ""}, "types", -5),
        ({"cross-origin-opener-policy": "anything"}, "opener", -5),
        ({"cross-origin-resource-policy": "cross-origin"}, "resource", 0),
        ({"access-control-allow-origin": "https://a", "access-control-allow-credentials": "true"},
         "sharing", -50),
    ],
)  # fmt: skip
def test_the_rules_tell_good_from_bad(changed, rule, points):
    assert score(Answer(changed))[rule] == points


@pytest.mark.parametrize(
    ("cookie", "points"),
    [
        ("sessionid=1; HttpOnly; Path=/; SameSite=Lax", -40),
        ("sessionid=1; Secure; SameSite=Lax", -30),
        ("csrftoken=1; Secure", -20),
        ("theme=1; Secure; SameSite=Sometimes", -20),
        ("sessionid=1; Secure; HttpOnly; SameSite=Lax", 5),
    ],
)
def test_the_rules_tell_a_good_cookie(cookie, points):
    assert score(Answer({}, (cookie,)))["cookies"] == points
