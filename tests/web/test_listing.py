"""The pages of a list, without a database."""

import pytest

from articles.web.listing import PageList


@pytest.mark.parametrize(
    ("articles", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (4_000, 80), (36_000, 720)]
)
def test_fifty_articles_a_page(articles, pages):
    assert PageList(number=1, article_count=articles).page_count == pages


def test_positions_of_a_pages_articles():
    page = PageList(number=2, article_count=60)
    assert (page.offset, page.first, page.last) == (50, 51, 60)
    assert (page.previous, page.next) == (1, None)


def test_an_empty_list_has_one_page_without_articles():
    page = PageList(number=1, article_count=0)
    assert (page.first, page.last, page.next) == (0, 0, None)


def test_few_pages_are_all_named():
    assert PageList(number=3, article_count=50 * 9).window == list(range(1, 10))


def test_of_many_pages_a_window_is_named():
    assert PageList(number=40, article_count=50 * 85).window == [
        *(1, 6, 17, 28, 35, 36, 37, 38, 39, 40),
        *(41, 42, 43, 44, 45, 50, 61, 72, 83, 85),
    ]


@pytest.mark.parametrize("count", [10, 11, 26, 85, 86, 99, 720, 9_950])
def test_every_page_is_two_clicks_from_any_other_and_few_are_named(count):
    for number in {1, 2, count // 2, count}:
        page = PageList(number=number, article_count=50 * count)
        reached = set()
        for other in page.window:
            reached.update(PageList(number=other, article_count=50 * count).window)
        assert reached == set(range(1, count + 1))
        assert len(page.window) <= 2.2 * count**0.5 + 3
