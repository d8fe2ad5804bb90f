"""Stage one of relating: compute the text signatures of due articles."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from articles.core.relatedness.signatures import make_signature, pack
from articles.core.relatedness.term_weights import Frequencies
from articles.core.relatedness.terms import count_terms
from articles.database.among import among
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
from articles.relating.text_reader import read_texts
from articles.relating.text_signatures import remove_signatures, write_signatures


class Signed(NamedTuple):
    """The packed signature of an article's text, and the version that was read."""

    version: int
    packed: bytes


_NOTHING: Mapping[int, Signed] = MappingProxyType({})


def read_due(
    keys: Sequence[int], frequencies: Frequencies, signed: Mapping[int, Signed] = _NOTHING
) -> None:
    """Bring the signatures of some articles up to date.

    A published text has one; twins share that of their canonical. Where an article came into, or
    fell out of, what may be shown, those that link to it are due as well; and where its text or
    links changed, those that it links to, for which it speaks now. A text that is not `signed`, or
    was in another version, is read here.
    """
    known = {
        pk: (version, is_indexable)
        for pk, version, is_indexable in TextSignature.objects.filter(
            among("pk", keys)
        ).values_list("pk", "version", "is_indexable")
    }
    texts = Article.objects.filter(among("pk", keys), status=Status.PUBLISHED, canonical=None)
    found = {
        pk: (version, status == IndexStatus.INDEXABLE)
        for pk, version, status in texts.order_by("pk").values_list("pk", "version", "index_status")
    }
    turned = {
        pk for pk in known.keys() | found.keys() if _is_found(known, pk) != _is_found(found, pk)
    }
    gone = known.keys() - found.keys()
    if gone:
        remove_signatures(gone)
    fresh = _sign({pk: x for pk, x in found.items() if known.get(pk) != x}, frequencies, signed)
    write_signatures(fresh)
    _mark_sources(turned)
    mark_links_of(*fresh)


def _is_found(facts: Mapping[int, tuple[int, bool]], pk: int) -> bool:
    return pk in facts and facts[pk][1]


def _sign(
    wanted: Mapping[int, tuple[int, bool]], frequencies: Frequencies, signed: Mapping[int, Signed]
) -> dict[int, tuple[int, bool, bytes]]:
    """{article: (version, is indexable, packed signature)} of {article: (version, is indexable)}"""
    fresh, unread = {}, []
    for pk, (version, is_indexable) in wanted.items():
        if pk in signed and signed[pk].version == version:
            fresh[pk] = (version, is_indexable, signed[pk].packed)
        else:
            unread.append(pk)
    if unread:
        for text in read_texts(Article.objects.filter(among("pk", unread))):
            counts = count_terms(text.question, text.keywords, text.plain_text)
            packed = pack(make_signature(counts, frequencies))
            fresh[text.pk] = (text.version, wanted[text.pk][1], packed)
    return fresh


def _mark_sources(keys: set[int]) -> None:
    """Those that show, or would show, one of these."""
    if keys:
        own = Related.objects.filter(target__in=keys).values_list("article_id", flat=True)
        computed = ComputedRelated.objects.filter(target__in=keys)
        sources = {*own, *computed.values_list("article_id", flat=True)}
        mark_due(sources - keys, RelatingStage.FILL)
