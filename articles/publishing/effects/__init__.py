"""What a write sets off: a `ChangeSet` says what changed, `apply` does in one order what follows.

A module an effect, each with `follow(changes)`. `run_end` does once for a whole run what its
batches left out.
"""

from articles.publishing.effects.canonicals import (
    Twin,
    elected_with_choices,
    read_twins,
    settled,
    unsettled_digests,
)
from articles.publishing.effects.changeset import Agreement, ChangeSet, WrittenText
from articles.publishing.effects.chosen_canonicals import Choice, choices_about
from articles.publishing.effects.duplicates_queue import mark_duplicates_due
from articles.publishing.effects.effect_order import EFFECTS, Effect, apply
from articles.publishing.effects.findings import insert_findings
from articles.publishing.effects.mended_findings import DANGLING, ORPHAN, SAME_TEXT
from articles.publishing.effects.page_stamps import (
    ADDRESSES,
    EVERYTHING,
    PEOPLE,
    PLAIN_PAGES,
    READINGS,
    credit_of,
    list_of,
    outnumber,
    page_of,
    pages_in,
    plain_page,
    works_of,
)
from articles.publishing.effects.relating_queue import mark_due, mark_links_of
from articles.publishing.effects.repeated_questions import REPEATED, settle_questions
from articles.publishing.effects.run_end import apply_deferred, resolve_all_links

__all__ = [
    "ADDRESSES",
    "DANGLING",
    "EFFECTS",
    "EVERYTHING",
    "ORPHAN",
    "PEOPLE",
    "PLAIN_PAGES",
    "READINGS",
    "REPEATED",
    "SAME_TEXT",
    "Agreement",
    "ChangeSet",
    "Choice",
    "Effect",
    "Twin",
    "WrittenText",
    "apply",
    "apply_deferred",
    "choices_about",
    "credit_of",
    "elected_with_choices",
    "insert_findings",
    "list_of",
    "mark_due",
    "mark_duplicates_due",
    "mark_links_of",
    "outnumber",
    "page_of",
    "pages_in",
    "plain_page",
    "read_twins",
    "resolve_all_links",
    "settle_questions",
    "settled",
    "unsettled_digests",
    "works_of",
]
