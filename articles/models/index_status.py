"""Index status of a page: one pure function and its reason codes."""

from django.db import models


class Status(models.TextChoices):
    """Where an article stands. A reader sees PUBLISHED alone; WITHDRAWN answers 410."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class IndexStatus(models.TextChoices):
    """Why a page is, or is not, offered to search engines.

    DUPLICATE is served with `index,follow` and names as canonical an article with the same text, or
    one that somebody chose; sitemap, feeds and related questions leave it out. Everything but
    INDEXABLE and DUPLICATE is `noindex`.
    """

    INDEXABLE = "indexable", "In search engines"
    DUPLICATE = "duplicate", "Another article is its canonical, and the one indexed"
    NO_INDEX = "no_index", "Kept out by its “no index” mark"
    HIDDEN_SUBJECT = "hidden_subject", "Kept out because its subject is hidden"
    DRAFT = "draft", "Not published yet"
    WITHDRAWN = "withdrawn", "Withdrawn"


def index_status(
    *, status: str, no_index: bool, subject_is_listed: bool, has_canonical: bool
) -> IndexStatus:
    """Return the reason code of one article; the first rule that applies wins.

    An editor's own mark comes before the subject's, so that listing a subject later shows which
    of its articles stay out by intention.
    """
    if status != Status.PUBLISHED:
        return IndexStatus(status)
    if no_index:
        return IndexStatus.NO_INDEX
    if not subject_is_listed:
        return IndexStatus.HIDDEN_SUBJECT
    return IndexStatus.DUPLICATE if has_canonical else IndexStatus.INDEXABLE
