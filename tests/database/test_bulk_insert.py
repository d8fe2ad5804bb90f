"""Inserting articles without Django's work a value: the same rows as with it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from articles.database.bulk_insert import insert_new, update_rows
from articles.models import Article, ImportRun, IndexStatus, Status
from tests.factories import make_subject

pytestmark = pytest.mark.django_db

_MOMENT = datetime(2025, 2, 17, 12, 30, 59, 123456, tzinfo=UTC)


def _row(slug, **values):
    article = Article(
        subject=make_subject(),
        slug=slug,
        title="100% “what” isn't?",
        answer="%s",
        content_digest=f"{slug}-digest",
        content_modified_at=_MOMENT,
        created_at=_MOMENT,
        **values,
    )
    return _columns(article)


def _columns(article):
    return {field.attname: getattr(article, field.attname) for field in Article._meta.fields}


def test_what_is_inserted_is_what_is_read():
    published = {"status": Status.PUBLISHED, "index_status": IndexStatus.INDEXABLE}
    rows = [
        _row("a-draft"),
        _row(
            "b-published",
            **published,
            published_on=date(2024, 12, 7),
            score=-1.0,
            no_index=True,
            source_id=2**40,
            created_by_run=ImportRun.objects.create(),
        ),
    ]
    articles = insert_new(Article, rows)
    stored = list(Article.objects.order_by("slug"))
    assert [_columns(article) for article in stored] == [_columns(article) for article in articles]
    assert not any(article._state.adding for article in articles)


def test_each_of_many_gets_the_key_of_its_own_row():
    articles = insert_new(Article, [_row(f"question-{number}") for number in range(1_001)])
    stored = dict(Article.objects.values_list("slug", "pk"))
    assert {article.slug: article.pk for article in articles} == stored


def test_none_are_inserted_where_one_stands_there_already():
    insert_new(Article, [_row("there")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_new(Article, [_row("new"), _row("there")])
    assert [article.slug for article in Article.objects.all()] == ["there"]


def test_many_rows_get_values_of_their_own():
    first, second, other = insert_new(Article, [_row("a"), _row("b"), _row("c")])
    update_rows(
        Article,
        ("canonical", "index_status"),
        [(other.pk, "duplicate", first.pk), (None, "indexable", second.pk)],
    )
    update_rows(Article, ("canonical",), [])
    stored = Article.objects.order_by("slug").values_list("canonical", "index_status")
    assert list(stored) == [
        (other.pk, IndexStatus.DUPLICATE),
        (None, IndexStatus.INDEXABLE),
        (None, IndexStatus.DRAFT),
    ]
