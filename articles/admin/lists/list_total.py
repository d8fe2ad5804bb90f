"""How many rows a list has, as far as that is known, in the shape in which actions ask for it."""

from dataclasses import dataclass

from articles.bulk_runs import MOST_ROWS


@dataclass(frozen=True, slots=True)
class ListTotal:
    """`number` rows, or more than so many. `templates/admin/actions.html` offers to select all of
    them where that number is known and a run may have it: the number in the link is then the one
    that the question names and the run acts on."""

    number: int
    is_exact: bool

    @property
    def is_capped(self) -> bool:
        return not self.is_exact or self.number > MOST_ROWS

    @property
    def number_of_all(self) -> int | None:
        return None if self.is_capped else self.number
