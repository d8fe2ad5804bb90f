"""Letters with accents that a field has lost come back from the answer, and only they."""

import unicodedata

import pytest

from articles.core.text.keywords import shown_keywords
from articles.core.text.lost_letters import Restored, restore_letters
from articles.core.text.search_words import search_text


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("Schrdinger's cat", "Schrödinger had none.", "Schrödinger's cat"),
        ("mile Durkheim's view", "Émile Durkheim wrote it.", "Émile Durkheim's view"),
        ("al-Khwrizm, algebra", "By al-Khwārizmī.", "al-Khwārizmī, algebra"),
        ("Bla Bartk, Zoltn Kodly", "Béla Bartók, Zoltán Kodály", "Béla Bartók, Zoltán Kodály"),
        ("On Da de los Muertos", "Día de los Muertos", "On Día de los Muertos"),
        ("C Chulainn and U Nill", "Cú Chulainn, Uí Néill", "Cú Chulainn and Uí Néill"),
        ("El Nio, La Nia", "El Niño and La Niña", "El Niño, La Niña"),
        ("Jos Rizal", unicodedata.normalize("NFD", "José Rizal"), "José Rizal"),
        ("Jos Rizal", "**José** Rizal", "José Rizal"),
    ],
)  # fmt: skip
def test_a_word_that_lost_letters_is_restored(text, answer, expected):
    assert restore_letters(text, answer) == Restored(expected)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("He ran a mile", "A mile is long; Émile ran it."),
        ("Jos Rizal, who wrote “Noli”", "José Rizal"),
        ("Ren Magritte, façade", "René Magritte"),
        ("what C is", "Cú Chulainn"),
        ("Da Vinci", "Día de los Muertos"),
        ("jos rizal", "José Rizal"),
        ("CH and H", "CH₄, H₂O, ΔH and µs"),
        ("Jose Rizal", "José Rizal"),
        ("", "José"),
        ("Jos", ""),
    ],
)
def test_what_may_be_a_word_of_its_own_stays(text, answer):
    assert restore_letters(text, answer) == Restored(text)


def test_a_word_that_could_be_two_stays_and_is_told():
    answer = "Dàl Riata, or Dál Riata, under José."
    assert restore_letters("Dl Riata, Jos", answer) == Restored("Dl Riata, José", ("Dl",))


def test_keywords_are_shown_restored_and_without_what_is_lost():
    answer = "Dàl Riata, or Dál Riata, under José."
    assert shown_keywords("Dl Riata, Jos, Picts", answer) == ["José", "Picts"]
    assert shown_keywords("Jos, ext{length }", answer) == []


def test_the_search_finds_the_word_that_was_lost():
    text = search_text("Who?", "Schrdinger, cat", "Of Schrdinger.", "Schrödinger.")
    assert (text.keywords, text.description) == ("schrodinger cat", "schrodinger")
