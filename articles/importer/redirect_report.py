"""Report of a redirect list: the rows that are left to a person, as a file to be worked off."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from articles.importer.redirect_list import ListedRow, Row, normalise

# What a spreadsheet takes for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row of the list that nothing was done with. `row` is its line in the list, `ends_at` the
    end of the chain that begins with it, where that is another address than `new_path`."""

    old_path: str
    new_path: str
    row: int
    verdict: str
    reason: str
    ends_at: str


def left_rows(listed: Iterable[ListedRow], rows: Iterable[Row]) -> list[LeftRow]:
    """Return the listed rows that are left to a person, in the order of the list: of an old address
    that the list sends to several places each."""
    decided = {row.old_path: row for row in rows}
    return [
        _left(one, row)
        for one in listed
        if (row := decided[normalise(one.old_path)]).verdict.is_left
    ]


def write_left_rows(path: str, left: Sequence[LeftRow]) -> None:
    """Write them as CSV where the name ends in .csv, else as JSON; raises OSError.

    The CSV's first two columns are those of a list: corrected, it can be imported itself.
    """
    text = _as_csv(left) if path.lower().endswith(".csv") else _as_json(left)
    Path(path).write_text(text, encoding="utf-8", newline="")


def _left(one: ListedRow, row: Row) -> LeftRow:
    return LeftRow(
        old_path=one.old_path,
        new_path=one.new_path,
        row=one.line,
        verdict=row.verdict.name.lower(),
        reason=row.verdict.reason,
        ends_at="" if row.new_path == normalise(one.new_path) else row.new_path,
    )


def _as_csv(left: Sequence[LeftRow]) -> str:
    names = [field.name for field in fields(LeftRow)]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(names)
    writer.writerows([_inert(getattr(row, name)) for name in names] for row in left)
    return stream.getvalue()


def _inert(value: str | int) -> str | int:
    """A list is the publisher's, and a spreadsheet obeys what begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_SIGNS) else value


def _as_json(left: Sequence[LeftRow]) -> str:
    report = {
        "counts": dict(Counter(row.verdict for row in left)),
        "left": [asdict(row) for row in left],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
