"""Assigning many articles or findings to somebody, and taking that back."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth import get_user_model

from articles.assigning import assign_articles, assign_findings, may_take
from articles.bulk_runs.finding_changes import WORDS, found_again, words_of
from articles.database.among import among
from articles.models import Article, ArticleAssignment, BulkItem, BulkRun, Finding

State = BulkItem.State


def assign(run: BulkRun, items: Sequence[BulkItem]) -> None:
    """Give what the items name to the run's assignee, or to nobody; note on each whose it was."""
    known = _known(run, [item.key for item in items])
    changed = []
    for item in items:
        if item.key not in known:
            item.state, item.note = State.SKIPPED, "gone meanwhile"
            continue
        subject, owner, words = known[item.key]
        if owner == run.assignee_id:
            item.state, item.note = State.SKIPPED, "it is so already"
        elif run.assignee is not None and not may_take(run.assignee, subject or 0):
            item.state, item.note = State.SKIPPED, f"{run.assignee} does not work in its subject"
        else:
            item.state, item.before = State.DONE, {"user": owner, **words}
            changed.append(item.key)
    _write(run, changed, run.assignee)


def take_back(run: BulkRun, items: Sequence[BulkItem]) -> None:
    """Give each back to whose it was, unless somebody else has assigned it since."""
    known = _known(run, [item.key for item in items])
    owners = get_user_model().objects.in_bulk({item.before["user"] for item in items} - {None})
    back: dict[int | None, list[int]] = defaultdict(list)
    gone = [item for item in items if item.key not in known and run.is_of_findings]
    again = found_again([item.before for item in gone])
    renewed = {item.key: again.get(words_of(item.before)) for item in gone}
    known |= _known(run, list(again.values())) if again else {}
    for item in items:
        key = renewed.get(item.key, item.key)
        if key not in known:
            item.state, item.note = State.KEPT, "gone since"
            continue
        subject, owner, _ = known[key]
        if owner != run.assignee_id:
            item.state, item.note = State.KEPT, "assigned anew since"
            continue
        before = owners.get(item.before["user"])
        item.state = State.UNDONE
        fits = before is not None and may_take(before, subject or 0)
        back[before.pk if fits else None].append(key)
    for owner, keys in back.items():
        _write(run, keys, owners.get(owner))


def _write(run: BulkRun, keys: Sequence[int], user: object) -> None:
    if run.is_of_findings:
        assign_findings(keys, user)
    else:
        assign_articles(keys, user, by=run.actor)


def _known(run: BulkRun, keys: Sequence[int]) -> dict[int, tuple[int | None, int | None, dict]]:
    """Return of each key that is there its subject, whose it is, and the words of a finding."""
    if run.is_of_findings:
        rows = Finding.objects.filter(among("pk", keys)).order_by()
        return {
            row["pk"]: (
                row["article__subject"],
                row["assignee"],
                {name: row[name] for name in WORDS},
            )
            for row in rows.values("pk", "article__subject", "assignee", *WORDS)
        }
    owners = dict(
        ArticleAssignment.objects.filter(among("article_key", keys)).values_list(
            "article_key", "user"
        )
    )
    rows = Article.objects.filter(among("pk", keys)).order_by()
    return {
        key: (subject, owners.get(key), {}) for key, subject in rows.values_list("pk", "subject")
    }
