"""Stage one of relating: compute the text signatures of due articles."""

from collections.abc import Sequence

from articles.models import (
    Article,
    ComputedRelated,
    IndexStatus,
    Related,
    RelatingStage,
    Status,
    TextSignature,
)
from articles.publishing.effects import mark_due, mark_links_of
from articles.relating.term_frequencies import Frequencies
from articles.relating.terms import count_terms
from articles.relating.text_reader import read_texts
from articles.relating.text_signatures import make_signature, remove_signatures, write_signatures


def read_due(keys: Sequence[int], frequencies: Frequencies) -> None:
    """Bring the signatures of some articles up to date.

    A published text has one; twins share that of their canonical. Where an article came into, or
    fell out of, what may be shown, those that link to it are due as well; and where its text or
    links changed, those that it links to, for which it speaks now.
    """
    known = {
        pk: (version, is_indexable)
        for pk, version, is_indexable in TextSignature.objects.filter(pk__in=keys).values_list(
            "pk", "version", "is_indexable"
        )
    }
    texts = Article.objects.filter(pk__in=keys, status=Status.PUBLISHED, canonical=None)
    fresh, seen, turned = {}, set(), set()
    for text in read_texts(texts):
        is_indexable = text.index_status == IndexStatus.INDEXABLE
        seen.add(text.pk)
        if known.get(text.pk, (0, False))[1] != is_indexable:
            turned.add(text.pk)
        if known.get(text.pk) != (text.version, is_indexable):
            counts = count_terms(text.question, text.keywords, text.plain_text)
            fresh[text.pk] = (text.version, is_indexable, make_signature(counts, frequencies))
    gone = known.keys() - seen
    turned |= {pk for pk in gone if known[pk][1]}
    if gone:
        remove_signatures(gone)
    write_signatures(fresh)
    _mark_sources(turned)
    mark_links_of(*fresh)


def _mark_sources(keys: set[int]) -> None:
    """Those that show, or would show, one of these."""
    if keys:
        own = Related.objects.filter(target__in=keys).values_list("article_id", flat=True)
        computed = ComputedRelated.objects.filter(target__in=keys)
        sources = {*own, *computed.values_list("article_id", flat=True)}
        mark_due(sources - keys, RelatingStage.FILL)
