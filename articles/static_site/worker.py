"""What a worker process does: make the answer of an address and write its file.

A process that was spawned for it begins here, so that Django is set up before anything that needs
it is imported; it opens a database connection of its own.
"""

import json
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings
from django.db import Error as DatabaseError

from articles.models.site_settings_cache import forget_settings, site_settings
from articles.page_store.answer import Answer
from articles.page_store.freshness import Seen
from articles.publishing.effects import ADDRESSES
from articles.static_site.address import Address, Page
from articles.static_site.folder import Folder
from articles.static_site.kinds import MARKDOWN, Kind, file_of, kind_of
from articles.static_site.making import NotMade, make
from articles.web.response_headers import Shows

# What web servers say by themselves. That there is a Last-Modified at all is one of the headers.
_VALIDATORS = {"etag", "content-length", "date", "last-modified"}
_seen: Seen | None = None


def publish(address: Address, *, root: Path, seen: Seen) -> Page:
    """Make an answer and write its file; return what it is. The settings are read anew where
    something has been numbered since this process last did."""
    global _seen
    if seen != _seen:
        forget_settings()
        site_settings()  # headers name what was read last
        _seen = seen
    try:
        answer = make(address, seen)
        return _written(address, answer, Folder(root), seen)
    except (NotMade, OSError, DatabaseError) as error:
        return Page(address.path, article=address.article, failure=str(error))


def crashed(address: Address) -> Page:
    """The page of an address whose making raised, or ended its process."""
    return Page(address.path, article=address.article, failure="it cannot be made")


def headers_of(pairs: list[tuple[str, str]], path: str, kind: Kind) -> str:
    """Return headers as a page keeps them (`Page.headers`)."""
    own = f"{settings.SITE_URL}{path.removesuffix('.md')}>"
    kept = []
    for name, value in sorted(pairs):
        if name.lower() == "last-modified":
            kept.append([name, "*"])
        elif name.lower() not in _VALIDATORS:
            by_page = kind is MARKDOWN and value.replace(own, f"{settings.SITE_URL}{{page}}>")
            kept.append([name, by_page or value])
    return json.dumps(kept)


def _written(address: Address, answer: Answer | None, folder: Folder, seen: Seen) -> Page:
    if answer is None:
        # Whatever comes to be there stamps where addresses lead.
        shows = Shows(article=address.article, names=frozenset({ADDRESSES}))
        status, file, location, headers = 404, "", "", "[]"
        kind = kind_of(address.path)
    else:
        shows, status = answer.shows, int(answer.status[:3])
        pairs = answer.plain.headers
        location = dict(pairs).get("Location", "")
        file = "" if location else file_of(address.path, status)
        kind = kind_of(f"/{file}" if status == 410 else address.path)
        headers = headers_of(pairs, address.path, kind)
        if file:
            packed = answer.gzipped.body if answer.gzipped else None
            folder.put(file, answer.body_of(answer.plain), packed, answer.modified_at)
    return Page(
        address.path,
        article=address.article,
        status=status,
        kind=kind.name,
        file=file,
        headers=headers,
        location=location,
        names=" ".join(sorted(shows.names)),
        keys=shows.keys,
        shows_article=shows.article,
        library=shows.library,
        change=seen.change,
        stamp=seen.stamp,
    )
