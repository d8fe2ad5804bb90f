"""Card files in Django's default storage: drawn on the first request, kept until their content
changes.

A card's name is the digest of its content, so no file is ever overwritten.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.core.cards import Card, draw
from articles.models import Article, Subject
from articles.seo.card_urls import article_card, home_card, subject_card
from articles.seo.site import Site

logger = logging.getLogger(__name__)

_FOLDER = "cards"
# The last chunk of every PNG (ISO/IEC 15948, 11.2.5): a file that lacks it is still being written
# by another process, or was when the disk was full.
_PNG_END = b"IEND\xaeB`\x82"


def card_png(card: Card) -> bytes:
    """Return a card's PNG, drawn and stored if it is not there yet.

    Where nothing can be stored the card is shown all the same, and drawn again the next time.
    """
    name = _name(card.digest)
    stored = _read(name)
    if stored.endswith(_PNG_END):
        return stored
    data = draw(card)
    try:
        _store(name, data, is_broken=bool(stored))
    except OSError:
        logger.exception("the card %s was not stored", name)
    return data


def remove_old_cards(site: Site, *, made_before: datetime | None = None) -> tuple[int, int]:
    """Delete the stored cards that no page names any more, and those made before a moment.

    Returns how many were deleted and how many are kept. Reads the headings of the whole library,
    and keeps a number of 64 bits of each: about 100 MB for a million. A card that is deleted
    although a page has come to name it meanwhile is drawn again.
    """
    current = {int(digest, 16) for digest in _current_digests(site)}
    deleted = kept = 0
    for name, digest in _stored():
        is_current = digest is not None and digest in current
        if is_current and made_before is not None:
            is_current = default_storage.get_modified_time(name) >= made_before
        if is_current:
            kept += 1
        else:
            default_storage.delete(name)
            deleted += 1
    return deleted, kept


def _name(digest: str) -> str:
    """256 folders, a few thousand files in each at a million articles."""
    return f"{_FOLDER}/{digest[:2]}/{digest}.png"


def _read(name: str) -> bytes:
    """The stored bytes, empty where there are none."""
    try:
        with default_storage.open(name) as file:
            return file.read()
    except OSError:
        return b""


def _store(name: str, data: bytes, *, is_broken: bool) -> None:
    """Two processes may draw one card at once: the storage gives the second file another name,
    and it goes again."""
    if is_broken:
        default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(data))
    if saved != name:
        default_storage.delete(saved)


def _stored() -> Iterator[tuple[str, int | None]]:
    """(name, digest as a number) of every file in the folder; None for what is no card's name."""
    try:
        folders, _ = default_storage.listdir(_FOLDER)
    except OSError:  # none was ever drawn
        return
    for folder in folders:
        for file in default_storage.listdir(f"{_FOLDER}/{folder}")[1]:
            try:
                digest = int(file.removesuffix(".png"), 16)
            except ValueError:
                digest = None
            yield f"{_FOLDER}/{folder}/{file}", digest


def _current_digests(site: Site) -> Iterator[str]:
    yield home_card(site).digest
    for subject in Subject.objects.all():
        yield subject_card(subject, site).digest
    articles = (
        Article.objects.live()
        .select_related("subject", "rendering")
        .only(
            *("title", "article_title", "question", "subject__name", "rendering__short_answer"),
        )
    )
    for article in articles.iterator(chunk_size=2_000):
        yield article_card(article, site).digest
