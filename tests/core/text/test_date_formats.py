from datetime import date

import pytest

from articles.core.text.date_formats import format_date

DAY = date(2024, 12, 7)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("MMM DD, YYYY", "Dec 07, 2024"),
        ("MMMM D, YYYY", "December 7, 2024"),
        ("dddd, MMMM Do YYYY", "Saturday, December 7th 2024"),
        ("ddd dd d E", "Sat Sa 6 6"),
        ("M/D/YY", "12/7/24"),
        ("MM-DD", "12-07"),
        ("[Today is] dddd", "Today is Saturday"),
        ("[MMM] YYYY", "MMM 2024"),
        ("Qo [quarter], [week] W", "4th quarter, week 49"),
        ("DDD DDDo DDDD", "342 342nd 342"),
        ("L LL l ll", "12/07/2024 December 7, 2024 12/7/2024 Dec 7, 2024"),
        ("GGGG-[W]WW-E", "2024-W49-6"),
        ("x n r", "x n r"),
        ("", ""),
        ("[who", "[who"),
    ],
)
def test_moment_tokens(pattern, expected):
    assert format_date(DAY, pattern) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (22, "22nd"), (23, "23rd"), (31, "31st")],
)  # fmt: skip
def test_ordinals(day, expected):
    assert format_date(date(2024, 12, day), "Do") == expected


def test_years_before_1000_have_four_digits():
    assert format_date(date(800, 12, 25), "YYYY Y") == "0800 800"
