"""`Credit`: whom a name in an article means, as its page and its data say it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from articles.models import Person


class Credit(NamedTuple):
    """Somebody with a page of their own; `name` is theirs, whatever the article calls them."""

    name: str
    path: str
    is_person: bool
    job_title: str = ""

    def title_behind(self, written: str) -> str:
        """Return the job title that belongs behind the name as an article writes it: none where
        it says already what somebody is ("Dr Jane Roe, cardiologist")."""
        return self.job_title if written == self.name else ""


# {a name in an article: whom it means}, of an article whose names mean nobody.
NOBODY: Mapping[str, Credit] = MappingProxyType({})


def credit_to(person: Person) -> Credit:
    """Return the credit that names somebody by their own name."""
    return Credit(person.name, person.get_absolute_url(), person.is_person(), person.job_title)
