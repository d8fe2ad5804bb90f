"""The only writer of articles: single operations for editors, bulk ones for the importer.

One call is one transaction; whatever hangs on an article (rendering, related questions, findings,
its twins' canonical, its index status) is written with it.
"""

from articles.publishing.bulk import BulkItem, create_articles, overwrite_articles
from articles.publishing.single import (
    AddressTaken,
    StaleVersion,
    create,
    delete,
    move,
    publish,
    revise,
    unpublish,
    withdraw,
)
from articles.publishing.subjects import save_subject

__all__ = [
    "AddressTaken",
    "BulkItem",
    "StaleVersion",
    "create",
    "create_articles",
    "delete",
    "move",
    "overwrite_articles",
    "publish",
    "revise",
    "save_subject",
    "unpublish",
    "withdraw",
]
