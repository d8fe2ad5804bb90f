"""Evidence of relatedness from stored links.

Links come from files or editors. Both directions count, and so do two links from one article
(co-cited), two links to one target (coupled, even if the target does not exist yet) and two links
in a row (onward). Duplicates count as one text: a link to or from one is a link to or from all.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import log1p

from django.db.models import Count, F, Q

from articles.database.batches import batches
from articles.models import Article, IndexStatus, Related

_KEYS_A_QUERY = 500
# An article that hundreds lead to says nothing of those that do; and so much is read at most.
_MOST_INBOUND = 100


@dataclass(slots=True)
class Evidence:
    """How one text is linked with another; each a number of links, `via_twin` and `reverse` of
    one kind at most one."""

    via_twin: int = 0
    reverse: int = 0
    cocited: int = 0
    coupled: int = 0
    onward: int = 0

    @property
    def weight(self) -> float:
        """No unit. The logarithm, for the fifth place that names both adds little to four; the
        rest is measured (`benchmarks/relating.py`), and insensitive to the numbers."""
        return (
            3 * self.via_twin
            + 2 * self.reverse
            + 2 * (log1p(self.cocited) + log1p(self.coupled) + log1p(self.onward))
        )


@dataclass(frozen=True, slots=True)
class Node:
    """What choosing needs to know of an article. `text` is its own key or its canonical's."""

    pk: int
    text: int
    is_indexable: bool
    title: str


@dataclass(slots=True)
class Surroundings:
    """What was read around one article. `listed` are texts that its page shows as its own words;
    `evidence` is by the key of an indexable article."""

    node: Node
    listed: set[int] = field(default_factory=set)
    shown_count: int = 0
    evidence: dict[int, Evidence] = field(default_factory=dict)


def read_surroundings(
    keys: Sequence[int], *, without: Collection[tuple[int, int]] = ()
) -> tuple[dict[int, Surroundings], dict[int, Node]]:
    """Return the surroundings of each article that exists, and every article met on the way.

    A dozen queries for all of them, whatever the library's size; memory for some hundred numbers
    an article. `without` names links (text, text) to be taken for absent, for the benchmark.
    """
    return _Reading(keys, set(without)).result()


def describe(keys: Iterable[int]) -> dict[int, Node]:
    """Return what choosing needs to know of the articles that exist."""
    columns = ("pk", "canonical_id", "index_status", "title")
    return {
        pk: Node(pk, canonical or pk, status == IndexStatus.INDEXABLE, title)
        for some in batches(sorted(set(keys)), _KEYS_A_QUERY)
        for pk, canonical, status, title in Article.objects.filter(pk__in=some).values_list(
            *columns
        )
    }


class _Reading:
    """The links within two steps of some articles, twins taken together."""

    def __init__(self, keys: Sequence[int], without: set[tuple[int, int]]) -> None:
        self._without = without
        self.nodes: dict[int, Node] = {}
        self._describe(keys)
        self._keys = [key for key in keys if key in self.nodes]
        self._add_twins({self.nodes[key].text for key in self._keys})
        own = _rows("article", list(self.nodes), waiting=True)
        members = list(self.nodes)
        inbound = _inbound("target", members)
        targets = {target for _, target, _ in own if target}
        sources = {source for source, _, _ in inbound}
        onward = _rows("article", list(targets | sources))
        coupled = _inbound("target", list(targets))
        coupled += _inbound("path", [path for _, target, path in own if not target])
        rows = [*own, *inbound, *onward, *coupled]
        self._describe({key for row in rows for key in row[:2] if key} - self.nodes.keys())
        self._own = [(source, target) for source, target, _ in own if target]
        self._out: dict[int, set[int | str]] = defaultdict(set)
        self._into: dict[int | str, set[int]] = defaultdict(set)
        for source, target, path in rows:
            self._add(source, target, path)

    def _add(self, source: int, target: int | None, path: str) -> None:
        if source not in self.nodes or (target and target not in self.nodes):
            return  # removed while this was read
        one = self.nodes[source].text
        other = self.nodes[target].text if target else path
        if one != other and (one, other) not in self._without:
            self._out[one].add(other)
            self._into[other].add(one)

    def _describe(self, keys: Iterable[int]) -> None:
        """Learn of articles, and of those that are canonical to them."""
        found = describe(keys)
        self.nodes |= found
        self.nodes |= describe({node.text for node in found.values()} - self.nodes.keys())

    def _add_twins(self, texts: Collection[int]) -> None:
        for some in batches(sorted(texts), _KEYS_A_QUERY):
            twins = Article.objects.filter(canonical__in=some).values_list("pk", flat=True)
            self._describe(set(twins) - self.nodes.keys())

    def result(self) -> tuple[dict[int, Surroundings], dict[int, Node]]:
        found = {key: Surroundings(self.nodes[key]) for key in self._keys}
        for source, target in self._own:
            node = self.nodes.get(target)
            if node is None or source not in self.nodes:
                continue
            link = (self.nodes[source].text, node.text)
            if source in found and node.is_indexable and link not in self._without:
                found[source].listed.add(node.text)
                found[source].shown_count += 1
        for surroundings in found.values():
            surroundings.evidence = self._evidence(surroundings)
        return found, self.nodes

    def _evidence(self, around: Surroundings) -> dict[int, Evidence]:
        text = around.node.text
        out, into = self._out.get(text, set()), self._into.get(text, set())
        cocited = Counter(x for source in into for x in self._out.get(source, ()))
        onward = Counter(x for target in out for x in self._out.get(target, ()))
        coupled = Counter(x for target in out for x in self._into.get(target, ()))
        met = {*out, *into, *cocited, *onward, *coupled} - around.listed - {text}
        return {
            key: Evidence(
                via_twin=int(key in out),
                reverse=int(key in into),
                cocited=cocited[key],
                coupled=coupled[key],
                onward=onward[key],
            )
            for key in met
            if key in self.nodes and self.nodes[key].is_indexable
        }


def _rows(
    column: str, values: Sequence[int | str], *, waiting: bool = False
) -> list[tuple[int, int | None, str]]:
    """Return (article, target, path) of the links with one of the values in a column. The path,
    the widest, is given only for links that wait for their article."""
    links = Related.objects.all() if waiting else Related.objects.exclude(target=None)
    links = links.order_by()
    rows: list[tuple[int, int | None, str]] = []
    for some in batches(values, _KEYS_A_QUERY):
        found = links.filter(**{f"{column}__in": some})
        if waiting:
            rows += found.values_list("article_id", "target_id", "path")
        else:
            rows += ((*row, "") for row in found.values_list("article_id", "target_id"))
    return rows


def _inbound(column: str, values: Sequence[int | str]) -> list[tuple[int, int | None, str]]:
    """Return (article, target, path) of the links to articles, or to addresses that wait for
    theirs; nothing of those that more than a hundred lead to."""
    waiting = column == "path"
    condition = Q(target=None) if waiting else Q()
    rows: list[tuple[int, int | None, str]] = []
    for some in batches(sorted(set(values)), _KEYS_A_QUERY):
        links = Related.objects.filter(condition, **{f"{column}__in": some}).order_by()
        counts = links.values(value=F(column)).annotate(count=Count("pk"))
        usual = [row["value"] for row in counts if row["count"] <= _MOST_INBOUND]
        links = Related.objects.filter(condition, **{f"{column}__in": usual}).order_by()
        rows += links.values_list("article_id", "target_id", "path")
    return rows
