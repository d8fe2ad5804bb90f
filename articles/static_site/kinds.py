"""Kinds of addresses: pages of one kind have the same headers, so that a web server needs a rule a
kind and not a line a page; and the name of the file of an address."""

import re
from dataclasses import dataclass

from django.conf import settings

from articles.core.images.image_names import PATH


@dataclass(frozen=True, slots=True)
class Kind:
    """`pattern` is a regular expression, for Python and PCRE alike, that finds the addresses (of
    files that have none of their own, the file). `rules` are the same in the terms of a `_headers`
    file."""

    name: str
    pattern: str
    rules: tuple[str, ...] = ()


_STATIC_URL = settings.STATIC_URL
# The names by which pages know static files have a digest of their content.
DIGESTED = Kind(
    "digested", rf"^{re.escape(_STATIC_URL)}.*\.[0-9a-f]{{12}}(?:\.[^/]*)?$", (f"{_STATIC_URL}*",)
)
STATIC = Kind("static", f"^{re.escape(_STATIC_URL)}")
STATIC_KINDS = (DIGESTED, STATIC)
GONE = Kind("gone", r"\.410\.html$")
MISSING = Kind("missing", r"^/404\.html$")
MARKDOWN = Kind("markdown", r"\.md$", ("/*.md",))
ARTICLE = Kind("article", r"^/learn/[^/.]+/questions/[^/.]+$")
# Everything else: lists, home.
PAGE = Kind("page", r"^/[^.]*$", ("/*",))
# The first that finds an address has it.
KINDS = (
    DIGESTED,
    STATIC,
    GONE,
    MISSING,
    MARKDOWN,
    Kind("feed", r"/feed\.xml$", ("/feed.xml", "/learn/*/feed.xml")),
    Kind("sitemap", r"^/sitemap[^/]*\.xml$", ("/sitemap*",)),
    Kind("text", r"\.txt$", ("/*.txt",)),
    Kind("icon", r"\.ico$", ("/favicon.ico",)),
    Kind("style", r"^/[^/]*\.css$", ("/site.css",)),
    Kind("image", rf"^{re.escape(PATH)}[^/]*\.webp$", (f"{PATH}*",)),
    Kind("logo", r"\.png$", ("/site-logo/*",)),
    ARTICLE,
    PAGE,
)


def kind_of(path: str) -> Kind:
    """Return the kind of an address.

    >>> kind_of("/learn/physics/questions/heat.md").name, kind_of("/learn").name
    ('markdown', 'page')
    """
    return next((kind for kind in KINDS if re.search(kind.pattern, path)), PAGE)


def file_of(path: str, status: int = 200) -> str:
    """Return the name of an address's file, relative to the folder. What has no ending gets one,
    since `/learn` is a page and the folder of others at once. No address of an article has a dot.

    >>> file_of("/"), file_of("/learn"), file_of("/feed.xml"), file_of("/learn", 410)
    ('index.html', 'learn.html', 'feed.xml', 'learn.410.html')
    """
    if status == 410:
        return f"{path[1:]}.410.html"
    if path == "/":
        return "index.html"
    return path[1:] if "." in path.rsplit("/", 1)[1] else f"{path[1:]}.html"
