"""Pages of another system in one import: that no two get one address, and what led to them."""

from dataclasses import dataclass, field

from articles.core.source.article_paths import article_path
from articles.importer.planning.decision import Action, Planned
from articles.importer.redirect_list import apply_redirects, plan_redirects

_NOWHERE = {Action.SKIPPED, Action.HELD, Action.FAILED}


@dataclass(slots=True)
class ForeignPages:
    """`claim` each address, `note` each decision, and `redirect` once the articles stand."""

    _files: dict[str, str] = field(default_factory=dict)
    _led: dict[str, str] = field(default_factory=dict)

    def claim(self, address: str, path: str) -> str:
        """Give the address to a file; return why not where another file has it."""
        first = self._files.setdefault(address, path)
        if first == path:
            return ""
        return f"{path}: its address {address} is that of {first}: give one of them another “slug”"

    def note(self, plan: Planned) -> None:
        """Take note of the old addresses of a file that was imported."""
        document = plan.prepared.document
        if not document.old_addresses or plan.action in _NOWHERE:
            return
        new = plan.known.address or article_path(document.subject_slug, document.slug)
        for old in document.old_addresses:
            self._led.setdefault(old, new)

    def redirect(self) -> list[tuple[str, str]]:
        """Let the old addresses lead to the articles; return (old address, words) of those that are
        left to a person, as a list of moved questions leaves them."""
        rows = plan_redirects(self._led.items())
        apply_redirects(rows)
        return [(row.old_path, f"redirect {row.verdict}") for row in rows if row.verdict.is_left]
