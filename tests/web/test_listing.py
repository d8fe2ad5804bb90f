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


def test_up_to_a_hundred_pages_stand_side_by_side():
    page = PageList(number=70, article_count=5_000)
    assert page.block == range(1, 101)
    assert page.blocks == []


def test_more_pages_stand_in_hundreds():
    page = PageList(number=250, article_count=50 * 401)
    assert page.block == range(201, 301)
    assert [block[0] for block in page.blocks] == [1, 101, 201, 301, 401]
    assert page.blocks[-1] == range(401, 402)


def test_every_page_is_two_clicks_from_the_first():
    count = 50 * 9_950
    first = PageList(number=1, article_count=count)
    reached = set(first.block)
    for block in first.blocks:
        reached.update(PageList(number=block[0], article_count=count).block)
    assert reached == set(range(1, first.page_count + 1))
