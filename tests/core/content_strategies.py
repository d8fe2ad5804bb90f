"""Contents for laws: a value for each field of ArticleContent by its type, so that no field, and
none that comes later, is outside the law."""

from datetime import date
from typing import Any, get_type_hints

from hypothesis import strategies as st

from articles.core.article_content import ArticleContent, RelatedLink

_LINKS = tuple[RelatedLink, ...]


def contents(
    *,
    texts: st.SearchStrategy,
    dates: st.SearchStrategy,
    numbers: st.SearchStrategy,
    related: st.SearchStrategy,
    **fields: st.SearchStrategy,
) -> st.SearchStrategy:
    """Return contents made of these values; `fields` are those that have others than their type."""
    by_type: dict[Any, st.SearchStrategy] = {
        str: texts,
        date | None: st.none() | dates,
        float | None: st.none() | numbers,
        bool: st.booleans(),
        _LINKS: related,
    }
    values = {name: by_type[kind] for name, kind in get_type_hints(ArticleContent).items()}
    return st.builds(ArticleContent, **(values | fields))
