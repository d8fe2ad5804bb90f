"""Final steps of an import over the whole library: canonical election, link resolution and link
findings."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from django.db import transaction

from articles.auditing.link_audit import audit_links
from articles.auditing.same_text_audit import audit_same_text
from articles.auditing.text_links import audit_written_links
from articles.database.retry import again_where_it_passes
from articles.database.statistics import refresh_statistics
from articles.models import ImportRun
from articles.publishing.effects import apply_deferred, unsettled_digests
from articles.search.index_rebuild import settle_index
from articles.search.search_documents import make_words_correctable

T = TypeVar("T")


def settle(
    digests: set[str],
    run: ImportRun,
    *,
    is_continued: bool = False,
    give_way: Callable[[], None] = lambda: None,
) -> Counter[str]:
    """Settle what a run wrote (`digests` are those of the texts that came or went), and what runs
    that died have left; return the counts of findings about links, empty where nothing was to do.

    `is_continued`: this very run was cut short before, so that `digests` are not all. Others are
    taken over first: one that is alive after all is unsettled again by its next batch,
    and this one by its own death. `give_way` is called before each transaction: what it raises
    leaves the run unsettled.
    """

    @contextmanager
    def one() -> Iterator[None]:
        give_way()
        with alone():
            yield

    others = ImportRun.objects.filter(is_settled=False).exclude(pk=run.pk)
    is_taking_over = others.update(is_settled=True) > 0 or is_continued
    if is_taking_over:
        digests = digests | unsettled_digests()
    findings: Counter[str] = Counter()
    if digests or is_taking_over:
        apply_deferred(digests, one)
        findings = again_where_it_passes(lambda: audit_links(within=one))
        findings += again_where_it_passes(lambda: audit_written_links(digests, within=one))
        again_where_it_passes(lambda: _in(one, audit_same_text))
        again_where_it_passes(make_words_correctable)
        give_way()
        settle_index()
        refresh_statistics()
    ImportRun.objects.filter(pk=run.pk).update(is_settled=True)
    return findings


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which no other import elects or audits: each reads much and writes what
    differs, so that two would write the same finding twice. On SQLite every transaction is alone;
    elsewhere they queue at the row of the oldest run."""
    with transaction.atomic():
        ImportRun.objects.select_for_update(no_key=True).order_by("pk").first()
        yield


def _in(unit: Callable[[], AbstractContextManager], act: Callable[[], T]) -> T:
    with unit():
        return act()
