"""What search engines will make of an article once it is saved as it is written: its status, its
canonical, and the copies of its text that a save leaves behind.

The rules are those by which publishing decides (`articles/publishing/effects/canonicals.py` and
`articles/models/index_status.py`): this asks them beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from articles.admin.articles.written_form import Written
from articles.core.article_content import answer_digest
from articles.models import IndexStatus, Status
from articles.publishing.effects import Twin, elect, read_twins, settled


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of saving comes to. `canonical` is the key of the elected article of the written
    text, None where none is published; `status` that of the article that is written, `others` that
    of each copy."""

    canonical: int | None
    status: IndexStatus
    others: dict[int, IndexStatus]


@dataclass(frozen=True, slots=True)
class Expected:
    """`alone`: the article alone is saved. `when_published`: the same, were it published. `copies`
    are the other articles, withdrawn ones left out, that have the text as it is stored, where the
    written one is another; `together` is what saving in all of them comes to, else None."""

    alone: Outcome
    when_published: IndexStatus
    copies: Sequence[Twin] = ()
    together: Outcome | None = None


def expected_index(written: Written) -> Expected:
    """Return what saving comes to: one query."""
    digest = answer_digest(written.content.answer)
    stored = written.article.content_digest if written.article else digest
    me = _as_written(written, digest)
    others = [twin for twin in read_twins(sorted({digest, stored})) if twin.pk != me.pk]
    same = [twin for twin in others if twin.digest == digest]
    copies = [
        twin
        for twin in others
        if digest != stored and twin.digest == stored and twin.status != Status.WITHDRAWN
    ]
    published = me._replace(status=Status.PUBLISHED)
    return Expected(
        alone=_outcome(me, same, left=copies),
        when_published=settled(published, elect([published, *same]))[1],
        copies=copies,
        together=_outcome(me, [*same, *copies], left=()) if copies else None,
    )


def _outcome(me: Twin, same: Sequence[Twin], *, left: Sequence[Twin]) -> Outcome:
    elected, elected_of_left = elect([me, *same]), elect(left)
    others = {twin.pk: settled(twin, elected)[1] for twin in same}
    others |= {twin.pk: settled(twin, elected_of_left)[1] for twin in left}
    return Outcome(elected, settled(me, elected)[1], others)


def _as_written(written: Written, digest: str) -> Twin:
    """The article as the election will see it; published without a date it gets today's."""
    date = written.content.published_on
    if date is None and written.status == Status.PUBLISHED:
        date = timezone.localdate()
    return Twin(
        pk=written.article.pk if written.article else 0,
        digest=digest,
        status=written.status,
        no_index=written.content.no_index,
        subject_is_listed=written.subject is None or written.subject.is_listed,
        published_on=date,
        subject_slug=written.subject.slug if written.subject else "",
        slug=written.slug,
        canonical_id=None,
        index_status="",
    )
