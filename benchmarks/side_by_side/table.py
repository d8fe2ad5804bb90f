"""Rows of figures, as a Markdown table with a ratio in its last column."""

import sys
from dataclasses import dataclass

from benchmarks.side_by_side.measurement import Figures


@dataclass(frozen=True)
class Row:
    """One line: who answered, what was asked for, and the row's figures."""

    who: str
    what: str
    figures: Figures


def print_table(rows: list[Row], unit: str, baseline: str) -> None:
    """Print the rows; the last column is the rate relative to the baseline's for the same thing."""
    print(f"| | | {unit} a second | p50 ms | p99 ms | CPU s per 1,000 | MB | × {baseline} |")
    print("| --- | --- " + "| ---: " * 6 + "|")
    of_baseline = {row.what: row.figures.rate for row in rows if row.who == baseline}
    for row in rows:
        figures = row.figures
        base = of_baseline.get(row.what)
        cells = (
            row.who,
            row.what,
            number(figures.rate) + (f" ({figures.errors} errors)" if figures.errors else ""),
            number(figures.p50_ms),
            number(figures.p99_ms),
            number(figures.cpu_seconds_per_thousand),
            f"{figures.megabytes:,.0f}",
            f"**{number(figures.rate / base)}**" if base else "",
        )
        print(f"| {' | '.join(cells)} |", flush=True)
    print()


def number(value: float | None) -> str:
    """Three figures: 13,421, 53.2, 0.061.

    >>> number(13421.4), number(53.24), number(0.0612), number(None)
    ('13,421', '53.2', '0.061', '')
    """
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def say(progress: str) -> None:
    """Print what is being done to the standard error: the table alone goes to the output."""
    print(progress, file=sys.stderr, flush=True)
