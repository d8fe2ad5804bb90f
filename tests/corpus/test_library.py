"""The publisher's real files, imported once for all tests here: everything is imported, every page
answers, everything is near, no link leads nowhere, and two HTML checkers find no error.

The Nu HTML checker and html-validate are npm packages: VNU_JAR names the path of `vnu.jar` (it
needs Java), NODE_MODULES the folder that holds `html-validate`. Its rule that a title has at most
70 characters is off: a title carries the whole question, as 932 cut ones would be another's
(`articles/seo/page_titles.py`). So is the one about blanks at the ends of lines: a listing keeps
its author's.
"""

import os
import random
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from lxml import html

from articles.core.source.article_paths import article_path
from articles.importer.run import Import
from articles.models import (
    Article,
    ImportRun,
    IndexStatus,
    Related,
    RelatingDue,
    Rendering,
    Status,
    Subject,
)
from articles.publishing import withdraw
from articles.relating import relate_due

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

IMPORT_SEED = 20241207
CRAWL_SEED = 4
MOST_CLICKS = 4
# Of the articles, whose pages are of one kind: each link of so many is followed.
ARTICLES_READ = 150
RELATED = 300
MARKUP_SEED = 500
MARKUP_PAGES = 1_000
RULES = Path(__file__).with_name("html-validate.json")


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, corpus_files):
    """The corpus, imported once for this module and taken back at its end: an import takes as long
    as a thousand pages."""
    with django_db_blocker.unblock(), transaction.atomic():
        library = Import([str(corpus_files[0].parent.parent)], workers=2)
        library.run()
        yield library
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def report(library):
    return library.report


def test_every_file_becomes_an_article(report, corpus_files):
    assert report.failures == []
    assert report.counts["created"] == len(corpus_files) == Article.objects.count()


def test_every_rendering_is_complete(report):
    assert not Rendering.objects.filter(html="").exists()
    assert not Rendering.objects.filter(excerpt="").exists()


def test_pages_answer(report):
    """A thousand of them, and those with the most formulas: all take a quarter of an hour here."""
    articles = Article.objects.select_related("subject").order_by("-rendering__formula_count")
    paths = [article.get_absolute_url() for article in articles]
    client = Client()
    chosen = paths[:100] + random.Random(IMPORT_SEED).sample(paths, min(1_000, len(paths)))
    assert [path for path in chosen if client.get(path).status_code != 200] == []


def test_an_unchanged_import_changes_nothing(report, library, corpus_files):
    versions = Article.objects.filter(version__gt=1).count()
    again = Import(library.paths, workers=2).run()
    assert again.counts["unchanged"] == len(corpus_files)
    assert again.articles == []
    assert Article.objects.filter(version__gt=1).count() == versions == 0
    assert ImportRun.objects.count() == 2


def test_every_link_with_a_target_leads_to_its_own_path(report):
    for link in Related.objects.filter(target__isnull=False).select_related("target__subject"):
        assert link.target.get_absolute_url() == link.path


def test_of_every_cluster_of_twins_one_is_canonical(report):
    for article in Article.objects.exclude(canonical=None).select_related("canonical"):
        assert article.canonical.canonical is None
        assert article.canonical.content_digest == article.content_digest
        if article.index_status == IndexStatus.DUPLICATE:
            assert article.canonical.index_status == IndexStatus.INDEXABLE


@pytest.fixture
def related_library(library):
    """With a part of it related: the whole takes a minute."""
    last = RelatingDue.objects.order_by("article")[RELATED].article_id
    RelatingDue.objects.filter(article__gt=last).delete()
    relate_due()


RELATED_QUESTIONS = "//ul[@class='related-list']//a/@href"


def links_of(client, path, xpath="//body//a/@href"):
    response = client.get(path)
    assert response.status_code == 200, path
    links = html.fromstring(response.content).xpath(xpath)
    return {urlsplit(link).path for link in links if link.startswith("/")}


def crawl(client):
    """{path: clicks from the home page} of everything that lists lead to; only lists are read."""
    clicks = {"/": 0}
    waiting = ["/"]
    for path in waiting:
        if clicks[path] == MOST_CLICKS or "/questions/" in path:
            continue
        for link in sorted(links_of(client, path)):
            if link not in clicks:
                clicks[link] = clicks[path] + 1
                waiting.append(link)
    return clicks


def test_every_indexable_article_is_within_four_clicks(library):
    clicks = crawl(Client())
    rows = Article.objects.indexable().values_list("subject__slug", "slug")
    far = {article_path(*row) for row in rows} - clicks.keys()
    assert far == set()


def test_no_link_is_broken_and_none_leads_to_a_page_that_is_not_indexed(related_library):
    client = Client()
    indexable = {
        article_path(*row)
        for row in Article.objects.indexable().values_list("subject__slug", "slug")
    }
    rng = random.Random(CRAWL_SEED)
    first = Article.objects.indexable().select_related("subject").order_by("pk")[:RELATED]
    paths = [article.get_absolute_url() for article in rng.sample(list(first), ARTICLES_READ // 2)]
    paths += rng.sample(sorted(indexable), ARTICLES_READ // 2)
    followed = set()
    for path in paths:
        for link in links_of(client, path) - followed:
            followed.add(link)
            assert client.get(link).status_code == 200, (path, link)
        assert links_of(client, path, RELATED_QUESTIONS) <= indexable, path


@pytest.fixture(scope="module")
def checker():
    jar = os.environ.get("VNU_JAR", "")
    if not jar or not shutil.which("java"):
        pytest.skip("the Nu checker is not here (set VNU_JAR; it needs Java)")
    return ["java", "-Xss4m", "-jar", jar, "--errors-only"]


@pytest.fixture(scope="module")
def second_checker():
    script = Path(os.environ.get("NODE_MODULES", ""), "html-validate", "bin", "html-validate.mjs")
    if not script.is_file() or not shutil.which("node"):
        pytest.skip("html-validate is not here (set NODE_MODULES; it needs Node)")
    return ["node", script, "--config", RULES, "--formatter", "text"]


def addresses():
    """Pages of every kind, and articles by what is hardest to write well."""
    live = Article.objects.live().select_related("subject")
    yield from ("/", "/learn", "/nothing-here", "/learn/physics/questions/nothing-here")
    for subject in Subject.objects.all():
        yield from (subject.get_absolute_url(), f"{subject.get_absolute_url()}/page/2")
    yield Article.objects.filter(status=Status.WITHDRAWN)[0].get_absolute_url()
    for hard in (
        live.order_by("-rendering__formula_count")[:100],
        live.filter(answer__contains="```")[:50],
        live.filter(answer__contains="|--")[:30],
        live.exclude(canonical=None)[:20],
        live.filter(no_index=True)[:10],
    ):
        yield from (article.get_absolute_url() for article in hard)
    paths = [article.get_absolute_url() for article in live.order_by("pk")]
    yield from random.Random(MARKUP_SEED).sample(paths, min(MARKUP_PAGES, len(paths)))


def test_no_page_has_an_error(library, checker, second_checker, tmp_path):
    client = Client()
    withdraw(Article.objects.live().first())
    paths = list(dict.fromkeys(addresses()))
    assert len(paths) >= MARKUP_PAGES
    for number, path in enumerate(paths):
        (tmp_path / f"{number}.html").write_bytes(client.get(path).content)
    for command in (checker, second_checker):
        result = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
        assert result.returncode == 0, result.stderr + result.stdout
