"""Validation of query parameters before they reach the database: keys, filters and lookups."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest

# The suffixes that the filters of fields and relations write, and the one typed by hand.
_SUFFIXES = ("", "__exact", "__isnull", "__id__exact")
_LARGEST_NUMBER = 2**63 - 1
_MOST_DIGITS = len(str(_LARGEST_NUMBER))
VERSION_DIGITS = 9  # as many as an integer column always holds


def is_beyond_keys(text: str) -> bool:
    """Return whether a text is a number that no key can be.

    >>> [is_beyond_keys(text) for text in ("7", "9" * 19, "9" * 5_000, "seven")]
    [False, True, True, False]
    """
    digits = text.strip().lstrip("+-")
    # Python reads no number of more than 4,300 digits.
    return digits.isdecimal() and (len(digits) > _MOST_DIGITS or int(digits) > _LARGEST_NUMBER)


def read_number(text: str, most_digits: int = _MOST_DIGITS - 1) -> int | None:
    """Return the number that was sent in an address or a form; None where it is none, or has more
    digits than its column holds.

    >>> [read_number(text, 9) for text in ("7", "", "-7", "٧", "1234567890")]
    [7, None, None, None, None]
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= most_digits
    return int(text) if is_number else None


class FilterLookupsMixin:
    """A ModelAdmin whose list is narrowed by its filters alone, and by `further_lookups`.

    Django takes any lookup of the model's own columns from the address. A regular expression over
    a million titles holds a worker, and `startswith` reveals, letter by letter, a column that the
    list does not show.
    """

    further_lookups: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Raises IncorrectLookupParameters, upon which Django shows the whole list, for a number
        that no key can be: SQLite fails over it."""
        if is_beyond_keys(str(value)):
            raise IncorrectLookupParameters(f"{lookup} beyond any key")
        return lookup in self.further_lookups or lookup in self._filter_lookups(request)

    def _filter_lookups(self, request: HttpRequest | None) -> set[str]:
        found = set()
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, SimpleListFilter):
                found.add(item.parameter_name)
            else:
                name = item[0] if isinstance(item, (list, tuple)) else item
                found |= {name + suffix for suffix in _SUFFIXES}
        return found
