"""Cursors: opaque, and checked."""

from datetime import UTC, datetime

import pytest

from articles.web.api.cursors import (
    InvalidCursor,
    microseconds,
    moment_of,
    read_cursor,
    write_cursor,
)


@pytest.mark.parametrize("numbers", [(0,), (7, 2**63 - 1), (1, 2, 3)])
def test_a_cursor_says_what_was_written(numbers):
    cursor = write_cursor("kind", *numbers)
    assert read_cursor("kind", cursor, count=len(numbers)) == numbers
    assert cursor.isascii()
    assert "=" not in cursor


@pytest.mark.parametrize(
    "cursor",
    [
        write_cursor("other", 1),
        write_cursor("kind", 1, 2),
        write_cursor("kind"),
        write_cursor("kind", -1),
        write_cursor("kind", 2**63),
        write_cursor("kind", True),
        write_cursor("kind", 1.0),
        write_cursor("kind", "1"),
        "",
        "*",
        "é",
        "bnVsbA",
        "W1tbW1tbW1tbW1tb",
        "W" * 100_000,
    ],
)
def test_anything_else_is_refused(cursor):
    with pytest.raises(InvalidCursor):
        read_cursor("kind", cursor, count=1)


def test_a_moment_survives_to_the_microsecond():
    moment = datetime(2025, 1, 9, 10, 30, 0, 123457, tzinfo=UTC)
    assert moment_of(microseconds(moment)) == moment
    with pytest.raises(InvalidCursor):
        moment_of(2**63 - 1)
