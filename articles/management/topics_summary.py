"""Text summary of a filling of topics."""

from articles.topics import Filled


def describe_filled_topics(filled: Filled) -> str:
    """Return one sentence.

    >>> describe_filled_topics(Filled(topics=506, articles=6204))
    '506 topics found, 6,204 articles put under other topics than before.'
    """
    return (
        f"{filled.topics:,} topics found,"
        f" {filled.articles:,} articles put under other topics than before."
    )
