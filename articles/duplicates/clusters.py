"""Clusters of duplicates: what hangs together by open pairs."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from articles.database.among import among
from articles.models import DuplicateCluster, DuplicateKind, DuplicateMember, DuplicatePair

# A cluster has two or three articles as a rule. Of a chain that goes on for longer than this, what
# lies further out is left to a cluster of its own when one of its articles changes.
_MOST_ARTICLES = 500

Edge = tuple[int, int, float]


def gather(touched: Collection[int]) -> None:
    """Make the clusters of these articles anew, and those that they belonged to. One whose articles
    are the same stays, with its key, so that a page that somebody has open is still about it."""
    start = set(touched) | _in_clusters(_clusters_of(touched))
    wanted = {
        (kind, keys): score
        for kind in DuplicateKind.values
        for keys, score in _hanging_together(kind, start)
    }
    old = _clusters_of(start.union(*(keys for _, keys in wanted)))
    articles = defaultdict(set)
    for cluster, key in _members(cluster_id=old).values_list("cluster_id", "article_id"):
        articles[cluster].add(key)
    gone = []
    for cluster in DuplicateCluster.objects.filter(among("pk", old)):
        score = wanted.pop((cluster.kind, frozenset(articles[cluster.pk])), None)
        if score is None:
            gone.append(cluster.pk)
        elif score != cluster.score:
            cluster.score = score
            cluster.save(update_fields=["score"])
    DuplicateCluster.objects.filter(pk__in=gone).delete()
    for (kind, keys), score in wanted.items():
        _insert(kind, keys, score)


def _clusters_of(keys: Collection[int]) -> set[int]:
    return set(_members(article_id=keys).values_list("cluster_id", flat=True))


def _in_clusters(clusters: Collection[int]) -> set[int]:
    return set(_members(cluster_id=clusters).values_list("article_id", flat=True))


def _members(**columns: Collection[int]) -> QuerySet:
    """Return the members whose column has one of some values."""
    ((column, values),) = columns.items()
    return DuplicateMember.objects.filter(among(column, sorted(values))).order_by()


def _insert(kind: str, keys: frozenset[int], score: float) -> None:
    cluster = DuplicateCluster.objects.create(kind=kind, size=len(keys), score=score)
    DuplicateMember.objects.bulk_create(
        DuplicateMember(cluster=cluster, article_id=key, kind=kind) for key in sorted(keys)
    )


def _hanging_together(kind: str, start: Collection[int]) -> Iterable[tuple[frozenset[int], float]]:
    """Yield (articles, score of the best pair) of the clusters that some articles are in."""
    edges = _edges_from(kind, start)
    neighbours: dict[int, set[int]] = defaultdict(set)
    best: dict[int, float] = defaultdict(float)
    for one, other, score in edges:
        neighbours[one].add(other)
        neighbours[other].add(one)
        best[one], best[other] = max(best[one], score), max(best[other], score)
    seen: set[int] = set()
    for key in sorted(neighbours):
        if key in seen:
            continue
        cluster, waiting = {key}, [key]
        while waiting:
            fresh = neighbours[waiting.pop()] - cluster
            cluster |= fresh
            waiting += fresh
        seen |= cluster
        yield frozenset(cluster), max(best[each] for each in cluster)


def _edges_from(kind: str, start: Collection[int]) -> set[Edge]:
    """Return the open pairs that can be reached from some articles: a query a step."""
    known, fresh = set(start), set(start)
    edges: set[Edge] = set()
    most = len(known) + _MOST_ARTICLES
    while fresh and len(known) < most:
        ends = Q(among("one_id", sorted(fresh))) | Q(among("other_id", sorted(fresh)))
        pairs = DuplicatePair.objects.filter(ends, kind=kind, differs=False).order_by()
        edges |= set(pairs.values_list("one_id", "other_id", "score"))
        fresh = {key for one, other, _ in edges for key in (one, other)} - known
        known |= fresh
    return edges
