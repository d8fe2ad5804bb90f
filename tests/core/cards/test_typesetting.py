"""Headlines: every sign has a face, every line fits, and no word is left alone."""

import pytest

from articles.core.cards.typefaces import MATHEMATICS, SYMBOLS, TEXT, placed, runs_of
from articles.core.cards.typesetting import SIZES, _tokens, fit, line_width, words_of

MEASURE, HEIGHT = 1032, 350
LONG = (
    "What is the difference between correlation and causation and why can two variables be"
    " strongly correlated even when neither has any effect on the other?"
)


def text_of(line):
    return "".join(
        (" " if word.has_blank and word is not line[0] else "")
        + "".join(run.text for run in word.runs)
        for word in line
    )


def lines_of(heading):
    headline = fit(words_of(heading), measure=MEASURE, height=HEIGHT)
    assert all(line_width(line) * headline.size <= MEASURE for line in headline.lines)
    assert len(headline.lines) * headline.size * 1.22 <= HEIGHT
    return headline.size, [text_of(line) for line in headline.lines]


@pytest.mark.parametrize(
    "heading",
    ["What is light?", "Why is the sky blue and the sunset red?", LONG, "x " * 40, "a-b " * 20],
)
def test_everything_is_set_and_fits(heading):
    _, lines = lines_of(heading)
    assert " ".join(lines) == heading.strip()


def test_a_short_question_is_set_large_and_a_long_one_smaller():
    assert lines_of("What is light?") == (SIZES[0], ["What is light?"])
    size, lines = lines_of(LONG)
    assert size < SIZES[2]
    assert len(lines[-1]) > len(max(lines, key=len)) / 2


def test_no_word_stands_alone_in_the_last_line():
    _, lines = lines_of("What were the main causes of the fall of Rome?")
    assert len(lines[-1].split()) > 1


def test_what_does_not_fit_ends_in_an_ellipsis_after_a_word():
    size, lines = lines_of(" ".join(["Explain the consequences of this interaction"] * 20))
    assert size == SIZES[-1]
    assert lines[-1].endswith("…")
    assert lines[-1][:-1].split()[-1] in {
        "Explain",
        "the",
        "consequences",
        "of",
        "this",
        "interaction",
    }


def test_a_word_without_end_is_cut_into_lines():
    _, lines = lines_of("a" * 100)
    assert "".join(lines) == "a" * 100
    _, lines = lines_of("a" * 1_000)
    assert lines[-1].endswith("…")


def test_signs_of_full_width_break_anywhere_but_before_a_full_stop():
    """A face that has them is the site's own; here the tokens alone are looked at."""
    tokens = [token for token, _, may_end in _tokens("ab光と。cd は")]
    assert tokens == ["ab", "光", "と。", "cd", "は"]


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("Light", [TEXT]),
        ("Göbekli Tepe, ε-NFA, σ", [TEXT]),
        ("Свет и φως", [TEXT]),
        ("a → b ⇌ c ∑", [TEXT, SYMBOLS]),
        ("⅗ of all", [SYMBOLS, TEXT]),
    ],
)
def test_each_sign_is_set_in_a_face_that_has_it(text, faces):
    runs, missing = runs_of(text, (TEXT, SYMBOLS, MATHEMATICS))
    assert missing == 0
    assert "".join(run.text for run in runs) == text
    assert list(dict.fromkeys(run.face for run in runs)) == faces


@pytest.mark.parametrize("sign", ["物", "🙂", "ก", "अ", "\U0010fffd"])
def test_what_no_face_has_is_left_out_and_counted(sign):
    assert runs_of(f"a{sign}b", (TEXT, SYMBOLS)) == (
        [(("ab"), TEXT, 0)],
        1,
    )


@pytest.mark.parametrize("sign", ["\u200d", "\u200b", "\ufe0f", "\u2066", "\x07"])
def test_what_prints_nothing_is_not_missed(sign):
    assert runs_of(sign, (MATHEMATICS,))[1] == 0


def test_a_question_of_which_little_can_be_drawn_has_no_words():
    assert words_of("光とは何ですか？") == []
    assert [text_of([word]) for word in words_of("Why 🙂 is it called an emoji?")][:2] == [
        "Why",
        "is",
    ]


def test_an_exponent_stands_over_its_index():
    (word,) = words_of(r"$x_1^2$")
    places, end = placed(word.runs)
    assert [run.shift for run, _ in places] == [0, -1, 1]
    assert places[1][1] == places[2][1]
    assert end > places[2][1]


def test_a_text_that_runs_to_the_left_is_set_in_one_face():
    for word in words_of("מהו אור, ומהי מהירותו בריק (299,792 km/s)?"):
        assert {run.face for run in word.runs} == {SYMBOLS}
