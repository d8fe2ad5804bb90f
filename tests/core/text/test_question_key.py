"""Questions that ask the same in nearly the same words, and those that do not."""

import pytest

from articles.core.text.question_key import question_digest, question_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is light?", "what is light"),
        ("Can you explain Newton's Laws?", "What are Newton’s laws?"),
        ("What is the minimum principle?", "What is a minimum principle?"),
        ("What are the key differences of X?", "What are the differences of X?"),
        ("Describe the steps of mitosis.", "What are the steps of mitosis?"),
        ("How does it apply to physics?", "How does it apply in physics?"),
        ("Who was Émile Durkheim?", "Who was Emile Durkheim?"),
        ("What is a circular calendar?", "What are circular calendars?"),
    ],
)
def test_the_same_is_asked(one, other):
    assert question_digest(one) == question_digest(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is light?", "Why is light?"),
        ("How is light made?", "What is light made of?"),
        ("When did it begin?", "Where did it begin?"),
        ("Who was Newton?", "What was Newton?"),
        ("What is C?", "What is C++?"),
        ("How does A affect B?", "How does B affect A?"),
        ("Why do cells divide?", "Why do cells not divide?"),
        ("Which costs more?", "Which costs less?"),
        ("What is a key signature?", "What is a signature?"),
        ("What is $x^2$?", "What is $x^3$?"),
        ("Bus", "Bu"),
    ],
)
def test_another_thing_is_asked(one, other):
    assert question_digest(one) != question_digest(other)


def test_what_has_no_words_is_like_nothing():
    assert question_key("?!") == question_digest("?!") == question_digest("Is it?") == ""
