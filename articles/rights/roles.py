"""The roles of the desk and the rights of each: the one table from which groups are made.

A right is one of Django's permissions, `"app.codename"`. Beside view, add, change and delete of
each kind of thing there are three of our own: `publish_article` (`articles/models/article.py`) is
asked for whatever changes what readers see, `review_article` (`articles/models/editorial_note.py`)
for a decision on what is sent for review, and `every_subject` lets somebody work in all subjects;
without it in those alone that the account names. docs/roles.md says the same in words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """`slug` names it for ever, whatever its group is called; `summary` is what it is for."""

    slug: str
    name: str
    summary: str
    rights: frozenset[str]


def _rights(actions: str, *models: str, app: str = "articles") -> frozenset[str]:
    """Return the rights to do each of some actions, `"view change"`, with each kind of thing."""
    return frozenset(f"{app}.{action}_{model}" for action in actions.split() for model in models)


_EVERYWHERE = frozenset({"articles.every_subject"})
_PUBLISHES = frozenset({"articles.publish_article", "articles.review_article"})
_ALL = "view add change delete"

_OF_WRITERS = _rights("view add", "article", "image") | _rights("change", "draft")
_OF_WRITERS |= _rights("view", "subject", "finding")

_OF_EDITORS = _OF_WRITERS | _PUBLISHES | _rights(_ALL, "article", "redirect")
_OF_EDITORS |= _rights("view change", "finding", "feedback", "unknownaddress")
_OF_EDITORS |= _rights("view", "conflict") | _rights("change", "image")
_OF_EDITORS |= _rights("view add change", "topic")

# Imports, searches, people and plain pages belong to no subject.
_OF_ALL_SUBJECTS = (
    _EVERYWHERE
    | _rights("view", "importrun", "delivery", "taskrun")
    | _rights("view change", "readersearch")
)
_OF_ALL_SUBJECTS |= _rights("view add change", "page", "person")

_OF_HEADS = _OF_EDITORS | _OF_ALL_SUBJECTS | _rights(_ALL, "subject")
_OF_HEADS |= _rights("change", "importrun", "taskrun") | _rights("add change", "delivery")
_OF_HEADS |= _rights("delete", "feedback", "readersearch", "image", "page")

_OF_ADMINISTRATORS = _OF_HEADS | _rights("view change", "sitesettings")
_OF_ADMINISTRATORS |= _rights("view", "auditentry")
_OF_ADMINISTRATORS |= _rights(_ALL, "user", "group", app="auth")

WRITER = Role(
    "writer",
    "Writer",
    "Writes drafts, sends them for review, and adds articles that readers do not see yet.",
    _OF_WRITERS | _EVERYWHERE | _rights("view", "page"),
)
EDITOR = Role(
    "editor",
    "Editor",
    "Changes, reviews and publishes articles, handles findings, conflicts and redirects.",
    _OF_EDITORS | _OF_ALL_SUBJECTS,
)
SUBJECT_EDITOR = Role(
    "subject-editor",
    "Subject editor",
    "An editor of the subjects that the account names, and of nothing else.",
    _OF_EDITORS,
)
HEAD_OF_CONTENT = Role(
    "head-of-content",
    "Head of content",
    "All of the content: also subjects, imports with their undo, and deletion of images.",
    _OF_HEADS,
)
ADMINISTRATOR = Role(
    "administrator",
    "Administrator",
    "Everything: also accounts, their rights, and the site's settings.",
    _OF_ADMINISTRATORS,
)
ROLES = (WRITER, EDITOR, SUBJECT_EDITOR, HEAD_OF_CONTENT, ADMINISTRATOR)
