"""What search engines will make of an article once it is saved as it is written: its status, its
canonical, and the copies of its text that a save leaves behind.

The rules are those by which publishing decides (`articles/publishing/effects/canonicals.py`, with
what somebody chose, and `articles/models/index_status.py`): this asks them beforehand.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from articles.admin.articles.written_form import Written
from articles.core.article_content import answer_digest
from articles.models import IndexStatus, Status
from articles.publishing.effects import (
    Choice,
    Twin,
    choices_about,
    elected_with_choices,
    read_twins,
    settled,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of saving comes to. `canonical` is the key of the elected article of the written
    text, None where none is published, and `is_chosen` says that its text is another, for somebody
    chose it; `status` that of the article that is written, `others` that of each copy."""

    canonical: int | None
    status: IndexStatus
    others: dict[int, IndexStatus]
    is_chosen: bool


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
    """Return what saving comes to: two queries, and another where somebody chose a canonical."""
    digest = answer_digest(written.content.answer)
    stored = written.article.content_digest if written.article else digest
    me = _as_written(written, digest)
    chosen = choices_about({digest, stored})
    ends = {end for choice in chosen for end in (choice.digest, choice.canonical_digest)}
    others = [twin for twin in read_twins(sorted({digest, stored, *ends})) if twin.pk != me.pk]
    same = [twin for twin in others if twin.digest == digest]
    copies = [
        twin
        for twin in others
        if digest != stored and twin.digest == stored and twin.status != Status.WITHDRAWN
    ]
    published = me._replace(status=Status.PUBLISHED)
    keys = {twin.pk for twin in copies}
    changed = [twin._replace(digest=digest) if twin.pk in keys else twin for twin in others]
    shown = {twin.pk for twin in (*same, *copies)}
    return Expected(
        alone=_outcome(me, others, chosen, shown),
        when_published=_outcome(published, others, chosen, shown).status,
        copies=copies,
        together=_outcome(me, changed, chosen, shown) if copies else None,
    )


def _outcome(
    me: Twin, others: Sequence[Twin], chosen: Sequence[Choice], shown: Collection[int]
) -> Outcome:
    """What the election makes of an article among others; a choice follows its two articles to the
    texts that they have then."""
    digest_of = {twin.pk: twin.digest for twin in (me, *others)}
    clusters = defaultdict(list)
    for twin in (me, *others):
        clusters[twin.digest].append(twin)
    choices = [
        choice._replace(
            digest=digest_of.get(choice.key, choice.digest),
            canonical_digest=digest_of.get(choice.canonical, choice.canonical_digest),
        )
        for choice in chosen
    ]
    elected = elected_with_choices(clusters, choices)
    canonical = elected[me.digest]
    return Outcome(
        canonical,
        settled(me, canonical)[1],
        {twin.pk: settled(twin, elected[twin.digest])[1] for twin in others if twin.pk in shown},
        is_chosen=canonical is not None and digest_of[canonical] != me.digest,
    )


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
