"""Links from a page of a list to its other pages."""

from collections.abc import Callable
from itertools import pairwise

from articles.web.listing import PageList


def pager_links(pages: PageList, path: Callable[[int], str]) -> list[tuple[int, str, bool]]:
    """Return (number, path, whether pages before it are left out) of the pages that a page of a
    list names, as `templates/_pager.html` takes them; `path` gives the address of a page."""
    return [
        (number, path(number), number > before + 1)
        for before, number in pairwise((0, *pages.window))
    ]
