"""The commands of docs/api.md work, and answer what stands below them."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from articles.models import Article, Change
from articles.publishing.article_writes import insert
from articles.publishing.effects import apply
from tests.factories import make_content, make_subject
from tests.web.parsing import SITE

TEXT = (settings.BASE_DIR / "docs" / "api.md").read_text()
# A command, and the answer where one follows it.
EXAMPLE = re.compile(r"^ +curl '([^']+)'$(?:\n\n```json\n(.*?)\n```)?", re.MULTILINE | re.DOTALL)
EXAMPLES = EXAMPLE.findall(TEXT)


@pytest.fixture
def library():
    """The two articles that the examples show, under the keys that they show."""
    _insert(2, "what-is-heat", title="What is heat?", published_on=date(2024, 12, 9))
    _insert(
        1,
        "what-is-light",
        title="What is light?",
        answer="Light is *radiation* that we can see.",
        seo_description="What light is.",
        seo_keywords="light,radiation",
        related=["/learn/physics/questions/what-is-heat"],
    )
    Change.objects.update(changed_at=datetime(2024, 12, 7, tzinfo=UTC))


def _insert(key, slug, **values):
    article = Article(pk=key, subject=make_subject(), slug=slug, status="published")
    _, changes = insert(article, make_content(**values))
    apply(changes)


def test_there_are_commands():
    assert len(EXAMPLES) == 11
    assert len([answer for _, answer in EXAMPLES if answer]) == 4


@pytest.mark.parametrize(("url", "answer"), EXAMPLES)
def test_a_command_answers_what_stands_below_it(client, library, url, answer):
    response = client.get(url.removeprefix(SITE))
    assert response.status_code == (json.loads(answer).get("status", 200) if answer else 200)
    if answer:
        assert response.json() == json.loads(answer)
