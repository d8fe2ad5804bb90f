"""An address to publish, and what became of it: values that travel between processes. No Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A path of the site; `query` is what the page is asked with, for the few that have one
    address and many contents. `article` is the key of the article that it belongs to."""

    path: str
    query: str = ""
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answers, and what that depends on: as `articles.web.response_headers.Shows`,
    with the `change` and the `stamp` that had been numbered before it was made.

    `file` is where it lies in the folder, "" where it has no file: a redirect, to `location`, or
    an address that answers nothing (404). `headers` is a JSON list of names and values without
    validators, in which `{page}` stands for the address of the page whose Markdown this is.
    `failure` says why it could not be made; then nothing has been written.
    """

    path: str
    article: int | None = None
    status: int = 404
    kind: str = ""
    file: str = ""
    headers: str = "[]"
    location: str = ""
    names: str = ""
    keys: tuple[int, int] | None = None
    shows_article: int | None = None
    library: bool = False
    change: int = 0
    stamp: int = 0
    failure: str = ""
