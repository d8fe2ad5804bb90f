"""Querysets that are compiled once give what the querysets give."""

from datetime import date

import pytest
from django.db.models import Exists, OuterRef, Value

from articles.database import replica_reads
from articles.database.among import among
from articles.database.compiled_query import CompiledDelete, CompiledQuery
from articles.models import Article, Finding, Rendering, Subject
from tests.factories import make_article
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

COLUMNS = ("slug", "published_on", "content_modified_at", "subject__name", "rendering__html")
COLUMNS += ("canonical__slug", "canonical__subject__slug")


@made_once
def articles():
    return [
        make_article(f"a-{number}", title=f"What is {number}?", published_on=date(2025, 1, number))
        for number in range(1, 7)
    ]


def test_instances_have_their_relations_annotations_and_columns(
    articles, django_assert_num_queries
):
    query = CompiledQuery(
        lambda slug: (
            Article.objects.filter(slug=slug)
            .select_related("subject", "rendering", "canonical__subject")
            .only(*COLUMNS)
            .annotate(
                has_text=Exists(Rendering.objects.filter(article=OuterRef("pk"))), rank=Value(7)
            )[:1]
        ),
        slug=str,
    )
    for expected in articles[:2]:
        with django_assert_num_queries(1):
            found = query.first(slug=expected.slug)
            assert found == expected
            assert found.published_on == expected.published_on
            assert found.content_modified_at == expected.content_modified_at
            assert found.subject.name == "Physics"
            assert "<p>" in found.rendering.html
            assert found.canonical is None
            assert (found.has_text, found.rank) == (True, 7)
        with django_assert_num_queries(1):
            assert found.title == expected.title  # deferred
    assert query.first(slug="nothing") is None


def test_rows_are_those_of_the_queryset(articles):
    def build(subject, title):
        return (
            Article.objects.filter(subject=subject)
            .exclude(title=title)
            .order_by("pk")
            .values_list("slug", "published_on", "no_index", "rendering__formula_count", "title")
        )

    key = articles[0].subject_id
    query = CompiledQuery(build, subject=int, title=str)
    for title in ("What is 1?", "100% %s", "'; --"):
        assert query.rows(subject=key, title=title) == list(build(key, title))


def test_limit_and_offset_are_values_too(articles):
    def build(start, size):
        return Article.objects.order_by("pk").values_list("slug")[start : start + size]

    query = CompiledQuery(build, start=int, size=int)
    for start, size in [(0, 2), (2, 2), (4, 9), (9, 1)]:
        assert query.rows(start=start, size=size) == list(build(start, size))


def test_a_union_is_compiled_with_the_value_in_both_halves(articles):
    def build(article):
        own = Article.objects.filter(pk=article).values_list("slug", "published_on")
        next_one = Article.objects.filter(pk__gt=article).values_list("slug", "published_on")
        return own.union(next_one, all=True).order_by("slug")

    query = CompiledQuery(build, article=int)
    for article in articles[2:4]:
        assert query.rows(article=article.pk) == list(build(article.pk))


def test_a_queryset_is_built_once(articles):
    built = []

    def build(slug):
        built.append(slug)
        return Article.objects.filter(slug=slug).values_list("pk")

    query = CompiledQuery(build, slug=str)
    assert [query.rows(slug=article.slug)[0][0] for article in articles] == [
        article.pk for article in articles
    ]
    assert len(built) == 1


def test_a_value_that_the_query_does_not_use_is_an_error():
    query = CompiledQuery(lambda slug: Subject.objects.all(), slug=str)
    with pytest.raises(LookupError, match="slug"):
        query.instances(slug="physics")


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_list_of_keys_or_of_texts_is_one_value(articles, count, django_assert_num_queries):
    def build(keys, titles, subject):
        found = Article.objects.filter(among("pk", keys), subject=subject)
        return (found | Article.objects.filter(among("title", titles))).values_list("slug", "pk")

    query = CompiledQuery(build, keys=list, titles=list, subject=int)
    keys = [article.pk for article in articles[:count]] + [2**40]
    known = [article.title for article in articles[3 : 3 + count]]
    subject = articles[0].subject_id
    for titles in (known, [*known, "100% %s", """'; -- "]""", "\ufdd0"]):
        expected = sorted(build(keys, titles, subject))
        assert len(expected) == len({*keys, *(a.pk for a in articles if a.title in known)}) - 1
        with django_assert_num_queries(1):
            assert sorted(query.rows(keys=keys, titles=titles, subject=subject)) == expected


def test_a_list_may_come_from_anything_that_can_be_listed(articles):
    query = CompiledQuery(
        lambda keys: Article.objects.filter(among("pk", keys)).order_by("pk").values_list("pk"),
        keys=list,
    )
    keys = [article.pk for article in articles]
    for given in (dict.fromkeys(keys), set(keys), tuple(keys), iter(keys)):
        assert query.flat(keys=given) == keys


def test_rows_are_removed_as_django_removes_them(articles):
    for article in articles[:3]:
        for kind in ("one", "two"):
            Finding.objects.create(article=article, path="a.md", kind=kind, severity="warning")
    remove = CompiledDelete(
        lambda keys, kind: Finding.objects.filter(among("article_id", keys), kind=kind),
        keys=list,
        kind=str,
    )
    assert remove(keys=[articles[0].pk, articles[1].pk], kind="one") == 2
    assert remove(keys=[], kind="two") == 0
    left = Finding.objects.filter(kind__in=["one", "two"]).order_by("pk")
    assert list(left.values_list("article_id", "kind")) == [
        (articles[0].pk, "two"),
        (articles[1].pk, "two"),
        (articles[2].pk, "one"),
        (articles[2].pk, "two"),
    ]


def test_rows_on_which_others_hang_are_left_to_django(articles):
    remove = CompiledDelete(lambda keys: Article.objects.filter(among("pk", keys)), keys=list)
    with pytest.raises(TypeError, match="Article"):
        remove(keys=[articles[0].pk])


def test_what_a_transaction_has_written_it_reads(articles, monkeypatch):
    """Even in a request that reads a replica, of which these tests have none."""
    monkeypatch.setattr(replica_reads._thread, "reading", replica_reads.Reading("replica_1"))
    query = CompiledQuery(lambda slug: Article.objects.filter(slug=slug), slug=str)
    assert query.first(slug=articles[0].slug) == articles[0]
