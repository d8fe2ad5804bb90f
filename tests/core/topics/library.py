"""An invented subject: matters with words of their own, and keywords that stand everywhere."""

from articles.core.topics import Described

MATTERS = (
    *("cells", "courts", "metals", "poems", "rivers", "stars"),
    *("markets", "bridges", "volcanoes", "treaties", "enzymes", "glaciers"),
)
GENERAL = "efficiency"


def described(key, question, keywords=(), **terms):
    """An article whose signature has these terms, by their numbers, with equal weight."""
    numbers = terms["terms"]
    weight = (1 / len(numbers)) ** 0.5
    return Described(key, question, keywords, dict.fromkeys(numbers, weight))


def matter_terms(place, number):
    """Four terms that all of a matter have, two of the article's own, one that all have."""
    own = [10_000 + 100 * place + 2 * number, 10_001 + 100 * place + 2 * number]
    return [*range(1_000 + 10 * place, 1_004 + 10 * place), *own, 1]


def library(each=5):
    """{key: article}, `each` of every matter; the general keyword stands in every third, and in
    five questions of as many matters."""
    found = []
    for place, matter in enumerate(MATTERS):
        for number in range(each):
            key = 100 * place + number + 1
            has_general = key % 3 == 0
            question = f"What is number {number} of the {matter}?"
            if number == 0 and place < 5:
                question = f"How does {GENERAL} matter to the {matter}?"
            keywords = [matter, *([GENERAL] if has_general or number == 0 else [])]
            found.append(described(key, question, keywords, terms=matter_terms(place, number)))
    return {article.key: article for article in found}
