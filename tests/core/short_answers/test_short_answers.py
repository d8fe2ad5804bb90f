"""Short answers: which sentences of an answer are chosen, and where its page shows them."""

import json
from pathlib import Path

import pytest

from articles.core.rendering import render
from articles.core.short_answers import answer_first
from articles.core.short_answers.choice import choose
from articles.core.short_answers.listed_names import names_behind
from articles.core.short_answers.paragraphs import paragraphs, sentences

CASES = json.loads((Path(__file__).parent / "cases" / "short_answers.json").read_text("utf-8"))
FIRST = "The sky is blue because air scatters short waves of sunlight more than long ones."
CLOSING = "Salt lowers the freezing point of water because its dissolved ions hinder crystals."
ASKS = "How does salt affect the freezing of water?"
PRAISE = "Salt plays a crucial role in the freezing of water in several ways."


@pytest.mark.parametrize(
    ("texts", "expected"),
    [pytest.param(case["input"], case["expected"], id=case["label"]) for case in CASES],
)
def test_the_sentences_that_answer_are_chosen(texts, expected):
    rendered = render(texts["markdown"])
    found = choose(rendered.html, rendered.plain_text, texts["question"])
    assert (found and {"text": found.text, "place": found.place.value}) == expected


def first(markdown, question, **own):
    return answer_first(render(markdown), question=question, **own)


def test_the_texts_own_beginning_is_marked_where_it_stands():
    page = first(f"{FIRST} It was {{1871}}.\n\nMore.", "Why is the sky blue?")
    assert page.html.startswith(f'<p class="short-answer">{FIRST}')
    assert page.html.endswith("<p>More.</p>\n")
    assert (page.short_answer, page.short_answer_html) == (page.excerpt, "")
    assert page.plain_text == render(f"{FIRST} It was {{1871}}.\n\nMore.").plain_text


def test_what_stands_behind_it_becomes_a_paragraph_of_its_own():
    page = first(f"{FIRST} Here is more about it:\n\n- One", "Why is the sky blue?")
    expected = f'<p class="short-answer">{FIRST}</p>\n<p>Here is more about it:</p>\n<ul>'
    assert page.html.startswith(expected)


def test_one_from_the_end_stands_before_the_text_with_its_markup():
    text = CLOSING.replace("water", "water at $0^\\circ$").replace("dissolved", "*dissolved*")
    page = first(f"{PRAISE}\n\nIn summary, s{text[1:]}", ASKS)
    assert page.short_answer.startswith("Salt lowers the freezing point of water at 0")
    assert page.short_answer_html.startswith("Salt lowers the freezing point of water at <math>")
    assert "<em>dissolved</em>" in page.short_answer_html
    assert "short-answer" not in page.html


def test_a_list_of_names_is_only_for_where_the_list_is_not():
    markdown = "\n".join(f"- **{name} lake**: deep." for name in ("Big", "Old", "Red", "Wide"))
    page = first(f"There are several lakes in the valley:\n\n{markdown}", "What lakes are there?")
    assert page.excerpt == page.short_answer
    assert page.short_answer.startswith("There are several lakes in the valley: ")
    assert page.short_answer_html == ""
    assert "short-answer" not in page.html


def test_two_sentences_of_two_paragraphs_stand_together_at_the_head():
    case = next(case for case in CASES if case["label"].startswith("two questions"))
    page = first(case["input"]["markdown"], case["input"]["question"])
    assert page.html.startswith(f'<p class="short-answer">{page.short_answer}</p>\n<ul>')


def test_an_editors_own_wins_and_may_have_formulas():
    page = first(f"{FIRST}\n\nMore.", "Why is the sky blue?", own="  As $x^2$\nsays, *blue*. ")
    assert page.short_answer == page.excerpt == "As x² says, blue."
    assert page.short_answer_html.startswith("As <math>")
    assert page.short_answer_html.endswith(" says, <em>blue</em>.")
    assert "short-answer" not in page.html


def test_an_editors_own_that_repeats_the_beginning_is_marked_there():
    page = first(f"{FIRST} More of it.", "What?", own=FIRST)
    assert page.short_answer_html == ""
    assert page.html == f'<p class="short-answer">{FIRST}</p>\n<p>More of it.</p>\n'


def test_markup_of_an_editors_own_is_as_safe_as_an_answers():
    page = first("Text.", "What?", own="<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in page.short_answer_html
    assert "href" not in page.short_answer_html


def test_without_one_the_rendering_stays_as_it_is():
    rendered = render("Here are the steps:\n\n1. Mix.")
    assert answer_first(rendered, question="How?") is rendered


def test_sentences_end_outside_of_elements():
    html = '<b>One. Two.</b> Three <a href="/x">four. Five</a> six. <em>Seven.</em> Eight'
    assert [each.html for each in sentences(html)] == [
        "<b>One. Two.</b>",
        'Three <a href="/x">four. Five</a> six.',
        "<em>Seven.</em>",
        "Eight",
    ]


def test_paragraphs_of_the_first_level_alone_and_no_labels():
    rendered = render("**Label:**\n\n### Head\n\nA.\n\n- x\n\n  B.\n\n> C.\n\nD.")
    found = list(paragraphs(rendered.html))
    assert [each.text for each in found] == ["A.", "D."]
    assert [each.follows_heading for each in found] == [True, False]


def test_names_break_off_where_there_is_no_room():
    names = ("Heat Flow", "Heat Loss", "Heat Gain", "Heat Death")
    html = "<ul>" + "".join(f"<li><strong>{name}</strong>: x</li>" for name in names) + "</ul>"
    text = "A heat flow, loss, gain or death."
    assert names_behind(html, text, 90) == "heat flow, heat loss, heat gain, and heat death."
    assert names_behind(html, text, 33) == "heat flow, heat loss, heat gain…"
    assert names_behind(html, text, 20) == ""
    assert names_behind(html, "A heat.", 90).startswith("Heat Flow, ")


def test_a_text_of_nothing_but_stops_takes_no_time():
    page = first("a. " * 60_000, "What is a stop?")
    assert page.short_answer == ""
