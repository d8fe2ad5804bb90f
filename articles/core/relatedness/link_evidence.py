"""Evidence of relatedness from stored links.

Links come from files or editors. Both directions count, and so do two links from one article
(co-cited), two links to one target (coupled, even if the target does not exist yet) and two links
in a row (onward). Duplicates count as one text: a link to or from one is a link to or from all.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log1p

from articles.core.relatedness.library import Library, Link, Node


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
class Surroundings:
    """What was read around one article. `listed` are texts that its page shows as its own words,
    `shown_count` how many rows; `evidence` is by the key of an indexable article."""

    node: Node
    listed: set[int]
    shown_count: int
    evidence: dict[int, Evidence] = field(default_factory=dict)


def read_surroundings(
    library: Library, keys: Sequence[int], *, without: Collection[tuple[int, int]] = ()
) -> tuple[dict[int, Surroundings], dict[int, Node]]:
    """Return the surroundings of each article that exists, and every article met on the way.

    A dozen queries for all of them, whatever the library's size; memory for some hundred numbers
    an article. `without` names links (text, text) to be taken for absent, for the benchmark.
    """
    return _Reading(library, keys, set(without)).result()


class _Reading:
    """The links within two steps of some articles, twins taken together."""

    def __init__(
        self, library: Library, keys: Sequence[int], without: set[tuple[int, int]]
    ) -> None:
        self._library = library
        self._without = without
        self.nodes: dict[int, Node] = {}
        self._describe(keys)
        self._keys = [key for key in keys if key in self.nodes]
        self._describe(set(library.twins({self.nodes[key].text for key in self._keys})))
        members = list(self.nodes)
        own = list(library.links_from(members, waiting=True))
        inbound = list(library.links_to(members))
        targets = {link.target for link in own if link.target is not None}
        sources = {link.article for link in inbound}
        addresses = {link.waits_for for link in own if link.target is None}
        links = [*own, *inbound]
        links += library.links_from(targets | sources)
        links += library.links_to(targets)
        links += library.links_waiting(addresses)
        met = {link.target for link in links if link.target is not None}
        self._describe(met.union(link.article for link in links))
        self._own = [link for link in own if link.target is not None]
        self._out: dict[int, set[Hashable]] = defaultdict(set)
        self._into: dict[Hashable, set[int]] = defaultdict(set)
        for link in links:
            self._add(link)

    def _add(self, link: Link) -> None:
        nodes = self.nodes
        is_waiting = link.target is None
        if link.article not in nodes or not (is_waiting or link.target in nodes):
            return  # removed while this was read
        one = nodes[link.article].text
        other = link.waits_for if is_waiting else nodes[link.target].text
        if one != other and (not self._without or (one, other) not in self._without):
            self._out[one].add(other)
            self._into[other].add(one)

    def _describe(self, keys: Iterable[int]) -> None:
        """Learn of articles, and of those that are canonical to them."""
        found = self._library.nodes(set(keys) - self.nodes.keys())
        self.nodes |= found
        texts = {node.text for node in found.values()} - self.nodes.keys()
        if texts:
            self.nodes |= self._library.nodes(texts)

    def result(self) -> tuple[dict[int, Surroundings], dict[int, Node]]:
        shown: dict[int, list[int]] = {key: [] for key in self._keys}
        for link in self._own:
            node = self.nodes.get(link.target)
            if node is None or link.article not in shown:
                continue
            pair = (self.nodes[link.article].text, node.text)
            if node.is_indexable and pair not in self._without:
                shown[link.article].append(node.text)
        found = {}
        for key, texts in shown.items():
            node, listed = self.nodes[key], set(texts)
            evidence = self._evidence(node.text, listed)
            found[key] = Surroundings(node, listed, len(texts), evidence)
        return found, self.nodes

    def _evidence(self, text: int, listed: set[int]) -> dict[int, Evidence]:
        nothing: set = set()
        out, into = self._out.get(text, nothing), self._into.get(text, nothing)
        cocited: Counter = Counter()
        for source in into:
            cocited.update(self._out.get(source, nothing))
        onward: Counter = Counter()
        coupled: Counter = Counter()
        for target in out:
            onward.update(self._out.get(target, nothing))
            coupled.update(self._into.get(target, nothing))
        met = {*out, *into, *cocited, *onward, *coupled} - listed - {text}
        nodes = self.nodes
        return {
            key: Evidence(
                via_twin=int(key in out),
                reverse=int(key in into),
                cocited=cocited[key],
                coupled=coupled[key],
                onward=onward[key],
            )
            for key in met
            if key in nodes and nodes[key].is_indexable
        }
