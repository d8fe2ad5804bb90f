"""Which topics are chosen, and what belongs to them."""

from articles.core.topics import (
    Profile,
    choose_topics,
    most_topics,
    profile_of,
    topics_by_texts,
    topics_by_words,
)
from tests.core.topics.library import MATTERS, described, library, matter_terms


def profiles(found):
    return [each.profile._replace(key=key) for key, each in enumerate(found, start=1)]


def test_what_its_articles_have_in_common_makes_a_topic_and_a_general_keyword_none():
    names = [each.name for each in choose_topics(list(library().values()), [])]
    assert set(names) <= {matter.capitalize() for matter in MATTERS}
    assert len(names) == most_topics(60) == 10


def test_the_order_of_the_articles_makes_no_difference():
    articles = list(library().values())
    assert choose_topics(articles, []) == choose_topics(articles[::-1], [])


def test_known_topics_are_not_found_again_and_leave_less_room():
    articles = list(library().values())
    first = choose_topics(articles, [])
    assert choose_topics(articles, profiles(first)) == []
    known = profiles(first)[:8]
    more = choose_topics(articles, known)
    assert len(more) == 2
    assert not {each.name for each in more} & {each.name for each in first[:8]}


def test_a_phrase_that_stands_in_a_longer_one_mostly_is_no_topic():
    """Three in five ask for a dance named after the matter, not for the matter."""
    articles = library()
    for number in range(4):
        article = articles[1 + number]
        articles[article.key] = described(
            article.key,
            f"What is number {number} of the cells dance?",
            article.keywords,
            terms=matter_terms(0, number),
        )
    names = {each.name for each in choose_topics(list(articles.values()), [])}
    assert "Cells" not in names


def test_how_many_topics_there_are_follows_the_size():
    assert [most_topics(count) for count in (60, 320, 5_000)] == [10, 20, 60]


def topic(phrase=("cell",), key=7):
    """A topic whose texts have the terms of the first matter, of which four in seven are like."""
    members = [article for number, article in library().items() if number < 100]
    return profile_of(key, [phrase], members)


def test_the_question_speaks_more_than_a_keyword():
    asked = described(1, "What is a cell?", ["x"], terms=matter_terms(0, 1))
    keyword = described(2, "What is this?", ["cells"], terms=matter_terms(0, 1))
    (_, first), (_, second) = (
        topics_by_words(article, [topic()])[0] for article in (asked, keyword)
    )
    assert first > second > 0


def test_a_part_of_a_keyword_counts_where_the_text_is_like_the_topic():
    article = described(2, "What is this?", ["stem cells"], terms=matter_terms(0, 1))
    assert [key for key, _ in topics_by_words(article, [topic()])] == [7]


def test_a_word_alone_puts_nothing_under_a_topic():
    """A prison's cells have nothing to do with these."""
    prison = described(1, "What is a cell in a prison?", ["cells"], terms=range(50, 58))
    assert topics_by_words(prison, [topic()]) == []


def test_an_article_has_three_topics_at_most_the_best_first():
    article = described(1, "What is a cell?", list("wxyz"), terms=matter_terms(0, 1))
    others = [
        Profile(key, ((letter,),), topic().centre, topic().usual)
        for key, letter in enumerate("wxyz", start=1)
    ]
    found = [key for key, _ in topics_by_words(article, [*others, topic()])]
    assert found == [7, 1, 2]


def test_without_words_the_text_decides_and_related_articles_make_it_easier():
    alike = described(1, "What is this?", [], terms=matter_terms(0, 1))
    assert [key for key, _ in topics_by_texts(alike, [topic()], {})] == [7]
    partly = described(2, "What is this?", [], terms=[1000, 1001, 1002, 1003, 50, 51, 52, 53])
    assert topics_by_texts(partly, [topic()], {7: 1}) == []
    assert [key for key, _ in topics_by_texts(partly, [topic()], {7: 2})] == [7]
    other = described(3, "What is this?", [], terms=range(50, 58))
    assert topics_by_texts(other, [topic()], {7: 9}) == []


def test_nothing_is_like_a_topic_that_no_article_has_a_word_of():
    empty = profile_of(1, [("zymurgy",)], library().values())
    article = described(1, "What is zymurgy?", [], terms=[1])
    assert topics_by_words(article, [empty]) == topics_by_texts(article, [empty], {}) == []
