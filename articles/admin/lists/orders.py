"""Orders of a list, each walked along an index, forwards and backwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`columns` are what the rows are sorted by, none of them null, the last one the row's key;
    all in one direction, `is_descending` where nothing else is asked for.

    `within` are the rows that have the columns, and `lacks` says whether others are there, which
    the list then leaves out. `spine` returns rows with the order's index alone
    (`spine_columns` of it), by which a walk is bounded; None: the key itself is the order.
    `link` is the rows' column with the key of the spine's, where there are fewer rows than spine:
    they are looked for by it, a part of the spine after the other.
    `parts`: where an index has the order only behind another column, {a value of that: its
    condition}; a walk merges them, and leaves out what the token `parts_of` has not chosen.
    """

    name: str
    label: str
    reversed_label: str
    columns: tuple[str, ...]
    is_descending: bool = True
    within: Q | None = None
    lacks: Callable[[], bool] | None = None
    spine: Callable[[], QuerySet] | None = None
    spine_columns: tuple[str, ...] = ()
    link: str = ""
    parts_of: str = ""
    parts: Mapping[str, Q] = field(default_factory=lambda: {"": Q()})

    @property
    def spine_is_whole(self) -> bool:
        """Whether the spine has a row for each row that has a place, and no other."""
        return self.within is not None and self.spine is not None and not self.link


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """An order that no index has: few rows are sorted by numbers, {key: number} of what a user may
    see, the largest first, or with `is_reversed` the least; of a search, which has no `numbers`,
    the best matches. `needs` is the token, with its value, without which they would not be few."""

    name: str
    label: str
    reversed_label: str = ""
    needs: tuple[str, str] | None = None
    numbers: Callable[..., Mapping[int, int]] | None = None


class Beyond(Func):
    """That a row stands behind a place, or before it: `(a, b) < (x, y)`, a range of the index of
    both columns (sqlite.org/rowvalue.html, section 2.1)."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], place: Place, sign: str) -> None:
        values = [value if isinstance(value, Value) else Value(value) for value in place]
        super().__init__(*(F(name) for name in columns), *values)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        parts, parameters = [], []
        for expression in self.source_expressions:
            sql, values = compiler.compile(expression)
            parts.append(sql)
            parameters += values
        half = len(parts) // 2
        left, right = ", ".join(parts[:half]), ", ".join(parts[half:])
        return f"({left}) {self.sign} ({right})", parameters


def sorted_by(columns: Sequence[str], *, is_descending: bool) -> list[str]:
    """Return the arguments of `order_by`."""
    return [f"-{name}" for name in columns] if is_descending else list(columns)
