"""Drafts are kept, written over only by who has seen the last one, and shared for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.drafts import draft_store
from articles.drafts.draft_store import OtherDraft, TooLong
from articles.models import Article, Draft
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user("author")


@pytest.fixture
def draft(author):
    article = make_article()
    draft_store.begin(article.pk, {"answer": ["Mine."]}, base_version=1, author=author)
    return draft_store.draft_of(article.pk)


def test_what_belongs_to_the_sending_is_not_kept():
    lists = [("answer", ["a\0b"]), ("csrfmiddlewaretoken", ["x"]), ("_save", ["Save"]), ("a", [])]
    assert draft_store.sent_values(lists) == {"answer": ["ab"], "a": []}


def test_more_than_a_draft_holds_is_refused():
    with pytest.raises(TooLong):
        draft_store.sent_values([("answer", ["x" * draft_store.MOST_CHARACTERS])])


def test_only_who_has_seen_the_last_one_writes_over_it(draft, author):
    def rewrite(number, text):
        values = {"answer": [text]}
        key = draft.article_key
        return draft_store.rewrite(key, values, base_version=1, number=number, author=author)

    assert rewrite(1, "Second.")
    assert not rewrite(1, "From another tab.")
    assert draft_store.draft_of(draft.article_key).values == {"answer": ["Second."]}


def test_an_article_has_one_draft(draft, author):
    with pytest.raises(OtherDraft) as caught:
        draft_store.begin(draft.article_key, {}, base_version=1, author=author)
    assert caught.value.draft == draft


def test_a_draft_is_discarded_as_it_was_seen(draft):
    assert not draft_store.discard(draft.article_key, number=7)
    assert draft_store.discard(draft.article_key, number=1)
    assert not Draft.objects.exists()


def test_an_article_that_is_brought_back_finds_its_draft(draft):
    publishing.delete(Article.objects.get())
    assert draft_store.draft_of(draft.article_key) == draft


def test_an_address_shows_a_draft_until_it_ends_or_is_taken_back(draft):
    key = draft.article_key
    draft_store.share(key)
    token = draft_store.token_of(draft_store.draft_of(key))
    assert draft_store.shared_draft(token) == draft
    draft_store.share(key)  # another address
    assert draft_store.shared_draft(token) is None
    token = draft_store.token_of(draft_store.draft_of(key))
    Draft.objects.update(shared_until=timezone.now() - timedelta(seconds=1))
    assert draft_store.shared_draft(token) is None
    draft_store.share(key)
    token = draft_store.token_of(draft_store.draft_of(key))
    draft_store.unshare(key)
    assert draft_store.shared_draft(token) is None


def test_an_address_that_was_made_up_costs_no_query(draft, django_assert_num_queries):
    unshared = draft_store.token_of(draft)
    with django_assert_num_queries(0):
        assert draft_store.shared_draft("made:up:address") is None
    assert draft_store.shared_draft(unshared) is None
