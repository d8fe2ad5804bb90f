"""A form that was sent in vain, on a page from which it can be sent again."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

_TOKEN = "csrfmiddlewaretoken"
# What buttons and lists send for themselves.
_OF_THE_PAGE = frozenset({"post", "action", "index", "select_across", "token", "end"})
_MOST_ROWS = 24


@dataclass(frozen=True, slots=True)
class SentValue:
    """One value of a form as it came; `rows` is how many lines are shown of it, 0 for what no
    person typed: keys, buttons, and what is empty."""

    name: str
    label: str
    text: str
    rows: int


def sent_values(request: HttpRequest) -> list[SentValue]:
    """Return what was sent, in its order; nothing where it holds what may stand on no page.

    For what came through the CSRF check alone, or from a page of this site: no other site may put
    words on one of this.
    """
    if any("password" in name for name in request.POST):
        return []
    return list(_values(request))


def _values(request: HttpRequest) -> Iterator[SentValue]:
    for name, texts in request.POST.lists():
        if name == _TOKEN:
            continue
        for text in texts:
            label = name.replace("_", " ").replace("-", " ").strip().capitalize()
            yield SentValue(name, label, text, _rows(name, text))


def _rows(name: str, text: str) -> int:
    """Return how many lines to show of a value.

    >>> _rows("title", "What?"), _rows("related-0-path", ""), _rows("_save", "Save")
    (1, 0, 0)
    """
    is_typed = not name.startswith("_") and name not in _OF_THE_PAGE
    if not is_typed or not text.strip() or text.strip().isdigit() or text == "on":
        return 0
    lines = text.count("\n") + 1 + len(text) // 90
    return min(lines, _MOST_ROWS)
