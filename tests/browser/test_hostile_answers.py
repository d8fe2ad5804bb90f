"""Hostile articles from their files to every page that prints a word of them, in a browser whose
Content-Security-Policy is switched off, so that nothing hides behind it: no script runs.

`FUZZ_SECONDS` set to anything gives each article ten vectors instead of 450.
"""

import json
import shutil
import subprocess
import sys
from html import escape
from urllib.parse import quote, urlsplit

import pytest
from selenium.webdriver.common.by import By

from articles.core.rendering import render
from tests.browser.answer import wait_until
from tests.browser.conftest import ROOT, running_site
from tests.browser.steps import sign_in
from tests.fuzzing.budget import SECONDS
from tests.fuzzing.hostile_library import (
    SUBJECT,
    VECTORS_OF_AN_ANSWER,
    breakouts,
    write_library,
)
from tests.fuzzing.hostile_texts import VECTORS

# What the vectors call. It stands before anything of the page, and nothing can take its place.
_HOOK = """
(() => {
  const hits = [];
  Object.defineProperty(window, 'hits', {value: hits});
  Object.defineProperty(window, 'hit', {value: (number) => hits.push(number)});
})();
"""
# What ran, and what of the page could still run: by an event, a click, a frame, another base, or
# in the place of something of the document's own.
_LOOK = """
const found = window.hits.map((number) => 'ran ' + number);
const at = (element) => element.outerHTML.slice(0, 200);
for (const element of document.querySelectorAll('*')) {
  for (const {name} of element.attributes) {
    if (name.startsWith('on')) found.push('event ' + at(element));
  }
  for (const name of ['href', 'src', 'action', 'formAction', 'data']) {
    const value = element[name]?.baseVal ?? element[name];
    const runs = /^(javascript|vbscript|data:text)/i.test(String(value));
    if (runs && element.hasAttribute(name.toLowerCase())) {
      found.push('address ' + at(element));
    }
  }
}
const strange = 'iframe, frame, object, embed, base, applet, meta[http-equiv], svg script,'
  + ' [srcdoc], link[rel=stylesheet]:not([href^="/static/"], [href^="/site.css"])';
for (const element of document.querySelectorAll(strange)) found.push('element ' + at(element));
for (const script of document.scripts) {
  const isData = script.type && !/javascript|module/.test(script.type);
  if (!isData && new URL(script.src || 'none:', location).origin !== location.origin) {
    found.push('script ' + at(script));
  }
}
if (document instanceof HTMLDocument) {
  const own = ['cookie', 'forms', 'getElementById', 'querySelector', 'addEventListener', 'title'];
  for (const name of own) {
    if (document[name] instanceof Element) found.push('name ' + name);
  }
}
return found;
"""
# Two deliveries, notes of readers; then what has which key.
_PREPARE = """
import json, sys
from django.core.management import CommandError, call_command
from django.utils import timezone
from articles.models import Article, Feedback, ImportRun
from tests.fuzzing.hostile_library import SUBJECT, breakouts
first, second, out = sys.stdin.read().split()
for folder in (first, second):
    try:
        call_command("import_articles", folder, verbosity=0)
    except CommandError:
        pass  # two of the files are none
found = Article.objects.filter(subject__slug=SUBJECT)
found.update(status="published")
for article in found[:3]:
    Feedback.objects.create(
        article=article,
        is_helpful=False,
        note=" ".join(breakouts()[:9]),
        state=1,
        created_at=timezone.now(),
    )
with open(out, "w") as file:
    json.dump({
        "articles": list(found.order_by("pk").values_list("pk", "slug")),
        "runs": list(ImportRun.objects.order_by("-pk").values_list("pk", flat=True)[:2]),
    }, file)
"""


@pytest.fixture(scope="module")
def hostile_site(prepared, cluster, tmp_path_factory):
    """A site with the hostile library, and the keys of what stands in it."""
    folder = tmp_path_factory.mktemp("hostile")
    of_an_answer = 10 if SECONDS else VECTORS_OF_AN_ANSWER
    count = write_library(folder / "first", of_an_answer=of_an_answer, word="zebras")
    write_library(folder / "second", of_an_answer=of_an_answer, word="horses")
    shutil.copytree(prepared, folder / "prepared")
    with running_site(folder / "prepared", folder / "var", cluster) as site:
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", _PREPARE],
            cwd=ROOT,
            env=site.environment,
            input=f"{folder / 'first'} {folder / 'second'} {folder / 'keys.json'}",
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        keys = json.loads((folder / "keys.json").read_text())
        # Those of two answers are the same article's words: a delivery of all is what is looked at.
        assert len(keys["articles"]) == count, done.stdout[-3000:] + done.stderr[-3000:]
        yield site, keys


