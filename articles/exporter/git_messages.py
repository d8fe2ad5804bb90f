"""Words and names of the commits of an export."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model

from articles.exporter.git_branch import COMMITTER, TRAILER, Signature
from articles.exporter.git_changes import Commit, Position
from articles.models import ImportRun, Revision

_VERBS = {
    "created": "Add",
    Revision.Kind.EDITED: "Edit",
    Revision.Kind.IMPORTED: "Import",
    Revision.Kind.DECIDED: "Decide about",
    Revision.Kind.RESTORED: "Restore",
    Revision.Kind.STATUS: "Change the status of",
    Revision.Kind.MOVED: "Move",
    Revision.Kind.DELETED: "Delete",
    Revision.Kind.UNDONE: "Undo the import of",
}
_LONGEST_SUBJECT = 200
# What git takes for the parts of a signature (git-fast-import(1), "committer").
_NOT_IN_NAMES = re.compile(r"[<>\x00-\x1f\x7f]+")
_NOT_IN_ADDRESSES = re.compile(r"[^\w.+-]+", re.ASCII)


class Authors:
    """Who made a change, as git names people: the name of the account, and an address that nobody
    reads, unless `shows_emails`."""

    def __init__(self, *, shows_emails: bool = False) -> None:
        self._shows_emails = shows_emails
        self._known: dict[int, tuple[str, str]] = {}

    def of(self, commit: Commit) -> Signature:
        """Return the author of a change; the site itself of what nobody in it did."""
        site = site_signature(commit.position.moment)
        if commit.actor_id is None:
            return site
        if commit.actor_id not in self._known:
            user = get_user_model().objects.filter(pk=commit.actor_id).first()
            self._known[commit.actor_id] = self._named(user) if user else (site.name, site.email)
        return Signature(*self._known[commit.actor_id], commit.position.moment)

    def _named(self, user: object) -> tuple[str, str]:
        name = _NOT_IN_NAMES.sub(" ", user.get_full_name() or user.get_username()).strip()
        local = _NOT_IN_ADDRESSES.sub("-", user.get_username()).strip("-") or f"account-{user.pk}"
        email = f"{local}@users.noreply.{_host()}"
        if self._shows_emails and user.email:
            email = _NOT_IN_NAMES.sub("", user.email)
        return name or local, email


def site_signature(moment: datetime) -> Signature:
    """Return the site's own signature: the committer of every commit, by which it knows them."""
    return Signature(COMMITTER, f"noreply@{_host()}", moment)


def message_of(commit: Commit, paths: Sequence[str]) -> str:
    """`"Edit physics/what-is-light: title, answer"`, the reason, and the place in the order."""
    verb = _VERBS.get(commit.kind, "Change")
    if len(paths) == 1 or len(commit.changes) == 1:
        what = paths[0].removesuffix(".md") if paths else "an article"
    else:
        what = f"{len(commit.changes):,} articles"
    fields = f": {', '.join(commit.fields)}" if commit.fields and len(commit.changes) == 1 else ""
    reason = commit.reason or _import_words(commit)
    body = f"{_one_line(reason)}\n\n" if reason else ""
    return f"{_one_line(f'{verb} {what}{fields}')}\n\n{body}{TRAILER}: {commit.position}\n"


def settling_message(end: Position, *, is_first: bool) -> str:
    """The message of what no change explains: all of it, of a first export."""
    subject = "Export the library" if is_first else "Bring files up to date with the library"
    return f"{subject}\n\n{TRAILER}: {end}\n"


def _import_words(commit: Commit) -> str:
    run = ImportRun.objects.filter(pk=commit.import_run_id).first()
    if run is None:
        return ""
    return f"Import {run.pk}: {run.revision_note or ', '.join(run.sources)}"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:_LONGEST_SUBJECT]


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
