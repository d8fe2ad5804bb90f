"""Names under which a file of another system has this site's fields."""

from collections.abc import Mapping

# Where the file has none of the names yet: what most systems read.
_NEW = {"seo.page_description": "description", "seo.page_keywords": "keywords"}
# `categories` hold more than the subject.
_KEPT_APART = frozenset(("subject", "slug", "old addresses"))


def own_name(key: str, names: Mapping[str, str]) -> str:
    """The name under which a file of another system has, or gets, a field; `names` are those that
    it uses (`Translation.names`).

    >>> own_name("seo.page_description", {}), own_name("date", {"date": "pubDate"})
    ('description', 'pubDate')
    """
    if key in _KEPT_APART:
        return key
    return names.get(key) or _NEW.get(key, key)
