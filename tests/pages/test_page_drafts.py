"""Drafts of plain pages: one a page, and nobody's is written over."""

from dataclasses import replace

import pytest

from articles.models import PageDraft
from articles.pages.page_drafts import (
    OtherDraft,
    discard_draft,
    draft_of,
    drafted_content,
    keep_draft,
)
from tests.factories import make_page, make_user
from tests.made_once import made_once


@made_once
def page():
    return make_page()


@made_once
def author():
    return make_user("anna")


def keep(page, author, text, number=0):
    content = replace(page.content(), text=text)
    keep_draft(page, content, base_version=1, number=number, author=author)


def test_a_draft_is_kept_written_again_and_discarded(page, author):
    keep(page, author, "One.")
    keep(page, author, "Two.", number=1)
    draft = draft_of(page)
    assert (draft.number, draft.author, draft.base_version) == (2, author, 1)
    assert drafted_content(draft) == replace(page.content(), text="Two.")
    page.refresh_from_db()
    assert page.text.startswith("We write")
    assert not discard_draft(page, number=1)
    assert discard_draft(page, number=2)


@pytest.mark.parametrize("number", [0, 7])
def test_who_knows_another_draft_writes_over_nothing(page, author, number):
    keep(page, author, "One.")
    with pytest.raises(OtherDraft) as caught:
        keep(page, author, "Two.", number=number)
    assert caught.value.draft.values["text"] == "One."
    assert PageDraft.objects.get().values["text"] == "One."


def test_a_draft_that_is_gone_is_not_written_again(page, author):
    with pytest.raises(OtherDraft) as caught:
        keep(page, author, "Two.", number=3)
    assert caught.value.draft is None
