"""The choice between a file's description and the answer's first sentences."""

import pytest

from articles.core.text.description_choice import (
    Description,
    Origin,
    answer_sentences,
    choose_description,
)
from tests.core.text.case_files import load_cases


@pytest.mark.parametrize(("texts", "expected"), load_cases("description_choices"))
def test_the_one_that_says_more_is_shown(texts, expected):
    chosen = choose_description(
        texts["description"], question=texts["question"], plain_text=texts["answer"]
    )
    assert (chosen.text, chosen.origin.name) == (expected["text"], expected["origin"])


DEFINITION = "Metaethics examines the nature and the foundations of moral values and judgements."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DEFINITION + "\nMore.", DEFINITION),
        ("Metaethics\n" + DEFINITION, DEFINITION),
        ("It is a science of its own, of which much has been said in the last years.", ""),
        ("Metaethics differs from ethics in several key aspects, each explained.", ""),
        ("Here are the most common methods of those who measure the weight of stars.", ""),
        ("I cannot answer, as the gathered information says nothing of weights.", ""),
        ("The weight is m_1 + m_2 times the distance of the two, as everybody knows.", ""),
        ("Short.", ""),
        ("A sentence without an end that goes on and on for more than seventy characters", ""),
        ("word " * 40 + ".", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_whole_sentences_that_stand_by_themselves(answer, expected):
    assert answer_sentences(answer) == expected


def test_short_sentences_are_joined_until_they_say_enough():
    answer = (
        "Light is a wave. It is also a stream of particles, each of which carries a quantum of it."
    )
    assert answer_sentences(answer) == answer


def test_without_a_description_the_first_sentence_stands_in():
    for raw in ("", "  ", "For all $orall$ x"):
        chosen = choose_description(raw, question="What?", plain_text="One. Two.")
        assert chosen == Description("One.", Origin.ANSWER_STANDS_IN)


def test_one_whose_letters_are_lost_for_good_is_not_shown():
    chosen = choose_description(
        "The kings of Dl Riata.", question="Who?", plain_text="Dál Riata, or Dàl Riata, had many."
    )
    assert chosen == Description("Dál Riata, or Dàl Riata, had many.", Origin.ANSWER_STANDS_IN)
