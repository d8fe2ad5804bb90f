"""Instances are written as Django's `save` writes them."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import F, Value
from django.db.models.functions import Upper

from articles.database.instance_writes import insert_instance, update_instance
from articles.models import Article, Revision
from tests.factories import make_article
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

MOMENT = datetime(2025, 3, 1, 12, 30, 15, 123456, UTC)
OTHER = {
    "title": "What is 100% of %s?",
    "answer": "It’s “all”.",
    "score": 0.25,
    "published_on": date(2024, 2, 29),
    "reviewed_on": None,
    "no_index": True,
    "content_modified_at": MOMENT,
}


@made_once
def article():
    return make_article("heat")


def _columns(row, *without):
    values = type(row).objects.filter(pk=row.pk).values().get()
    return {name: value for name, value in values.items() if name not in without}


def test_an_update_writes_every_column(article, django_assert_num_queries):
    for name, value in OTHER.items():
        setattr(article, name, value)
    with django_assert_num_queries(1):
        update_instance(article)
    by_us = _columns(article)
    article.save()
    assert by_us == _columns(article)
    assert {name: by_us[name] for name in OTHER} == OTHER


def test_an_insert_gives_the_key_and_what_is_set_at_the_beginning(
    article, django_assert_num_queries
):
    content = {**OTHER, "subject": article.subject, "content_digest": article.content_digest}
    rows = []
    for insert in (insert_instance, Article.save):
        row = Article(slug=f"new-{len(rows)}", **content)
        with django_assert_num_queries(1):
            insert(row)
        assert not row._state.adding
        assert row.created_at
        rows.append(row)
    ours, theirs = (_columns(row, "id", "slug", "created_at") for row in rows)
    assert ours == theirs
    assert rows[0].pk != rows[1].pk


def test_an_instance_that_has_a_key_keeps_it(article):
    article.pk, article.slug = 10**6, "light"
    insert_instance(article)
    assert Article.objects.get(slug="light").pk == 10**6


def test_expressions_are_left_to_django(article):
    article.version = F("version") + 1
    update_instance(article)
    assert Article.objects.get(pk=article.pk).version == 2
    row = Article(slug="light", subject=article.subject, content_modified_at=MOMENT)
    row.title = Upper(Value("light"))
    insert_instance(row)
    assert Article.objects.get(slug="light").title == "LIGHT"


def test_json_and_bytes_are_written_as_django_writes_them(article):
    rows = [
        Revision(
            article=article,
            article_key=article.pk,
            version=version,
            kind=Revision.Kind.EDITED,
            fields=["title", "it’s"],
            subject_slug="physics",
            slug="heat",
            status=article.status,
            packed=bytes(range(256)),
            attachments={"files": ["%s"]} if version == 1 else None,
        )
        for version in (1, 2)
    ]
    for row in rows:
        insert_instance(row)
        ours = _columns(row)
        row.save()
        assert ours == _columns(row)
        assert bytes(ours["packed"]) == bytes(range(256))
