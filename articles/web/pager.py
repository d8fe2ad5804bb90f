"""Links from a page of a list to its other pages, each with its text."""

from collections.abc import Callable

from articles.web.listing import PageList


def pager_links(pages: PageList, path: Callable[[int], str]) -> dict[str, object]:
    """Return the links to the pages of this page's block and to the other blocks, as
    `templates/_pager.html` takes them; `path` gives the address of a page."""
    return {
        "page_links": [(number, path(number)) for number in pages.block],
        "block_links": [
            (f"{block[0]:,}–{block[-1]:,}", path(block[0]), pages.number in block)
            for block in pages.blocks
        ],
    }
