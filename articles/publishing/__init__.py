"""The only writer of articles: single operations for editors, bulk ones for the importer.

One operation is one transaction. It writes, and applies what the write sets off (`effects/`):
rendering, search document, findings, redirects, links that waited, canonical, related questions,
announcements, change numbers. This face is what other packages import.
"""

from articles.publishing.article_file import find_targets, write_file
from articles.publishing.article_writes import AddressTaken, StaleVersion
from articles.publishing.bulk import BulkItem, create_articles, overwrite_articles
from articles.publishing.operations.absorb import TargetAway, absorb
from articles.publishing.operations.conflicts import (
    Collision,
    Delivered,
    close_settled,
    decide,
    open_conflicts,
)
from articles.publishing.operations.create import create
from articles.publishing.operations.delete import delete, erase
from articles.publishing.operations.duplicates import (
    AbsorbedFurther,
    NoCanonical,
    NotAbsorbed,
    absorb_duplicate,
    choose_canonical,
    release_canonical,
    undo_absorption,
)
from articles.publishing.operations.move import move
from articles.publishing.operations.newcomers import let_in_elsewhere, make_room
from articles.publishing.operations.pages import (
    PageAddressTaken,
    StalePage,
    create_page,
    delete_page,
    rendered_page,
    rerender_pages,
    restore_page,
    save_page,
)
from articles.publishing.operations.people import NameTaken, rerender_biographies, save_person
from articles.publishing.operations.redirects import (
    MovedQuestion,
    redirect_address,
    redirect_moved,
    remove_redirects,
    restore_redirects,
    save_redirect,
)
from articles.publishing.operations.revise import restore, revert, revise
from articles.publishing.operations.site_settings import StaleSettings, save_site_settings
from articles.publishing.operations.status import publish, unpublish, withdraw
from articles.publishing.operations.subjects import (
    delete_subjects,
    rerender_introductions,
    save_subject,
)
from articles.publishing.operations.topics import (
    Belonging,
    Placed,
    add_topics,
    describe_topic,
    drop_topics,
    merge_topics,
    save_topic,
    set_belonging,
)
from articles.publishing.operations.undelete import undelete
from articles.publishing.rerender import outdated, rerender
from articles.publishing.revisions import (
    Cause,
    Seen,
    Version,
    version_at,
    version_of_article,
    version_of_revision,
)

__all__ = [
    "AbsorbedFurther",
    "AddressTaken",
    "Belonging",
    "BulkItem",
    "Cause",
    "Collision",
    "Delivered",
    "MovedQuestion",
    "NameTaken",
    "NoCanonical",
    "NotAbsorbed",
    "PageAddressTaken",
    "Placed",
    "Seen",
    "StalePage",
    "StaleSettings",
    "StaleVersion",
    "TargetAway",
    "Version",
    "absorb",
    "absorb_duplicate",
    "add_topics",
    "choose_canonical",
    "close_settled",
    "create",
    "create_articles",
    "create_page",
    "decide",
    "delete",
    "delete_page",
    "delete_subjects",
    "describe_topic",
    "drop_topics",
    "erase",
    "find_targets",
    "let_in_elsewhere",
    "make_room",
    "merge_topics",
    "move",
    "open_conflicts",
    "outdated",
    "overwrite_articles",
    "publish",
    "redirect_address",
    "redirect_moved",
    "release_canonical",
    "remove_redirects",
    "rendered_page",
    "rerender",
    "rerender_biographies",
    "rerender_introductions",
    "rerender_pages",
    "restore",
    "restore_page",
    "restore_redirects",
    "revert",
    "revise",
    "save_page",
    "save_person",
    "save_redirect",
    "save_site_settings",
    "save_subject",
    "save_topic",
    "set_belonging",
    "undelete",
    "undo_absorption",
    "unpublish",
    "version_at",
    "version_of_article",
    "version_of_revision",
    "withdraw",
    "write_file",
]
