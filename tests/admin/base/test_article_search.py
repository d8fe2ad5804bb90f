"""Lists of what belongs to articles are searched as the articles' own list is."""

import pytest
from django.utils import timezone

from articles.models import Article, Feedback, Redirect
from tests.admin.conflicts.conftest import collide
from tests.admin.queues.test_findings import make_finding
from tests.factories import make_article
from tests.made_once import made_once

LISTS = ("conflict", "feedback", "finding", "redirect")


@made_once
def articles():
    """Two articles, each with something in every list."""
    made = [
        make_article("tides", title="Why are there tides?"),
        make_article("leaves", title="Why are leaves green?", answer="Chlorophyll absorbs red."),
    ]
    Article.objects.filter(pk=made[0].pk).update(source_id=7_001)
    for number, article in enumerate(made):
        collide(article, base={"author": "x"}, author="y")
        Feedback.objects.create(
            article=article,
            is_helpful=True,
            note=f"Note {number}.",
            state=Feedback.State.UNREAD,
            created_at=timezone.now(),
        )
        make_finding(article, path=f"physics/{article.slug}.md")
        Redirect.objects.create(old_path=f"/old/{number}", article=article)
    return made


def found(desk, name, term):
    response = desk.get(f"/admin/articles/{name}/", {"q": term})
    return [row.article.slug for row in response.context["cl"].result_list]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("term", "slug"),
    [
        ("green leaf", "leaves"),
        ("chlorophyl", "leaves"),
        ("tide", "tides"),
        ("7001", "tides"),
        ("/learn/physics/questions/tides", "tides"),
    ],
)
def test_what_belongs_to_an_article_is_found_by_the_article(desk, articles, name, term, slug):
    assert found(desk, name, term) == [slug]


@pytest.mark.parametrize(
    ("name", "term"),
    [("conflict", "tid"), ("feedback", "note 0"), ("finding", "cs/tid"), ("redirect", "/old/0")],
)
def test_a_part_of_its_own_text_is_enough(desk, articles, name, term):
    assert found(desk, name, term) == ["tides"]


@pytest.mark.parametrize("name", LISTS)
def test_what_nothing_holds_finds_nothing(desk, articles, name):
    assert found(desk, name, "zyzzyva") == []
    assert len(found(desk, name, "  ")) == 2
