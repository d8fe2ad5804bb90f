"""Saving a subject, whose being listed or hidden decides about every article in it."""

from articles.models import Article, Subject
from articles.publishing.batches import batches
from articles.publishing.retrying import operation
from articles.publishing.twins import elect

_DIGESTS_A_TURN = 5_000


@operation
def save_subject(subject: Subject) -> None:
    """Save the subject; where it was listed or hidden, decide anew which pages are indexed.

    The twins of its articles in other subjects are part of it: the canonical one must be listed.
    """
    before = Subject.objects.filter(pk=subject.pk).values_list("is_listed", flat=True).first()
    subject.save()
    if before is None or before == subject.is_listed:
        return
    digests = Article.objects.filter(subject=subject).values_list("content_digest", flat=True)
    for some in batches(list(digests.distinct()), _DIGESTS_A_TURN):
        elect(some)
