"""Likeness: texts first, questions beside them."""

import pytest

from articles.core.duplicates.likeness import NEAR, asked_words, likeness

TEXT = [f"word{n}" for n in range(100)]
EMAIL = asked_words("What are the main components of an email system?")
SAME = asked_words("What are the essential components of an email system?")
OTHER = asked_words("Why do plants use light?")


def of_share(part):
    """A text that shares this part of its words with TEXT, in order."""
    kept = round(100 * part)
    return TEXT[:kept] + [f"else{n}" for n in range(100 - kept)]


@pytest.mark.parametrize(
    ("part", "asked", "is_near"),
    [
        (1.0, OTHER, True),
        (0.9, OTHER, True),
        (0.6, SAME, True),
        (0.6, OTHER, False),
        (0.8, OTHER, False),
        (0.49, EMAIL, False),
    ],
)
def test_texts_and_questions_decide_together(part, asked, is_near):
    score = likeness((TEXT, of_share(part)), (EMAIL, asked))
    assert (score >= NEAR) == is_near
