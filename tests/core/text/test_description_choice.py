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


OWN = "Metaethics asks what moral judgements are, whence they come, and whether any can be true."


@pytest.mark.parametrize(
    ("raw", "short", "is_own", "expected"),
    [
        ("", OWN, False, OWN),
        ("An overview of metaethics.", OWN, False, OWN),
        ("An overview of metaethics.", "word " * 40, False, "An overview of metaethics."),
        (DEFINITION, OWN, True, DEFINITION),
        ("An overview of metaethics.", "", False, "An overview of metaethics."),
    ],
)
def test_a_short_answer_is_a_candidate_where_the_beginning_is_none(raw, short, is_own, expected):
    texts = {"question": "What is metaethics?", "plain_text": "Here are its parts:"}
    chosen = choose_description(raw, **texts, short_answer=short, is_own=is_own)
    assert chosen.text == expected


def test_an_editors_short_answer_stands_before_the_beginning_of_the_text():
    texts = {"question": "What is metaethics?", "plain_text": DEFINITION}
    chosen = choose_description("An overview.", **texts, short_answer=OWN, is_own=True)
    assert chosen == Description(OWN, Origin.ANSWER_SAYS_MORE)


def test_one_whose_letters_are_lost_for_good_is_not_shown():
    chosen = choose_description(
        "The kings of Dl Riata.", question="Who?", plain_text="Dál Riata, or Dàl Riata, had many."
    )
    assert chosen == Description("Dál Riata, or Dàl Riata, had many.", Origin.ANSWER_STANDS_IN)
