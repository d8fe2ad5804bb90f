"""The one decision whether a search engine may list a page."""

import pytest

from articles.models import index_status


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "indexable"),
        ({"has_canonical": True}, "duplicate"),
        ({"subject_is_listed": False}, "hidden_subject"),
        ({"subject_is_listed": False, "has_canonical": True}, "hidden_subject"),
        ({"no_index": True}, "no_index"),
        ({"no_index": True, "subject_is_listed": False}, "no_index"),
        ({"status": "draft"}, "draft"),
        ({"status": "draft", "no_index": True}, "draft"),
        ({"status": "withdrawn", "subject_is_listed": False}, "withdrawn"),
    ],
)
def test_the_first_rule_that_applies_wins(facts, expected):
    defaults = {
        "status": "published",
        "no_index": False,
        "subject_is_listed": True,
        "has_canonical": False,
    }
    assert index_status(**{**defaults, **facts}) == expected
