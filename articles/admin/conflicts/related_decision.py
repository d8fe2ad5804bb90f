"""Related questions in conflict, row by row, and the parsing of an editor's choices. It writes
nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.core.article_content import RelatedLink, links_from_values
from articles.core.related_merging import ORDER, merge_related, take_rows, undecided
from articles.models import Conflict

Decision = Conflict.Decision


@dataclass(slots=True)
class RelatedRow:
    """One row that both sides changed differently, or the order of the rows: what each side has
    there, "" where it has no such row. `is_taken_back`: the publisher had adopted the editor's word
    and takes it back. `choice` is what the editor has sent."""

    path: str
    name: str
    base: str
    live: str
    theirs: str
    is_taken_back: bool = False
    choice: str = ""

    @property
    def is_order(self) -> bool:
        return self.path == ORDER


@dataclass(slots=True)
class RelatedDecision:
    """All rows of an article's conflict about related questions."""

    conflict: Conflict
    rows: Sequence[RelatedRow]
    live: Sequence[RelatedLink]
    theirs: Sequence[RelatedLink]
    error: str = field(default="")

    def read(self, data: Mapping[str, str]) -> None:
        """Take the choices that were sent, and what is wrong with them: a conflict is closed as a
        whole, so that all of its rows or none are decided."""
        for row in self.rows:
            choice = data.get(f"choice-{row.name}", "")
            row.choice = choice if choice in {Decision.OURS, Decision.THEIRS} else ""
        chosen = [row for row in self.rows if row.choice]
        if chosen and len(chosen) < len(self.rows):
            self.error = "Choose for each of the rows, or for none."

    @property
    def is_taken_back(self) -> bool:
        """Whether the file takes back what the publisher had adopted, in all of the rows."""
        return all(row.is_taken_back for row in self.rows)

    @property
    def decision(self) -> Decision | None:
        """What the choices come to; None where nothing was chosen."""
        choices = {row.choice for row in self.rows}
        if "" in choices:
            return None
        return Decision(choices.pop()) if len(choices) == 1 else Decision.EDITED

    def links(self) -> tuple[RelatedLink, ...]:
        """Return the related questions as the choices make them."""
        taken = {row.path for row in self.rows if row.choice == Decision.THEIRS}
        base = links_from_values(self.conflict.base)
        return take_rows(base, self.live, self.theirs, taken)


def related_decision(conflict: Conflict, live: Sequence[RelatedLink]) -> RelatedDecision:
    """Return what waits of a conflict about related questions beside those that are live."""
    base, theirs, ours = map(links_from_values, (conflict.base, conflict.theirs, conflict.ours))
    collided = merge_related(base, theirs, ours).conflicts
    rows = [
        RelatedRow(
            path,
            f"related-{number}",
            *(_text(side, path) for side in (base, live, theirs)),
            is_taken_back=path not in collided,
        )
        for number, path in enumerate(undecided(base, theirs, ours, live))
    ]
    return RelatedDecision(conflict, rows, live, theirs)


def _text(links: Sequence[RelatedLink], path: str) -> str:
    if path == ORDER:
        return "\n".join(link.title or link.path for link in links)
    places = {link.path: (place, link.title) for place, link in enumerate(links, start=1)}
    if path not in places:
        return ""
    place, title = places[path]
    return f"{place}. {title}"
