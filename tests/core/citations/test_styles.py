"""References in the forms of APA 7 and MLA 9."""

from datetime import date

import pytest

from articles.core.citations import CitedPage, Piece, as_apa, as_mla, read_authors
from articles.core.citations.title_capitals import in_title_capitals


def make_page(title="What is light?", author="", day=date(2024, 12, 7), site="QuickTakes"):
    pieces = (Piece(title),) if isinstance(title, str) else tuple(title)
    url = "https://a.example/learn/physics/questions/light"
    authors = read_authors(author, organisations=frozenset({"QuickTakes"}))
    return CitedPage(pieces, authors, site, url, day, "light")


URL = "a.example/learn/physics/questions/light"


@pytest.mark.parametrize("author", ["", "QuickTakes"])
def test_a_site_that_is_the_author_is_named_once(author):
    page = make_page(author=author)
    assert str(as_apa(page)) == f"QuickTakes. (2024, December 7). What is light? https://{URL}"
    assert str(as_mla(page)) == f"“What Is Light?” QuickTakes, 7 Dec. 2024, {URL}."
    assert as_apa(page).emphasised == "What is light?"
    assert as_mla(page).emphasised == "QuickTakes"


@pytest.mark.parametrize(
    ("author", "apa", "mla"),
    [
        ("Jane Mary Roe", "Roe, J. M.", "Roe, Jane Mary."),
        ("J.R.R. Tolkien", "Tolkien, J. R. R.", "Tolkien, J.R.R."),
        ("Jean-Paul Sartre", "Sartre, J.-P.", "Sartre, Jean-Paul."),
        ("Martin Luther King, Jr.", "King, M. L., Jr.", "King, Martin Luther, Jr."),
        ("Jane Roe and John Doe", "Roe, J., & Doe, J.", "Roe, Jane, and John Doe."),
        ("A Roe, B Roe and C Roe", "Roe, A., Roe, B., & Roe, C.", "Roe, A, et al."),
        ("The Royal Society", "The Royal Society.", "Royal Society."),
        ("Plato", "Plato.", "Plato."),
    ],
)
def test_authors(author, apa, mla):
    page = make_page(author=author)
    assert str(as_apa(page)).startswith(f"{apa} (2024, December 7). What is light? QuickTakes. h")
    assert str(as_mla(page)) == f"{mla} “What Is Light?” QuickTakes, 7 Dec. 2024, {URL}."


def test_more_than_twenty_authors_are_cut_by_apa():
    names = [f"A{chr(97 + number)} Roe" for number in range(22)]
    apa = str(as_apa(make_page(author="; ".join(names))))
    assert apa.count("Roe, A.") == 20
    assert "Roe, A., . . . Roe, A. (2024" in apa


def test_a_page_without_a_date():
    page = make_page(day=None)
    assert str(as_apa(page)).startswith("QuickTakes. (n.d.). What is light?")
    assert str(as_mla(page)) == f"“What Is Light?” QuickTakes, {URL}."


@pytest.mark.parametrize(("month", "short"), [(5, "May"), (6, "June"), (7, "July"), (9, "Sept.")])
def test_months_are_shortened_as_mla_does(month, short):
    assert f", 1 {short} 2025, " in str(as_mla(make_page(day=date(2025, month, 1))))


def test_a_title_without_an_end_gets_a_period():
    page = make_page("Explain light")
    assert " Explain light. https" in str(as_apa(page))
    assert "“Explain Light.” Quick" in str(as_mla(page))


def test_quotation_marks_within_are_single_in_mla_alone():
    page = make_page('What do “a b” and "c d" mean?')
    assert 'What do “a b” and "c d" mean?' in str(as_apa(page))
    assert "“What Do ‘a b’ and ‘c d’ Mean?”" in str(as_mla(page))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("what are the steps of a proof by induction?", None),
        ("How do plants grow from light?", "How Do Plants Grow from Light?"),
        ("What is it for?", "What Is It For?"),
        ("Newton: a life", "Newton: A Life"),
        ("Why is pH low on an iPhone 3G?", "Why Is pH Low on an iPhone 3G?"),
        ("What is x in a real-world state-of-the-art test?", None),
        ("How does the 'cd' command work?", "How Does the 'cd' Command Work?"),
        ("What does os.path.join(a, b) do?", "What Does os.path.join(a, b) Do?"),
        ("What's new (and why)?", "What's New (and Why)?"),
    ],
)
def test_capitals_of_titles(title, expected):
    expected = expected or {
        "w": "What Are the Steps of a Proof by Induction?",
        "W": "What Is x in a Real-World State-of-the-Art Test?",
    }.get(title[0])
    assert in_title_capitals([Piece(title)]) == expected


def test_code_and_formulas_keep_their_letters():
    pieces = [Piece("why is "), Piece("sin x", r"\sin x", is_verbatim=True), Piece(" so odd?")]
    assert in_title_capitals(pieces) == "Why Is sin x So Odd?"
    assert "“Why Is sin x So Odd?”" in str(as_mla(make_page(pieces)))
