"""The only writer of articles: single operations for editors, bulk ones for the importer.

One call is one transaction; whatever hangs on an article (rendering, related questions, findings,
its revision, its twins' canonical, its index status) is written with it.
"""

from articles.publishing.bulk import BulkItem, create_articles, overwrite_articles
from articles.publishing.operations.delete import absorb, delete, undelete
from articles.publishing.operations.site_settings import StaleSettings, save_site_settings
from articles.publishing.operations.subjects import save_subject
from articles.publishing.revisions import Cause
from articles.publishing.write import (
    AddressTaken,
    StaleVersion,
    create,
    move,
    publish,
    restore,
    revise,
    unpublish,
    withdraw,
)

__all__ = [
    "AddressTaken",
    "BulkItem",
    "Cause",
    "StaleSettings",
    "StaleVersion",
    "absorb",
    "create",
    "create_articles",
    "delete",
    "move",
    "overwrite_articles",
    "publish",
    "restore",
    "revise",
    "save_site_settings",
    "save_subject",
    "undelete",
    "unpublish",
    "withdraw",
]
