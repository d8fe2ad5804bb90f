"""A file that is marked as a draft, or whose date has not come, is not published by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.core.source.reader import read_document
from articles.core.source.writer import rewrite
from tests.core.source.files import PATH, kinds, make_file, read
from tests.core.source.writing import difference, wanted_of

MARKS = [
    ("draft", "true"),
    ("draft", "True"),
    ("draft", "yes"),
    ("draft", "'true'"),
    ("draft", "1"),
    ("Draft", "true"),
    ("isDraft", "true"),
    ("published", "false"),
    ("published", "no"),
    ("publish", "false"),
    ("status", "draft"),
    ("status", "Private"),
    ("visibility", "private"),
    ("post_status", "pending"),
    ("private", "true"),
    ("publishDate", "2999-01-01"),
    ("publishDate", "2999-01-01T10:00:00Z"),
    ("expiryDate", "2024-12-31"),
]
OTHERS = [
    ("draft", "false"),
    ("draft", ""),
    ("draft", "''"),
    ("published", "true"),
    ("published", ""),
    ("published", "2024-12-07"),
    ("publish", "true"),
    ("status", "published"),
    ("status", "[draft]"),
    ("drafts", "true"),
    ("private", "false"),
    ("publishDate", "2024-01-01"),
    ("expiryDate", "2999-01-01"),
    ("expiryDate", "never"),
]


@pytest.mark.parametrize(("key", "value"), MARKS)
def test_a_mark_makes_a_draft_and_is_told(key, value):
    document = read(**{key: value})
    assert document.is_draft
    assert document.draft_keys == (key,)
    line = make_file(**{key: value}).decode().split("\n").index(f"{key}: {value}") + 1
    assert [(x.kind, x.field, x.line) for x in document.problems] == [("marked-draft", key, line)]
    assert key not in document.extra


@pytest.mark.parametrize(("key", "value"), OTHERS)
def test_anything_else_does_not(key, value):
    document = read(**{key: value})
    assert not document.is_draft
    assert "marked-draft" not in kinds(document)


@pytest.mark.parametrize("value", ["maybe", "[true]", "{a: b}", "wip"])
def test_a_mark_that_cannot_be_read_holds_back_and_is_reported(value):
    document = read(draft=value)
    assert document.is_draft
    assert kinds(document) == ["invalid-value", "marked-draft"]


def test_a_file_without_a_date_is_a_draft():
    assert read(without=["date"]).is_draft


@pytest.mark.parametrize(("days", "is_draft"), [(-1, False), (0, False), (1, False), (3, True)])
def test_a_date_that_has_not_come_holds_back(days, is_draft):
    day = (datetime.now(UTC) + timedelta(days=days)).date()
    document = read(date=str(day))
    assert document.is_draft is is_draft
    assert document.content.published_on == day
    assert kinds(document) == (["future-date"] if is_draft else [])


@pytest.mark.parametrize(("key", "value"), MARKS)
def test_the_file_of_what_was_published_loses_its_mark_alone(key, value):
    data = make_file(**{key: value})
    document = read_document(data, path=PATH)
    wanted = wanted_of(document)
    base = document.content
    assert rewrite(data, path=PATH, base=base, wanted=wanted) == data
    published = wanted.__class__(**{**_values(wanted), "is_published": True})
    written = rewrite(data, path=PATH, base=base, wanted=published)
    assert difference(data, written) == [f"-{key}: {value}"]
    assert not read_document(written, path=PATH).is_draft


def test_front_matter_in_braces_keeps_or_loses_its_mark():
    data = b"---\n{title: A, date: 2024-12-07, answer: B, draft: true, colour: red}\n---\n"
    document = read_document(data, path=PATH)
    for is_published in (False, True):
        wanted = wanted_of(document, title="C")
        wanted = wanted.__class__(**{**_values(wanted), "is_published": is_published})
        written = rewrite(data, path=PATH, base=document.content, wanted=wanted)
        assert read_document(written, path=PATH).is_draft is not is_published
        assert read_document(written, path=PATH).extra == {"colour": "red"}


def _values(wanted):
    return {name: getattr(wanted, name) for name in wanted.__slots__}
