"""Duplicates follow each change: found as they come, gone as they go."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import duplicates, publishing
from articles.models import (
    Article,
    DuplicateCluster,
    DuplicateMember,
    DuplicatePair,
    DuplicatesDue,
    SketchBand,
)
from tests.factories import make_article
from tests.made_once import made_once

TEXT = " ".join(f"word{n * n % 997}" for n in range(200))
NEAR = TEXT.replace("word4 ", "changed ").replace("word100 ", "")
OTHER = " ".join(f"other{n * n % 997}" for n in range(200))


@made_once
def library():
    """Two articles with nearly one text, two that ask one thing over different texts."""
    made = {
        "one": make_article("one", title="What is an email system?", answer=TEXT),
        "near": make_article("near", title="What is the email system?", answer=NEAR),
        "asks": make_article("asks", title="What are the laws of motion?", answer=OTHER),
        "also": make_article("also", title="Explain the laws of motion.", answer=OTHER[::-1]),
    }
    duplicates.find_due()
    return made


def clusters():
    rows = DuplicateMember.objects.order_by("cluster", "article")
    found = {}
    for cluster, kind, slug in rows.values_list("cluster", "kind", "article__slug"):
        found.setdefault((cluster, kind), []).append(slug)
    return sorted((kind, slugs) for (_, kind), slugs in found.items())


BOTH = [("near", ["one", "near"]), ("question", ["asks", "also"])]
QUESTION = BOTH[1:]


def test_both_kinds_are_found_and_the_queue_is_empty(library):
    assert clusters() == BOTH
    assert not DuplicatesDue.objects.exists()


def _answer_otherwise(article):
    answer = OTHER.replace("other", "third")
    content = replace(article.content(), answer=answer, title="Why is light slow?")
    publishing.revise(article, content)


def _copy(article):
    publishing.revise(article, replace(article.content(), answer=TEXT))


@pytest.mark.parametrize(
    "act",
    [
        _answer_otherwise,
        _copy,  # an exact copy is elected, and is no near duplicate
        publishing.unpublish,
        publishing.withdraw,
        publishing.delete,
    ],
)
def test_what_is_no_duplicate_any_more_leaves_its_cluster(library, act):
    act(library["near"])
    assert DuplicatesDue.objects.exists()
    duplicates.find_due()
    assert clusters() == QUESTION
    assert DuplicateCluster.objects.count() == 1


def test_a_third_joins_the_cluster_and_the_others_keep_theirs(library):
    kept = DuplicateCluster.objects.get(kind="question").pk
    make_article("third", title="What is one email system?", answer=f"{NEAR} And more.")
    duplicates.find_due()
    assert clusters() == [("near", ["one", "near", "third"]), *QUESTION]
    assert DuplicateCluster.objects.get(kind="question").pk == kept


def test_looking_at_everything_anew_changes_nothing(library):
    rows = [sorted(model.objects.values_list()) for model in (DuplicatePair, SketchBand)]
    keys = set(DuplicateCluster.objects.values_list("pk", flat=True))
    assert duplicates.start_over() == Article.objects.count()
    assert duplicates.find_due().articles == Article.objects.count()
    assert rows == [sorted(model.objects.values_list()) for model in (DuplicatePair, SketchBand)]
    assert keys == set(DuplicateCluster.objects.values_list("pk", flat=True))


def test_who_cannot_wait_leaves_much_work_alone(library):
    duplicates.start_over()
    assert duplicates.find_due(most=3).articles == 0
    assert duplicates.find_due(most=4).articles == 4


def test_nothing_due_is_one_query(library):
    with CaptureQueriesContext(connection) as queries:
        duplicates.find_due(most=duplicates.MOST_IN_A_REQUEST)
    assert len(queries) == 1


def test_one_change_asks_few_queries_however_many_articles(library):
    publishing.revise(library["one"], replace(library["one"].content(), author="Somebody"))
    with CaptureQueriesContext(connection) as queries:
        duplicates.find_due()
    assert len(queries) <= 22


def test_these_differ_is_remembered_until_a_text_changes(library):
    one, near = library["one"], library["near"]
    assert duplicates.differ(near.pk, [one.pk], "near") == 1
    assert clusters() == QUESTION
    duplicates.start_over()
    duplicates.find_due()
    assert clusters() == QUESTION
    publishing.revise(near, replace(near.content(), answer=f"{NEAR} Once more."))
    duplicates.find_due()
    assert clusters() == BOTH


def test_these_differ_can_be_taken_back(library):
    keys = [library["one"].pk, library["near"].pk]
    duplicates.differ(keys[0], keys[1:], "near")
    assert duplicates.forget_verdict(keys[0], keys[1:], "near") == 1
    assert clusters() == BOTH


def test_the_suggestion_says_why(library):
    one, near = library["one"], library["near"]
    make_article("links", related=[near.get_absolute_url()])
    first, second = duplicates.candidates([one.pk, near.pk])
    assert (first.article, first.is_suggested, first.reasons) == (near, True, ("most linked",))
    assert (second.is_suggested, second.reasons) == (False, ())
    publishing.revise(near, replace(near.content(), no_index=True))
    first, second = duplicates.candidates([one.pk, near.pk])
    assert (first.article, first.reasons) == (one, ("in search engines",))
    assert second.reasons == ("not in search engines", "most linked")


def test_of_articles_that_are_deleted_together_no_cluster_stays(library):
    publishing.delete(library["one"])
    publishing.delete(library["near"])
    duplicates.find_due()
    assert clusters() == QUESTION
    assert DuplicateCluster.objects.count() == 1


def test_these_differ_is_remembered_while_one_is_away(library):
    one, near = library["one"], library["near"]
    duplicates.differ(near.pk, [one.pk], "near")
    for act in (publishing.unpublish, publishing.publish):
        act(Article.objects.get(pk=near.pk))
        duplicates.find_due()
    assert clusters() == QUESTION
    publishing.unpublish(Article.objects.get(pk=near.pk))
    duplicates.find_due()
    publishing.revise(one, replace(one.content(), answer=f"{TEXT} Once more."))
    publishing.publish(Article.objects.get(pk=near.pk))
    duplicates.find_due()
    assert clusters() == BOTH


def test_a_question_on_many_pages_stays_a_cluster_without_its_first(library):
    """Of more than eight each is paired with the first alone."""
    texts = [" ".join(f"{letter}{n * n % 997}" for n in range(60)) for letter in "abcdefghij"]
    many = [make_article(f"m-{n}", title="What is ice?", answer=t) for n, t in enumerate(texts)]
    duplicates.find_due()
    assert ("question", [article.slug for article in many]) in clusters()
    publishing.withdraw(many[0])
    duplicates.find_due()
    assert ("question", [article.slug for article in many[1:]]) in clusters()
    assert not DuplicatesDue.objects.exists()
