"""Rendering again what an older renderer made."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command

from articles.models import Article, Rendering
from articles.publishing import revise
from articles.publishing.rerender import outdated, rerender
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_an_older_rendering_is_made_anew_and_the_article_left_alone():
    article = make_article(answer="**Now**")
    Rendering.objects.update(html="<p>then</p>", renderer_version=0)
    output = io.StringIO()
    call_command("render_articles", "--workers", "1", stdout=output)
    assert output.getvalue() == "1 articles rendered.\n"
    after = Article.objects.get()
    assert after.rendering.html.strip() == "<p><strong>Now</strong></p>"
    assert (after.version, after.content_modified_at) == (
        article.version,
        article.content_modified_at,
    )
    assert not outdated().exists()


def test_a_missing_rendering_is_made():
    make_article()
    Rendering.objects.all().delete()
    assert rerender(outdated()) == (1, [])
    assert Rendering.objects.exists()


def test_an_article_saved_meanwhile_keeps_what_its_save_rendered(monkeypatch):
    article = make_article(answer="Old")
    Rendering.objects.update(renderer_version=0)

    def save_after_half(done, total):
        revise(article, replace(article.content(), answer="New"))

    written, _ = rerender(outdated(), progress=save_after_half)
    assert written == 0
    assert "New" in Rendering.objects.get().html