@pytest.fixture
def open_page(chromium):
    """Open an address without a policy; returns what ran or could run there."""
    send = chromium.execute_cdp_cmd
    send("Page.enable", {})
    send("Page.setBypassCSP", {"enabled": True})
    script = send("Page.addScriptToEvaluateOnNewDocument", {"source": _HOOK})["identifier"]
    chromium.implicitly_wait(0)

    def opened(address):
        chromium.get(address)
        found = chromium.execute_script(_LOOK)
        assert urlsplit(chromium.current_url)[:2] == urlsplit(address)[:2]
        return found

    yield opened
    send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script})
    send("Page.setBypassCSP", {"enabled": False})
    send("Network.clearBrowserCookies", {})
    chromium.implicitly_wait(5)
    chromium.get("about:blank")
    chromium.get_log("browser")


def test_the_vectors_run_where_nothing_stops_them(open_page, chromium, tmp_path):
    """Else that none runs would prove nothing; and a page of all of them, each rendered."""
    frames = [f'<iframe srcdoc="{escape(text)}"></iframe>' for text in VECTORS[::90]]
    page = tmp_path / "raw.html"
    page.write_text("<!doctype html><meta charset=utf-8>" + "".join(frames), "utf-8", "replace")
    chromium.get(page.as_uri())
    wait_until(chromium, lambda: chromium.execute_script("return hits.length") > 10)
    assert chromium.execute_script("return new Set(hits).size") > 10

    rendered = [f"<section>{render(text).html}</section>" for text in VECTORS]
    page = tmp_path / "rendered.html"
    page.write_text("<!doctype html><meta charset=utf-8>" + "".join(rendered), "utf-8")
    assert open_page(page.as_uri()) == []
    assert len(chromium.find_elements(By.CSS_SELECTOR, "body > section")) == len(VECTORS) > 4_000


def test_no_script_of_an_article_runs_on_any_page(
    open_page, chromium, hostile_site, record_property
):
    site, keys = hostile_site
    chromium.implicitly_wait(5)
    sign_in(chromium, site)
    chromium.implicitly_wait(0)
    pages = 0
    for path in _paths(keys):
        assert open_page(site.url + path) == [], path
        pages += 1
    # What the desk's scripts write into the page: the preview, the checks, what is searched for.
    key, _ = keys["articles"][0]
    assert open_page(f"{site.url}/admin/articles/article/{key}/change/") == []
    wait_until(chromium, lambda: chromium.find_elements(By.CSS_SELECTOR, ".markdownx-preview p"))
    assert chromium.execute_script(_LOOK) == []
    # And the readers': suggestions.
    assert open_page(f"{site.url}/search") == []
    chromium.find_element(By.CSS_SELECTOR, "input[name=q]").send_keys("Hostile zebra")
    wait_until(chromium, lambda: "zebra" in _suggested(chromium))
    assert chromium.execute_script(_LOOK) == []
    record_property("tried", pages + 2)
    record_property("longest", 0)


def _suggested(browser):
    return browser.execute_script(
        "return document.querySelector('[role=listbox]')?.textContent ?? ''"
    )


def _paths(keys):
    """Where words of the library are printed: readers' pages, what programs read, the desk."""
    small = breakouts()
    for _, slug in keys["articles"]:
        yield f"/learn/{SUBJECT}/questions/{slug}"
    yield from ("/", "/learn", f"/learn/{SUBJECT}", f"/learn/{SUBJECT}?sort=read")
    yield from ("/feed.xml", f"/learn/{SUBJECT}/feed.xml", "/sitemap.xml", "/llms.txt", "/api")
    yield f"/learn/{SUBJECT}/questions/{keys['articles'][0][1]}.md"
    yield "/api/v1/articles?include=html&limit=100"
    for text in small[::14]:
        words = quote(text, safe="")
        yield f"/search?q=zebra+{words}"
        yield f"/search/note/thanks?q={words}"
        yield f"/learn/{SUBJECT}/questions/{words}"
        yield f"/{words}?{words}={words}"
    yield "/search?q=hostile+zebra"
    desk = "/admin/articles/"
    yield from ("/admin/", f"{desk}article/", f"{desk}article/?q=zebra", f"{desk}finding/")
    yield from (
        f"{desk}feedback/",
        f"{desk}unknownaddress/",
        f"{desk}readersearch/",
        f"{desk}subject/",
    )
    yield from (f"{desk}importrun/", f"{desk}conflict/", f"{desk}commission/", "/admin/doctor/")
    for run in keys["runs"]:
        yield f"{desk}importrun/{run}/change/"
        yield f"{desk}importrun/{run}/changes/"
    key, _ = keys["articles"][1]
    yield f"{desk}article/{key}/history/"
    yield f"{desk}article/{key}/history/?view=1"
    yield f"{desk}article/{key}/delete/"
    yield f"/admin/login/?next={quote(small[1], safe='')}"
