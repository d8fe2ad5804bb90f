"""Names of authors as references need them."""

import pytest

from articles.core.citations import Author, read_authors

OWN = frozenset({"Quick Takes"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quick Takes", [("Quick Takes",)]),
        ("QuickTakes Team", [("QuickTakes Team",)]),
        ("Editorial and Science Staff", [("Editorial and Science Staff",)]),
        ("University of Oslo", [("University of Oslo",)]),
        ("The Royal Society", [("The Royal Society",)]),
        ("user@a.example", [("user@a.example",)]),
        ("Plato", [("Plato",)]),
        ("王小明", [("王小明",)]),
        ("jane roe", [("jane roe",)]),
        ("Jane Roe", [("Roe", "Jane")]),
        ("Roe, Jane", [("Roe", "Jane")]),
        ("Dr. Jane M. Roe, MD, PhD", [("Roe", "Jane M.")]),
        ("Prof. Dr. Jane Roe", [("Roe", "Jane")]),
        ("Martin Luther King, Jr.", [("King", "Martin Luther", "Jr.")]),
        ("John Doe III", [("Doe", "John", "III")]),
        ("Ludwig van Beethoven", [("van Beethoven", "Ludwig")]),
        ("Jane Roe and John Doe", [("Roe", "Jane"), ("Doe", "John")]),
        ("Roe, Jane; Doe, John", [("Roe", "Jane"), ("Doe", "John")]),
        ("Jane Roe, John Doe & Ann Poe", [("Roe", "Jane"), ("Doe", "John"), ("Poe", "Ann")]),
        ("", []),
    ],
)
def test_names_are_taken_apart_where_they_can_be(text, expected):
    assert read_authors(text, organisations=OWN) == tuple(Author(*name) for name in expected)
