"""The Nu HTML checker and html-validate find no error on pages of all kinds: MARKUP_PAGES of
articles drawn by lot, and some that are hard to write well.

They are npm packages: VNU_JAR names the path of `vnu.jar` (it needs Java), NODE_MODULES the folder
that holds `html-validate`. Its rule that a title has at most 70 characters is off: a title carries
the whole question, as 932 cut ones would be another's (`articles/seo/page_titles.py`). So is the
one about blanks at the ends of lines: a listing keeps its author's.
"""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from articles.models import Article, Person, Status, Subject
from articles.publishing import save_person, withdraw
from tests.factories import make_page

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

SEED = 500
PAGES = int(os.environ.get("MARKUP_PAGES", "150"))
RULES = Path(__file__).with_name("html-validate.json")


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
    yield from ("/people", "/people/quicktakes", "/people/quicktakes/page/2", "/feedback/1/error")
    make_page(text="# One\n\n## Two\n\n| a | b |\n| - | - |\n| $x$ | ![c](/d.png) |")
    yield from ("/", "/learn", "/about", "/nothing-here", "/learn/physics/questions/nothing-here")
    for subject in Subject.objects.all():
        yield from (subject.get_absolute_url(), f"{subject.get_absolute_url()}/page/2")
    yield Article.objects.filter(status=Status.WITHDRAWN)[0].get_absolute_url()
    for hard in (
        live.order_by("-rendering__formula_count")[:40],
        live.filter(answer__contains="```")[:25],
        live.filter(answer__contains="|--")[:15],
        live.exclude(canonical=None)[:10],
        live.filter(no_index=True)[:5],
    ):
        yield from (article.get_absolute_url() for article in hard)
    paths = [article.get_absolute_url() for article in live.order_by("pk")]
    yield from random.Random(SEED).sample(paths, min(PAGES, len(paths)))


def test_no_page_has_an_error(checker, second_checker, imported, tmp_path):
    client = Client()
    save_person(Person(slug="quicktakes", name="QuickTakes", biography="Who *writes*."), ())
    withdraw(Article.objects.live().first())
    paths = list(dict.fromkeys(addresses()))
    assert len(paths) >= PAGES
    for number, path in enumerate(paths):
        (tmp_path / f"{number}.html").write_bytes(client.get(path).content)
    for command in (checker, second_checker):
        result = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
        assert result.returncode == 0, result.stderr + result.stdout
