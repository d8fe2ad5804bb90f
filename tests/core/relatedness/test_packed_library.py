import pytest

from articles.core.relatedness.library import Link
from articles.core.relatedness.packed_library import PackedLibrary
from articles.core.relatedness.packing import (
    ArticleFacts,
    SignatureFacts,
    pack_library,
    place_of,
)
from articles.core.relatedness.signatures import pack, unpack

# Keys 10, 20, 30, ...: places 0, 1, 2, ...
KEYS = range(10, 1_510, 10)


def facts(key, **values):
    return ArticleFacts(key, **{"canonical": None, "is_live": True, "is_indexable": True} | values)


@pytest.fixture
def packed(tmp_path):
    """Pack a library; return it."""

    def make(*, articles=(), links=(), waiting=(), signatures=()):
        changed = {article.key: article for article in articles}
        pack_library(
            tmp_path,
            articles=[changed.get(key) or facts(key, title=f"Number {key}?") for key in KEYS],
            links=links,
            waiting=waiting,
            signatures=signatures,
        )
        return PackedLibrary(tmp_path)

    return make


def test_an_article_is_found_at_its_place_and_an_unknown_one_nowhere(tmp_path):
    articles = [facts(key, title="") for key in (3, 8)]
    keys = pack_library(tmp_path, articles=articles, links=[], waiting=[], signatures=[])
    assert [place_of(keys, key) for key in (3, 8, 5, 9)] == [0, 1, None, None]


def test_a_twin_has_the_text_of_its_canonical_whichever_came_first(packed):
    library = packed(articles=[facts(10, canonical=30, is_indexable=False, title="Twin?")])
    node = library.nodes([0])[0]
    assert (node.text, node.is_indexable) == (2, False)
    assert library.nodes([2])[2].text == 2
    assert library.twins([2, 1]) == [0]


def test_the_same_question_is_the_same(packed):
    asked = [facts(10, title="What  is LAW?"), facts(20, title="what is law?")]
    nodes = packed(articles=asked).nodes([0, 1, 2])
    assert nodes[0].question == nodes[1].question != nodes[2].question


def test_links_lead_both_ways(packed):
    library = packed(links=[(10, 30), (20, 30), (10, 20)])
    assert sorted(library.links_from([0])) == [Link(0, 1, ""), Link(0, 2, "")]
    assert sorted(library.links_to([2])) == [Link(0, 2, ""), Link(1, 2, "")]


def test_a_link_of_an_article_that_was_removed_meanwhile_is_left_out(packed):
    library = packed(links=[(10, 15), (15, 10)], waiting=[("/a", 10), ("/a", 15)])
    assert not list(library.links_from([0], waiting=True))
    assert not list(library.links_to([0]))


def test_those_that_wait_for_the_same_know_of_each_other(packed):
    library = packed(links=[(10, 20)], waiting=[("/a", 10), ("/a", 30), ("/b", 10)])
    stored, waiting = sorted(library.links_from([0], waiting=True), key=lambda x: x.target is None)
    assert stored == Link(0, 1, "")
    assert list(library.links_from([0])) == [stored]
    found = library.links_waiting([waiting.waits_for])
    assert [link.article for link in found] == [0, 2]


def test_what_more_than_a_hundred_lead_to_says_nothing_of_them(packed):
    crowd = [(key, 10) for key in KEYS[1:101]]
    awaited = [("/crowd", key) for key in KEYS[:101]]
    library = packed(links=crowd, waiting=awaited)
    assert len(list(library.links_to([0]))) == 100
    waiting = next(x for x in library.links_from([0], waiting=True) if x.target is None)
    assert not list(library.links_waiting([waiting.waits_for]))
    library = packed(links=[*crowd, (KEYS[101], 10)])
    assert not list(library.links_to([0]))


def test_those_short_of_questions_that_show(packed):
    hidden = [facts(20, is_indexable=False, title=""), facts(40, is_live=False, title="")]
    links = [(10, 20), (10, 50), (60, 70), (60, 80)]
    library = packed(articles=hidden, links=links, waiting=[("/a", 10), ("/a", 20)])
    assert library.short_of(2, [5, 3, 0, 2]) == [0, 2]


def test_texts_are_found_by_their_terms_in_the_order_of_the_keys(packed):
    data = pack({7: 0.8, 9: 0.6})
    found = [SignatureFacts(key, key != 30, data) for key in (10, 30, 40)]
    library = packed(signatures=found)
    assert [(term, list(some)) for term, some in library.holders({9, 7}, 3)] == [
        (7, [0, 3]),
        (9, [0]),
    ]
    assert library.signatures([0, 2, 1]) == {0: unpack(data), 2: unpack(data), 1: {}}
