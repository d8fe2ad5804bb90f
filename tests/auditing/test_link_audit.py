"""Links that lead nowhere and articles that nothing leads to, found in turns."""

from contextlib import contextmanager

import pytest
from django.db import connection

from articles.auditing import link_audit
from articles.auditing.link_audit import DANGLING, ORPHAN, audit_links
from articles.models import Article, Finding, RelatingDue
from articles.publishing.effects import REPEATED
from tests.factories import make_article
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


def at(slug):
    return f"/learn/physics/questions/{slug}"


def of_links():
    """All findings but those on the question, which the articles of these tests have in common."""
    return Finding.objects.exclude(kind=REPEATED)


def found():
    rows = of_links().order_by("kind", "path", "detail")
    return list(rows.values_list("kind", "path", "detail"))


@made_once
def library():
    """Five articles: the first is related to the second and to two places where nothing stands."""
    make_article("b")
    make_article("a", related=[at("b"), at("x"), at("y")])
    for slug in "cde":
        make_article(slug)
    RelatingDue.objects.all().delete()


EXPECTED = [
    *((ORPHAN, f"physics/{slug}.md", "") for slug in "acde"),
    *((DANGLING, "physics/a.md", at(slug)) for slug in "xy"),
]


@pytest.mark.parametrize("turn", [1, 2, 4, 5, 6, 20_000])
def test_turns_of_any_size_find_the_same(library, monkeypatch, turn):
    monkeypatch.setattr(link_audit, "_ARTICLES_A_TURN", turn)
    assert audit_links() == {DANGLING: 2, ORPHAN: 4}
    assert found() == EXPECTED
    keys = set(Finding.objects.values_list("pk", flat=True))
    assert audit_links() == {DANGLING: 2, ORPHAN: 4}
    assert set(Finding.objects.values_list("pk", flat=True)) == keys


def test_an_audit_that_died_between_two_turns_is_finished_by_the_next(library, monkeypatch):
    monkeypatch.setattr(link_audit, "_ARTICLES_A_TURN", 2)
    turns = []

    @contextmanager
    def dying():
        if turns:
            raise ConnectionError
        turns.append(connection.in_atomic_block)
        yield

    with pytest.raises(ConnectionError):
        audit_links(within=dying)
    assert 0 < of_links().count() < len(EXPECTED)
    audit_links()
    assert found() == EXPECTED


def test_what_is_mended_goes(library):
    audit_links()
    make_article("x")
    Article.objects.get(slug="e").delete()
    audit_links()
    assert found() == [
        *((ORPHAN, f"physics/{slug}.md", "") for slug in "acd"),
        (DANGLING, "physics/a.md", at("y")),
    ]


def test_an_empty_library_has_no_findings():
    assert audit_links() == {}
