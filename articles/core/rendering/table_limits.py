"""Limits on tables: answers with too wide or too many cells are rendered without tables.

Markdown gives each row of a table as many cells as its head has. Under a head of 500 columns a row
of four characters becomes 500 cells: 200,000 characters took three minutes and gave 247 MB of HTML.
And the engine needs time by the square of the columns: five seconds for 50,000. The widest table of
11,573 real files has 5 columns, the largest fewer than 100 cells.
"""

import re

MAX_COLUMNS = 100
# Those of all tables of an answer: four characters for each, in the longest that there can be.
MAX_CELLS = 50_000

# What a delimiter row consists of, behind the signs of a list or a quote.
_DELIMITERS = re.compile(r"[-:| \t\v\f]+")


def has_vast_table(markdown: str) -> bool:
    """Return whether a text has a table beyond the limits, in one walk over its lines.

    A row ends no table before the next blank line, as far as is looked at here, and whatever looks
    like a delimiter row is one, also in a code block: a text near the limits may be judged vast
    that is not quite.

    >>> has_vast_table("|a|b|\\n|-|-|\\n|c|")
    False
    """
    if "|" not in markdown:
        return False
    columns = cells = 0
    for line in markdown.split("\n"):
        if not line.strip(" \t"):
            columns = 0
        elif "|" in line:
            columns = max(columns, _delimited_columns(line))
        cells += columns
        if columns > MAX_COLUMNS or cells > MAX_CELLS:
            return True
    return False


def _delimited_columns(line: str) -> int:
    """How many columns a delimiter row in the line makes, 0 where there is none."""
    return max(sum("-" in cell for cell in run[0].split("|")) for run in _DELIMITERS.finditer(line))
