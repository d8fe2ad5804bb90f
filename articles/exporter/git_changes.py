"""What has changed in the library since a moment, change by change, for a history in git."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from articles.models import Article, Revision, Status

_CREATED, _CHANGED = "a", "r"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the order of all changes: by time, and by key among those of one moment."""

    moment: datetime
    kind: str
    key: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()} {self.kind}{self.key}"


BEGINNING = Position(datetime(1970, 1, 1, tzinfo=UTC), "", 0)


@dataclass(frozen=True, slots=True)
class Change:
    """One article before and after: `version` is the one that the change made, 1 where the article
    is new; `old_path` and `was_public` are of the one before."""

    article_key: int
    version: int
    old_path: str = ""
    was_public: bool = False

    @property
    def of_article(self) -> tuple[int, int]:
        return self.article_key, self.version


@dataclass(slots=True)
class Commit:
    """Changes that belong together: one, or those of an import that follow each other; the
    facts are those of the last."""

    position: Position
    kind: str
    actor_id: int | None
    import_run_id: int | None
    reason: str
    fields: list[str]
    changes: list[Change] = field(default_factory=list)


def read_position(text: str) -> Position:
    """Return the position that a trailer says; raises ValueError."""
    moment, _, rest = text.partition(" ")
    return Position(datetime.fromisoformat(moment), rest[:1], int(rest[1:]))


def last_position() -> Position:
    """Return where the order of changes ends now."""
    ends = []
    for model, kind in ((Revision, _CHANGED), (Article, _CREATED)):
        newest = model.objects.order_by("-created_at", "-pk").values_list("created_at", "pk")
        ends += [Position(moment, kind, key) for moment, key in newest[:1]]
    return max(ends, default=BEGINNING)


def commits_after(position: Position, *, delivered_at: datetime | None) -> Iterator[Commit]:
    """Yield the changes after a position in their order. Of an article's changes up to
    `delivered_at`, when the files that the branch holds were imported, the last that is no import's
    stands for all: the files of earlier ones would take back what came since."""
    rows = sorted([*_created(position), *_changed(position)], key=lambda commit: commit.position)
    if delivered_at:
        rows = _settled(rows, delivered_at)
    for number, some in groupby(rows, key=_togetherness):
        group = list(some)
        if number is None:
            yield from group
            continue
        whole = group[-1]
        whole.changes = [change for commit in group for change in commit.changes]
        yield whole


def _created(after: Position) -> Iterator[Commit]:
    """A creation has no revision."""
    rows = Article.objects.filter(created_at__gte=after.moment).order_by()
    for key, moment, run in rows.values_list("pk", "created_at", "created_by_run").iterator():
        position = Position(moment, _CREATED, key)
        if position > after:
            yield Commit(position, "created", None, run, "", [], [Change(key, 1)])


def _changed(after: Position) -> Iterator[Commit]:
    rows = Revision.objects.filter(created_at__gte=after.moment).order_by()
    columns = ("pk", "created_at", "kind", "actor", "import_run", "reason", "fields")
    of_article = ("article_key", "version", "subject_slug", "slug", "status")
    for row in rows.values_list(*columns, *of_article).iterator():
        key, moment, kind, actor, run, reason, fields, article, version, subject, slug, status = row
        position = Position(moment, _CHANGED, key)
        if position > after:
            was_public = status == Status.PUBLISHED
            change = Change(article, version + 1, f"{subject}/{slug}.md", was_public)
            yield Commit(position, kind, actor, run, reason, fields, [change])


def _settled(commits: Iterable[Commit], delivered_at: datetime) -> list[Commit]:
    later: list[Commit] = []
    before: dict[int, list[Commit]] = defaultdict(list)
    for commit in commits:
        if commit.position.moment > delivered_at:
            later.append(commit)
        else:
            before[commit.changes[0].article_key].append(commit)
    for key, some in before.items():
        own = [commit for commit in some if commit.kind not in {"created", Revision.Kind.IMPORTED}]
        if not own:
            continue
        last = own[-1]
        version = some[-1].changes[0].version
        first = own[0].changes[0]
        last.changes = [Change(key, version, first.old_path, first.was_public)]
        later.append(last)
    return sorted(later, key=lambda commit: commit.position)


def _togetherness(commit: Commit) -> tuple[int, bool] | None:
    if commit.import_run_id is None:
        return None
    return commit.import_run_id, commit.kind == Revision.Kind.UNDONE
