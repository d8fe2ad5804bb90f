"""The preview is the public page's rendering, for who may write and for nobody else."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from articles.core.rendering import render
from tests.factories import make_article, make_user

PREVIEW = "/admin/articles/article/preview/"
UPLOAD = "/admin/articles/image/upload/"

TEXTS = [
    "Light is **electromagnetic**: $E = mc^2$.\n\n| a | b |\n| - | - |\n| 1 | ~~2~~ |",
    "```python\nprint('a\\n')\n```\n\n$$\n\\frac{a}{b}\n$$",
    "$\\notacommand{$ costs $50,000 to $30,000",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_preview_equals_what_publishing_stores(desk, text):
    article = make_article(answer=text)
    posted = text.replace("\n", "\r\n")
    response = desk.post(PREVIEW, {"content": posted})
    assert response.status_code == 200
    assert response.content.decode() == article.rendering.html == render(text).html


def test_preview_lies_where_the_widget_asks_for_it(desk):
    article = make_article()
    html = desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert f'data-markdownx-urls-path="{PREVIEW}"' in html
    assert f'data-markdownx-upload-urls-path="{UPLOAD}"' in html
    assert "/markdownx/markdownify" not in html


@pytest.mark.parametrize("url", [PREVIEW, UPLOAD])
@pytest.mark.parametrize(
    ("values", "permissions"),
    [
        (None, ()),
        ({"is_staff": True}, ("view_article", "change_subject")),
        ({"is_staff": False}, ("change_article",)),
    ],
    ids=["anonymous", "staff who may look", "no staff"],
)
def test_nobody_else_is_answered(client, db, url, values, permissions):
    if values:
        client.force_login(make_user("other", permissions=permissions, **values))
    assert client.post(url, {"content": "x"}).status_code == 403


@pytest.mark.parametrize("url", [PREVIEW, UPLOAD])
def test_a_request_from_another_site_is_refused(editor, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url, {"content": "x"}).status_code == 403


@pytest.mark.parametrize("url", [PREVIEW, UPLOAD])
def test_only_post_is_answered(desk, url):
    assert desk.get(url).status_code == 405


def test_no_address_of_markdownx_is_open(client):
    for path in ("/markdownx/markdownify/", "/markdownx/upload/"):
        assert client.post(path, {"content": "x"}).status_code in {301, 404}


def test_the_pages_load_nothing_inline(desk):
    article = make_article(related=["/learn/physics/questions/other"])
    for url in (reverse("admin:index"), reverse("admin:articles_article_changelist"),
                reverse("admin:articles_article_change", args=[article.pk])):  # fmt: skip
        html = desk.get(url).content.decode()
        for inline in ("<style", " style=", " onclick=", "javascript:"):
            assert inline not in html, (url, inline)
        assert "<script>" not in html


def test_the_preview_wears_the_stylesheets_of_the_page(desk):
    article = make_article(answer="$a$ and `code`")
    html = desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    styles = html.split('<template id="preview-styles">')[1].split("</template>")[0]
    paths = {link.split('"')[0] for link in styles.split('href="/static/')[1:]}
    assert {"css/base.css", "css/components.css", "css/mathematics.css", "css/code.css"} < paths
    assert all(map(finders.find, paths))
    assert '<div class="prose">' in (settings.BASE_DIR / "templates/article.html").read_text()
