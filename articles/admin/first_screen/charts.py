"""Small charts as SVG, made on the server: a drawing, and its figures as a table.

Every number in the drawing is an attribute (`style-src` allows no style of an element), its colours
are those of the style sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 240, 56
_ROOM = 4


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    is_last: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`values` belong to the weeks that end on `days`, the oldest first; None where nothing is
    known. `is_level`: how many there are at a time, drawn as a line between the least and the most
    of them; else how many came in a week, drawn as bars from zero."""

    name: str
    title: str
    days: Sequence[date]
    values: Sequence[int | None]
    is_level: bool = True

    width = WIDTH
    height = HEIGHT

    @property
    def known(self) -> list[int]:
        return [value for value in self.values if value is not None]

    @property
    def is_shown(self) -> bool:
        """One week alone is no course of things."""
        return len(self.known) > 1

    @property
    def rows(self) -> list[tuple[date, int | None]]:
        return list(zip(self.days, self.values, strict=True))

    @property
    def summary(self) -> str:
        """`"Views a week: 12 weeks, from 1,204 to 1,141; least 804, most 1,941"`."""
        known = self.known
        return (
            f"{self.title}: {len(known)} weeks, from {known[0]:,} to {known[-1]:,};"
            f" least {min(known):,}, most {max(known):,}"
        )

    @property
    def lines(self) -> list[str]:
        """Return the points of each line, "x,y x,y": a week of which nothing is known ends one."""
        lines: list[list[str]] = [[]]
        for x, value in zip(self._places(), self.values, strict=True):
            if value is None:
                lines.append([])
            else:
                lines[-1].append(f"{x:.1f},{self._level(value):.1f}")
        return [" ".join(line) for line in lines if len(line) > 1]

    @property
    def last(self) -> tuple[float, float]:
        """Return where the newest value stands."""
        number = max(n for n, value in enumerate(self.values) if value is not None)
        return round(self._places()[number], 1), round(self._level(self.values[number]), 1)

    @property
    def bars(self) -> list[Bar]:
        step, top = WIDTH / len(self.values), max(self.known) or 1
        bars = []
        for number, value in enumerate(self.values):
            height = round((HEIGHT - _ROOM) * (value or 0) / top, 1)
            is_last = number == len(self.values) - 1
            x, y = round(number * step + 2, 1), round(HEIGHT - height, 1)
            bars.append(Bar(x, y, round(step - 4, 1), height, is_last))
        return bars

    def _places(self) -> list[float]:
        step = (WIDTH - 2 * _ROOM) / max(len(self.values) - 1, 1)
        return [_ROOM + number * step for number in range(len(self.values))]

    def _level(self, value: int) -> float:
        low, high = min(self.known), max(self.known)
        if low == high:
            return HEIGHT / 2
        return HEIGHT - _ROOM - (HEIGHT - 2 * _ROOM) * (value - low) / (high - low)
