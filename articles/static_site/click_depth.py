"""Click depth: how many clicks from the home page every indexable article is, by the lists of the
site alone.

The pages themselves are read, as a crawler reads them, so that what a template leaves out counts.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from articles.core.source.article_paths import article_path
from articles.models import Article
from articles.page_store.freshness import Seen
from articles.static_site.address import Address
from articles.static_site.making import NotMade, make

_LINK = re.compile(r"<a\s[^>]*?href=\"(/[^\"#?]*)")
_QUESTIONS = "/questions/"
MOST_CLICKS = 8


@dataclass(frozen=True, slots=True)
class Depth:
    """{clicks: articles}, and the paths of those that no list leads to within MOST_CLICKS."""

    clicks: dict[int, int]
    unreached: tuple[str, ...]


def click_depth(progress: Callable[[int, int], None] = lambda done, total: None) -> Depth:
    """Read every list of the public site; a page costs what it costs a reader. `progress(done,
    total)` counts the lists that are known so far."""
    clicks = {"/": 0}
    lists = ["/"]
    for done, path in enumerate(lists, start=1):
        if clicks[path] < MOST_CLICKS:
            for link in _links_of(path):
                if link not in clicks:
                    clicks[link] = clicks[path] + 1
                    if _QUESTIONS not in link and not link.endswith((".md", ".xml", ".txt")):
                        lists.append(link)
        progress(done, len(lists))
    rows = Article.objects.indexable().values_list("subject__slug", "slug")
    depths: Counter[int] = Counter()
    unreached = []
    for row in rows.iterator():
        path = article_path(*row)
        if path in clicks:
            depths[clicks[path]] += 1
        else:
            unreached.append(path)
    return Depth(dict(sorted(depths.items())), tuple(sorted(unreached)))


def _links_of(path: str) -> list[str]:
    try:
        answer = make(Address(path), Seen("", 0, 0))
    except NotMade:
        return []
    if answer is None or answer.code != 200:
        return []
    html = answer.body_of(answer.plain).decode(errors="replace")
    return list(dict.fromkeys(_LINK.findall(html)))
