"""Tables beyond every measure: they stay text, of which nothing is lost."""

import pytest

from articles.core.rendering import render
from articles.core.rendering.table_limits import MAX_CELLS, MAX_COLUMNS, has_vast_table


def table(columns, rows=0, *, row="|a|"):
    """A head, its delimiters, and rows of one cell each unless another is given."""
    return "\n".join(["|b" * columns + "|", "|-" * columns + "|", *[row] * rows])


def test_the_widest_table_is_a_table():
    html = render(table(MAX_COLUMNS)).html
    assert html.count('<th scope="col">b</th>') == MAX_COLUMNS


def test_a_wider_one_stays_as_it_was_typed_and_all_else_is_rendered():
    wide = table(MAX_COLUMNS + 1, 2, row="|*a*|c|")
    row = "|<em>a</em>|c|"
    head, delimiters = "|b" * (MAX_COLUMNS + 1) + "|", "|-" * (MAX_COLUMNS + 1) + "|"
    rendered = render(f"### Why?\n\n{wide}\n\nSo.")
    assert rendered.html == (
        f'<h3 id="section-why">Why?</h3>\n<p>{head}\n{delimiters}\n{row}\n{row}</p>\n<p>So.</p>\n'
    )
    assert rendered.plain_text.count("b") == MAX_COLUMNS + 1


def test_cells_that_nobody_wrote_are_not_made_without_end():
    rows = MAX_CELLS // MAX_COLUMNS
    full = table(MAX_COLUMNS, rows - 1)
    assert not has_vast_table(full)
    assert has_vast_table(f"{full}\n|a|")
    assert render(f"{full}\n|a|").html.count("|a|") == rows


@pytest.mark.parametrize(
    "markdown",
    [
        "",
        "|",
        "a|b\n-|-\nc|d",
        "|" * 1_000,
        "-" * 1_000,
        "|a" * 1_000,
        "| " * 1_000 + "\n---",
        "\n\n".join([table(100, 10)] * 10),
    ],
    ids=["nothing", "bar", "table", "bars", "rule", "row", "blanks", "tables"],
)
def test_what_is_within_the_limits(markdown):
    assert not has_vast_table(markdown)


@pytest.mark.parametrize("prefix", ["", "   ", "> ", "- ", "1. ", "> - "])
@pytest.mark.parametrize("cell", ["-", ":-", "-:", ":-:", " --- ", "\t-"])
@pytest.mark.parametrize(("before", "after"), [("|", "|"), ("", ""), ("|", "")])
def test_delimiters_are_seen_wherever_the_engine_sees_them(prefix, cell, before, after):
    count = MAX_COLUMNS + 1
    head, delimiters = (before + "|".join([x] * count) + after for x in ("a", cell))
    again = prefix if ">" in prefix else " " * len(prefix)
    again = again.replace("-", " ")
    markdown = f"{prefix}{head}\n{again}{delimiters}"
    assert has_vast_table(markdown)
    assert "<table" not in render(markdown).html
