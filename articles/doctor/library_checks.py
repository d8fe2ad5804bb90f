"""Checks of what is derived from the articles, and of what waits to be done."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from articles.doctor.checks import Problem, check, error, warning
from articles.doctor.due_work import due_work
from articles.models import Article, ImportRun, SearchDocument
from articles.publishing import outdated
from articles.search import backends

# The clock of a running server looks every 20 seconds.
_LATE = timedelta(minutes=5)
_LONG_RUN = timedelta(hours=24)
# More than an import works off at its end.
_MANY_UNRELATED = _MANY_UNCOMPARED = 1_000
_REBUILD = "Run: manage.py rebuild_search"


@check("search", "The search index", asks_database=True)
def search_index_is_in_step() -> Iterator[Problem]:
    """The index has all of its parts, and a row for every article; counts are compared."""
    backend = backends.current()
    if missing := backend.missing():
        yield error(f"The search index lacks {', '.join(missing)}.", mend=_REBUILD)
        return
    articles, documents = Article.objects.count(), SearchDocument.objects.count()
    if articles != documents:
        yield error(
            f"{articles:,} articles, and {documents:,} of them can be found by the search.",
            mend=_REBUILD,
        )
    for name, rows in backend.row_counts().items():
        if rows != documents:
            yield error(
                f"The search index {name} has {rows:,} rows for {documents:,} articles: some are"
                " not found, or some that are gone.",
                mend=_REBUILD,
            )


@check("renderings", "Renderings", asks_database=True)
def renderings_are_of_this_version() -> Iterator[Problem]:
    """Every article's page was made by this version of the renderer."""
    if stale := outdated().count():
        yield warning(
            f"{stale:,} articles are shown as an older version of the program has rendered them.",
            mend="Run: manage.py render_articles (the site may be read meanwhile).",
        )


@check("due", "What is due", asks_database=True)
def nothing_is_overdue() -> Iterator[Problem]:
    """What is planned happens, and queues become empty."""
    now = timezone.now()
    due = due_work(now - _LATE)
    if due.scheduled:
        yield error(
            f"{due.scheduled:,} articles should have been published or withdrawn more than"
            f" {_LATE.seconds // 60} minutes ago.",
            mend="Start the server, which does it, or run: manage.py publish_due",
        )
    if due.failed:
        yield warning(
            f"{due.failed:,} planned changes could not be done.",
            mend="The desk's first page says why, under “Not published yet”.",
        )
    if due.unrelated > _MANY_UNRELATED:
        yield warning(
            f"{due.unrelated:,} articles wait for their computed related questions.",
            mend="Run: manage.py fill_related",
        )
    if due.uncompared > _MANY_UNCOMPARED:
        yield warning(
            f"{due.uncompared:,} articles wait to be compared with others: duplicates among them"
            " are not listed.",
            mend="Run: manage.py find_duplicates",
        )
    if due.refused_announcements:
        yield warning(
            f"IndexNow has refused {due.refused_announcements:,} addresses, which are tried again.",
            mend="Run: manage.py send_indexnow, which says what the answer was.",
        )


@check("imports", "Imports", asks_database=True)
def imports_have_ended() -> Iterator[Problem]:
    """The latest import has ended, and what it wrote has been looked at."""
    latest = ImportRun.objects.order_by("-pk").first()
    if latest is None or latest.is_settled:
        return
    is_running = latest.state == ImportRun.State.RUNNING
    if is_running and latest.started_at > timezone.now() - _LONG_RUN:
        return
    yield warning(
        f"The {latest} has died or was interrupted: links and twins of what it wrote have not been"
        " looked at.",
        mend="Run the import again: unchanged files cost next to nothing.",
    )


@check("clock", "The clock", asks_database=True)
def clock_is_right() -> Iterator[Problem]:
    """Nothing in the database is from the future, and a server of PostgreSQL has the same time."""
    allowed = timedelta(minutes=1)
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (theirs,) = cursor.fetchone()
        if abs(theirs - now) > allowed:
            yield error(
                f"The clock of the database says {theirs:%Y-%m-%d %H:%M:%S}, this machine's"
                f" {now:%Y-%m-%d %H:%M:%S}.",
                mend="Have both machines set by NTP.",
            )
    newest = {
        "An article was changed": Article.objects.aggregate(at=Max("content_modified_at")),
        "An import was begun": ImportRun.objects.aggregate(at=Max("started_at")),
    }
    for what, found in newest.items():
        if found["at"] and found["at"] > now + allowed:
            yield error(
                f"{what} at {found['at']:%Y-%m-%d %H:%M}, which has not come yet: the clock has"
                " been set back, or was wrong then.",
                mend="Set the clock (timedatectl), and have it set by NTP.",
            )
