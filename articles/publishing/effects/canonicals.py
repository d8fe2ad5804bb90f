"""Which of several articles with one text is the canonical one, and what that means for search.

The election looks at the articles alone, never at the order in which they came (docs/corpus.md,
"Duplicate articles": 2,465 clusters of identical answers, 259 of them across listed and hidden
subjects).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count

from articles.core.source.article_paths import article_path
from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import update_rows
from articles.database.compiled_query import CompiledQuery
from articles.models import Article, IndexStatus, Status, index_status
from articles.publishing.effects.changeset import ChangeSet
from articles.publishing.effects.chosen_canonicals import (
    Choice,
    choices_about,
    chosen_digests,
    follow_choices,
)
from articles.publishing.effects.indexnow_outbox import comes_or_goes
from articles.publishing.effects.links import pages_showing

_DIGESTS_A_QUERY = 500

_TWINS = CompiledQuery(
    lambda digests: Article.objects.filter(among("content_digest", digests)).values_list(
        "pk",
        "content_digest",
        "status",
        "no_index",
        "subject__is_listed",
        "published_on",
        "subject__slug",
        "slug",
        "canonical_id",
        "index_status",
    ),
    digests=list,
)
_TITLES = CompiledQuery(
    lambda keys: (
        Article.objects.filter(among("pk", keys)).order_by().values_list("title", flat=True)
    ),
    keys=list,
)


class Twin(NamedTuple):
    """What the election needs to know of one article. A `pk` of 0 is an article that is only being
    written: no row has it."""

    pk: int
    digest: str
    status: str
    no_index: bool
    subject_is_listed: bool
    published_on: date | None
    subject_slug: str
    slug: str
    canonical_id: int | None
    index_status: str

    def rank(self) -> tuple[bool, date, str, str]:
        """The least is elected: one that may be indexed before one that may not, then the oldest,
        then the first by address."""
        cannot_be_indexed = self.no_index or not self.subject_is_listed
        return cannot_be_indexed, self.published_on or date.max, self.subject_slug, self.slug


def follow(changes: ChangeSet) -> None:
    """Elect the canonical of every text that came or went, and of those whose canonical somebody
    chose among them. An article that a search engine gets or loses by it is announced, and every
    page that names the article has changed."""
    if not changes.digests:
        return
    lock_election()
    chosen = choices_about(changes.digests)
    together = {digest for choice in chosen for digest in (choice.digest, choice.canonical_digest)}
    # Texts of which one is the canonical of another are settled together.
    for some in [sorted(together), *batches(sorted(changes.digests - together), _DIGESTS_A_QUERY)]:
        clusters = defaultdict(list)
        for twin in read_twins(some) if some else ():
            clusters[twin.digest].append(twin)
        _write_elected(clusters, changes, chosen)


def lock_election() -> None:
    """Let no other elect until the transaction ends: two elections at once would each miss what the
    other is writing."""
    lock_until_commit(Lock.ELECTION)


def unsettled_digests() -> set[str]:
    """Return the digests of every cluster of twins that there is, or was when it was last looked
    at, and of every chosen canonical: for the whole library, after a run that died before its
    election."""
    twins = Article.objects.values("content_digest").annotate(count=Count("pk"))
    duplicates = Article.objects.exclude(canonical=None)
    return {
        *twins.filter(count__gt=1).values_list("content_digest", flat=True),
        *duplicates.values_list("content_digest", flat=True),
        *duplicates.values_list("canonical__content_digest", flat=True),
        *chosen_digests(),
    }


def elect(cluster: Iterable[Twin]) -> int | None:
    """Return the key of the canonical one of some articles with one text; None where none of them
    is published."""
    published = [twin for twin in cluster if twin.status == Status.PUBLISHED]
    return min(published, key=Twin.rank).pk if published else None


def elected_with_choices(
    clusters: Mapping[str, Sequence[Twin]], chosen: Sequence[Choice]
) -> dict[str, int | None]:
    """Return the key of each text's canonical, by digest. A text for one of whose articles somebody
    chose another text as canonical has that one's, while it can be indexed."""
    elected = {digest: elect(cluster) for digest, cluster in clusters.items()}
    if not chosen:
        return elected
    can_be_indexed = {
        twin.pk
        for cluster in clusters.values()
        for twin in cluster
        if twin.status == Status.PUBLISHED and not twin.rank()[0]
    }
    return follow_choices(elected, chosen, can_be_indexed)


def settled(twin: Twin, elected: int | None) -> tuple[int | None, IndexStatus]:
    """Return what the election makes of a twin: its canonical (None: itself) and its status."""
    is_elected = twin.pk == elected or twin.status != Status.PUBLISHED
    canonical = None if is_elected else elected
    code = index_status(
        status=twin.status,
        no_index=twin.no_index,
        subject_is_listed=twin.subject_is_listed,
        has_canonical=canonical is not None,
    )
    return canonical, code


def read_twins(digests: Sequence[str]) -> Iterable[Twin]:
    """Return every article with one of the texts: one query."""
    return (Twin(*row) for row in _TWINS.rows(digests=digests))


def _write_elected(
    clusters: Mapping[str, Sequence[Twin]], changes: ChangeSet, chosen: Sequence[Choice]
) -> None:
    """Write what differs."""
    groups: dict[tuple[int | None, IndexStatus], list[int]] = defaultdict(list)
    shown: set[int] = set()
    elected_of = elected_with_choices(clusters, chosen)
    for digest, cluster in clusters.items():
        elected = elected_of[digest]
        for twin in cluster:
            canonical, code = settled(twin, elected)
            if (canonical, code) != (twin.canonical_id, twin.index_status):
                groups[canonical, code].append(twin.pk)
                shown.add(twin.pk)
                if comes_or_goes(twin.index_status, code):
                    changes.announced.add(article_path(twin.subject_slug, twin.slug))
    # Asked before the write, for a twin that leaves its canonical; the new canonicals below.
    changes.showing |= pages_showing(shown - changes.created.keys())
    rows = [(canonical, str(code), pk) for (canonical, code), pks in groups.items() for pk in pks]
    update_rows(Article, ("canonical", "index_status"), sorted(rows, key=itemgetter(2)))
    for some in batches(sorted(shown), _DIGESTS_A_QUERY):
        changes.titles.update(_TITLES.flat(keys=some))
    changes.showing |= {canonical for canonical, _ in groups if canonical}
    changes.note_changed(shown)
    changes.texts_due |= shown
