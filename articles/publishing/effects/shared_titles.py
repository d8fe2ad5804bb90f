"""Pages whose `<title>` depends on others: where another indexable page asks the same question,
each names its subject, too (`articles/seo/page_titles.py`)."""

from collections.abc import Collection

from articles.database.among import among
from articles.database.batches import batches
from articles.database.compiled_query import CompiledQuery
from articles.models import Article

_TITLES_A_QUERY = 500

_TITLED = CompiledQuery(
    lambda titles: (
        Article.objects.filter(among("title", titles)).order_by().values_list("pk", flat=True)
    ),
    titles=list,
)


def pages_titled(titles: Collection[str]) -> set[int]:
    """Return the articles that have one of the titles, for one of them has come or gone."""
    return {
        key
        for some in batches(sorted(titles), _TITLES_A_QUERY)
        for key in _TITLED.flat(titles=some)
    }
