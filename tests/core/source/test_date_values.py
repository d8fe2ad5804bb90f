"""Dates and numbers as other systems write them: read where they have one reading alone."""

from datetime import date

import pytest

from articles.core.source.date_values import to_date
from tests.core.source.files import kinds, make_file, read
from tests.core.source.writing import changed_lines


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-07",
        "2024-12-7",
        "20241207",
        "20241207T103000Z",
        "2024/12/07",
        "2024/12/7",
        "2024.12.07",
        "2024 12 07",
        "2024_12_7",
        "2024–12–07",
        "2024-12-07Z",
        "2024-12-07T10:30:00+01:00",
        "2024-12-07 10:30:00 -0500",
        "2024-12-07T10",
        "2024-12-7 9:05",
        "2024年12月7日",
        "2024년 12월 7일",
        "Dec 7, 2024",
        "Dec. 7, 2024",
        "December 7, 2024",
        "december 7th, 2024",
        "December 7th 2024 at 10:30 am",
        "7 Dec 2024",
        "7 December 2024",
        "7th of December, 2024",
        "the 7th December 2024",
        "07-Dec-2024",
        "7-DEC-2024",
        "2024-Dec-07",
        "2024 December 7",
        "Saturday, December 7, 2024",
        "Sat, 07 Dec 2024 10:30:00 +0000",
        "Sat Dec  7 10:30:00 2024",
        "Sat Dec 07 10:30:00 UTC 2024",
    ],
)
def test_a_date_of_one_reading_is_read(text):
    assert to_date(text) == date(2024, 12, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25/12/2024", date(2024, 12, 25)),
        ("12/25/2024", date(2024, 12, 25)),
        ("31.1.2024", date(2024, 1, 31)),
        ("07/07/2024", date(2024, 7, 7)),
        ("2024-1-5", date(2024, 1, 5)),
        ("May 4, 2024", date(2024, 5, 4)),
        ("Sept. 9, 2024", date(2024, 9, 9)),
        ("29 Feb 2024", date(2024, 2, 29)),
    ],
)
def test_numbers_that_only_one_order_makes_a_date_are_read(text, expected):
    assert to_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "07/12/2024",
        "7.12.2024",
        "07-12-2024",
        "7/12/24",
        "12/7/24",
        "2024",
        "2024-12",
        "December 2024",
        "2024-W49-6",
        "2024-342",
        "1733529600",
        "07122024",
        "2024-13-01",
        "2024-02-30",
        "20240230",
        "Feb 30, 2024",
        "31/31/2024",
        "Foo 7, 2024",
        "2024-12-07x",
        "2024-12/07",
        "2024 - 12 - 07",
        "yesterday",
        "２０２４-12-07",
    ],
)
def test_any_other_is_refused(text):
    document = read(date=f"'{text}'" if text else "' '")
    assert document.content.published_on is None
    assert [(x.kind, x.field) for x in document.problems] == [("invalid-value", "date")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("+12", 12),
        ("12.0", 12),
        ("007", 7),
        ("089", 89),
        ("1_000", 1000),
        ("'12'", 12),
        ("+1_000.0", 1000),
    ],
)
def test_a_whole_number_in_another_spelling_is_read(text, expected):
    document = read(id=text)
    assert (document.source_id, kinds(document)) == (expected, [])


@pytest.mark.parametrize(
    "text",
    [
        "0o17",
        "010",
        "0777",
        "1e3",
        "0x1F",
        "1,000",
        "1.000",
        "1.5",
        "12.5",
        "-1",
        "_1",
        "1_",
        "1__0",
        "١٢",
        "12a",
    ],
)
def test_what_parsers_read_differently_is_asked_about(text):
    document = read(id=text)
    assert document.source_id is None
    assert [(x.kind, x.field) for x in document.problems] == [("invalid-value", "id")]


@pytest.mark.parametrize(
    "fields",
    [{"id": "+12"}, {"id": "1_000"}, {"date": '"Dec 7, 2024"'}, {"date": "20241207"}],
)
def test_an_edit_elsewhere_keeps_the_spelling(fields):
    assert changed_lines(make_file(**fields), author="Somebody") == [
        "-author: QuickTakes",
        "+author: Somebody",
    ]
