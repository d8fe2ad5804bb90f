"""Kinds of pages, by which requests are counted and slow statements are named.

A kind is a name of few: each is a label of the metrics, and what a label can be must have an end
(prometheus.io/docs/practices/naming). The address itself never is one.
"""

from collections.abc import Mapping

# What has no address of the site: nothing there, moved, gone.
NOWHERE = "nowhere"
# An address that this table does not know yet.
OTHER = "other"
STATIC, DESK, API, PREVIEW = "static", "desk", "api", "preview"

_NAMES: Mapping[str, tuple[str, ...]] = {
    "home": ("home",),
    "article": ("article",),
    "page": ("plain_page",),
    "list": ("learn", "subject", "subject_page", "topic", "topic_page"),
    "search": ("search",),
    "suggestions": ("suggestions",),
    "markdown": ("article_markdown", "plain_page_markdown", "llms", "llms_full", "llms_part"),
    "feed": ("feed", "subject_feed"),
    "sitemap": ("sitemap", "sitemap_pages", "sitemap_articles", "robots", "indexnow_key"),
    "card": ("home_card", "subject_card", "article_card"),
    "image": ("image", "smaller_image", "site_logo", "site_logo_small", "favicon"),
    STATIC: ("site_colours",),
    "feedback": ("feedback", "feedback_thanks", "search_note", "search_note_thanks"),
    PREVIEW: ("draft_preview", "shared_draft", "page_preview"),
    API: ("api_documentation",),
    "watch": ("healthz", "readyz", "metrics"),
}
KIND_OF_NAME = {name: kind for kind, names in _NAMES.items() for name in names}
_OF_NAMESPACE = {"admin": DESK, "api": API}
KINDS = (*_NAMES, DESK, NOWHERE, OTHER)


def kind_of_view(namespace: str, url_name: str | None) -> str:
    """Return the kind of the address that a request has found.

    >>> kind_of_view("", "subject_page"), kind_of_view("admin", "index"), kind_of_view("", "new")
    ('list', 'desk', 'other')
    """
    return _OF_NAMESPACE.get(namespace) or KIND_OF_NAME.get(url_name or "", OTHER)
