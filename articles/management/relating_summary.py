"""Text summary of a computation of related questions."""

from articles.relating import Filled


def describe_filled(filled: Filled) -> str:
    """Return one sentence.

    >>> describe_filled(Filled(articles=11573, lists=7664, inbound=2312))
    '7,664 lists of related questions changed, 2,312 links added to articles that few lead to.'
    """
    return (
        f"{filled.lists:,} lists of related questions changed,"
        f" {filled.inbound:,} links added to articles that few lead to."
    )
