"""Inserting articles without Django's work a value: the same rows as with it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from articles.database.bulk_insert import insert_instances
from articles.models import Article, ImportRun, IndexStatus, Status
from tests.factories import make_subject

pytestmark = pytest.mark.django_db

_MOMENT = datetime(2025, 2, 17, 12, 30, 59, 123456, tzinfo=UTC)


def _article(slug, **values):
    return Article(
        subject=make_subject(),
        slug=slug,
        title="100% “what” isn't?",
        answer="%s",
        content_digest=f"{slug}-digest",
        content_modified_at=_MOMENT,
        created_at=_MOMENT,
        **values,
    )


def _columns(article):
    return {field.attname: getattr(article, field.attname) for field in Article._meta.fields}


def test_what_is_inserted_is_what_is_read():
    published = {"status": Status.PUBLISHED, "index_status": IndexStatus.INDEXABLE}
    articles = [
        _article("a-draft"),
        _article(
            "b-published",
            **published,
            published_on=date(2024, 12, 7),
            score=-1.0,
            no_index=True,
            source_id=2**40,
            created_by_run=ImportRun.objects.create(),
        ),
    ]
    insert_instances(articles)
    stored = list(Article.objects.order_by("slug"))
    assert [_columns(article) for article in stored] == [_columns(article) for article in articles]
    assert not any(article._state.adding for article in articles)


def test_each_of_many_gets_the_key_of_its_own_row():
    articles = [_article(f"question-{number}") for number in range(1_001)]
    insert_instances(articles)
    stored = dict(Article.objects.values_list("slug", "pk"))
    assert {article.slug: article.pk for article in articles} == stored


def test_none_are_inserted_where_one_stands_there_already():
    insert_instances([_article("there")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_instances([_article("new"), _article("there")])
    assert [article.slug for article in Article.objects.all()] == ["there"]
