"""Ways of writing an address, and the one that is meant."""

import pytest

from articles.web.canonical_address import canonical_path

ARTICLE = "/learn/physics/questions/what-is-heat"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (f"{ARTICLE}/", ARTICLE),
        (f"{ARTICLE}//", ARTICLE),
        (f"{ARTICLE}.html", ARTICLE),
        (f"{ARTICLE}.HTML/", ARTICLE),
        (f"{ARTICLE}.htm", ARTICLE),
        (f"{ARTICLE}/index.html", ARTICLE),
        (f"{ARTICLE} ", ARTICLE),
        (f"{ARTICLE})", ARTICLE),
        (f"{ARTICLE}.", ARTICLE),
        (f"{ARTICLE}).", ARTICLE),
        (f"{ARTICLE}/),", ARTICLE),
        (f"{ARTICLE}.html).", ARTICLE),
        (f"{ARTICLE}.md.", f"{ARTICLE}.md"),
        ("/learn).", "/learn"),
        ("/learn//physics///questions/what-is-heat", ARTICLE),
        ("//learn/physics/questions/what-is-heat", ARTICLE),
        ("/Learn/Physics/Questions/What-Is-Heat", ARTICLE),
        (f"/learn/x/questions/undefined{ARTICLE}", ARTICLE),
        (f"/learn/x/questions/undefined/{ARTICLE}.html/", ARTICLE),
        (f"/learn/x/questions/undefined/learn/y/questions/undefined{ARTICLE}", ARTICLE),
        ("/learn/x/questions/undefined/learn", "/learn"),
        ("/learn/physics/page/1", "/learn/physics"),
        ("/learn/physics/page/01/", "/learn/physics"),
        ("/learn/physics/questions", "/learn/physics"),
        ("/learn/physics/page", "/learn/physics"),
        ("/learn/", "/learn"),
        ("/index.html", "/"),
        ("", "/"),
        ("//", "/"),
        ("//evil.example/x", "/evil.example/x"),
    ],
)
def test_mended(written, meant):
    assert canonical_path(written) == meant


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/learn",
        "/learn/physics",
        "/learn/physics/page/2",
        "/learn/physics/page/10",
        "/learn/questions",
        "/learn/page",
        ARTICLE,
        "/learn/physics/questions/undefined",
        "/learn/physics/questions/undefined-behaviour",
        "/learn/physics/questions/page",
        "/learn/physics/questions/what-is-html",
        "/sitemap.xml",
        "/\\evil.example",
    ],
)
def test_left_as_it_is(path):
    assert canonical_path(path) == path


@pytest.mark.parametrize("path", ["//a", "/\t/a", " //a", "a", "\\\\a", "http://a.example/b"])
def test_the_result_begins_with_exactly_one_slash(path):
    assert canonical_path(path)[0] == "/"
    assert canonical_path(path)[1:2] != "/"
