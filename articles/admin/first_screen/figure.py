"""A number of the first screen, and the list that holds exactly as many rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Figure:
    """`url` leads to the list that it counts; `is_capped`: there are so many, or more."""

    number: int
    url: str
    is_capped: bool = False

    def __bool__(self) -> bool:
        return self.number > 0

    @property
    def printed(self) -> str:
        return f"{self.number:,}{' or more' if self.is_capped else ''}"


def list_url(model: str, **query: object) -> str:
    """`("finding", kind="cut-off")` -> `/admin/articles/finding/?kind=cut-off`."""
    url = reverse(f"admin:articles_{model}_changelist")
    return f"{url}?{urlencode(query)}" if query else url
