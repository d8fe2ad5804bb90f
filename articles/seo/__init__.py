"""Metadata of pages: the HTML head as one frozen `PageMeta`.

Functions take plain values and loaded rows and run no query: `articles/web` reads, this package
writes the text.
"""

from articles.seo.article_head import article_meta, draft_meta
from articles.seo.citations import citations_of
from articles.seo.credits import NOBODY, Credit
from articles.seo.description_choice import article_description
from articles.seo.feed_links import site_feed, subject_feed
from articles.seo.jsonld import is_modified
from articles.seo.list_heads import (
    ListPage,
    home_meta,
    learn_meta,
    people_meta,
    person_meta,
    subject_meta,
    topic_meta,
)
from articles.seo.other_heads import error_meta, page_meta, plain_page_meta, search_meta
from articles.seo.page_meta import PageMeta
from articles.seo.page_titles import home_heading, plain_title
from articles.seo.site import Site, current_site, last_known_site

__all__ = [
    "NOBODY",
    "Credit",
    "ListPage",
    "PageMeta",
    "Site",
    "article_description",
    "article_meta",
    "citations_of",
    "current_site",
    "draft_meta",
    "error_meta",
    "home_heading",
    "home_meta",
    "is_modified",
    "last_known_site",
    "learn_meta",
    "page_meta",
    "people_meta",
    "person_meta",
    "plain_page_meta",
    "plain_title",
    "search_meta",
    "site_feed",
    "subject_feed",
    "subject_meta",
    "topic_meta",
]
