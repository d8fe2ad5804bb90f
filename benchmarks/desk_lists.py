"""What the desk's lists of articles and findings cost: each token, order and page, and some of them
together.

    python -m benchmarks.desk_lists --fill      what a list asks for, given to every article
    python -m benchmarks.desk_lists             the table

Works on the site of the environment (DATABASE_URL, VAR_DIR), and with `--fill` writes into it: use
a copy, as `benchmarks/multiply.py` makes it. A page is asked for by Django's test client, in one
process: milliseconds of wall time, the least and the median of some rounds after one that is not
counted, and the processor's, the median; and its queries, those for session and rights among them.
On a machine that others use the least is nearest to its own. A row of which that is beyond 300 ms,
or with more than 15 queries, is marked.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qtsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django's set-up
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Article, Finding, Readership, Subject  # noqa: E402

ROUNDS = 4
MOST_MS, MOST_QUERIES = 300, 15
ARTICLES, FINDINGS = "/admin/articles/article/", "/admin/articles/finding/"
_KINDS = ("orphan", "related-dangling", "dated-title", "lost-context", "refusal")
_NOW = "CURRENT_TIMESTAMP"
_EDITOR = "(SELECT id FROM auth_user WHERE username = 'bench-lists')"
# Of every article by its key, so that a filter's rows lie all over the library.
FILL = (
    ("drafts", "UPDATE articles_article SET status = 'draft', index_status = 'draft'"
     " WHERE id % 97 = 3"),
    ("withdrawn articles", "UPDATE articles_article SET status = 'withdrawn',"
     " index_status = 'withdrawn' WHERE id % 499 = 7"),
    ("scores", "UPDATE articles_article SET score = id % 100 WHERE id % 10 = 1"),
    ("numbers", "INSERT INTO articles_readership (article_id, views, recent_views, helpful,"
     " unhelpful) SELECT id, 500000 / (1 + (id * 7919) % 1000003), 50000 / (1 + (id * 104729) %"
     " 1000003), (id * 31) % 17, (id * 37) % 5 FROM articles_article WHERE id NOT IN"
     " (SELECT article_id FROM articles_readership)"),
    *(
        (f"findings, {kind}",
         "INSERT INTO articles_finding (article_id, path, kind, severity, field, detail,"
         f" is_dismissed, created_at) SELECT id, slug, '{kind}', '{severity}', 'answer', '',"
         f" {dismissed}, {_NOW} FROM articles_article WHERE (id * 7) % {each} = 1")
        for kind, severity, each, dismissed in (
            (_KINDS[0], "info", 20, "FALSE"), (_KINDS[1], "warning", 50, "FALSE"),
            (_KINDS[2], "warning", 500, "FALSE"), (_KINDS[3], "error", 2_000, "FALSE"),
            (_KINDS[4], "error", 20_000, "FALSE"), (_KINDS[0], "info", 11, "TRUE"),
        )
    ),
    ("related questions", "INSERT INTO articles_related (article_id, position, path, title)"
     " SELECT id, 0, slug, '' FROM articles_article WHERE id % 40 <> 0"),
    ("revisions", "INSERT INTO articles_revision (article_id, article_key, version, kind, fields,"
     " subject_slug, slug, status, packed, actor_id, reason, created_at) SELECT id, id, 1,"
     f" 'edited', '[]', '', slug, 'published', '', {_EDITOR}, '', {_NOW}"
     " FROM articles_article WHERE id % 15 = 2"),
    ("drafts beside articles", "INSERT INTO articles_draft (article_key, base_version, number,"
     f" \"values\", saved_at, share_key) SELECT id, 1, 1, '{{}}', {_NOW}, ''"
     " FROM articles_article WHERE id % 2000 = 5"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A page of a list, as it was measured."""

    label: str
    total: str
    least: float
    median: float
    cpu: float
    queries: int

    @property
    def is_over(self) -> bool:
        return self.least > MOST_MS or self.queries > MOST_QUERIES


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    client = _client()
    if "--fill" in sys.argv[1:]:
        fill()
        return
    print(f"{Article.objects.count():,} articles, {Finding.objects.count():,} findings\n")
    print("| list | rows | least ms | median | CPU | queries |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    rows = []
    for label, url in (*_article_lists(), *_finding_lists()):
        row = measure(client, label, url)
        mark = "**" if row.is_over else ""
        print(
            f"| {label} | {row.total} | {mark}{row.least:.0f}{mark} | {row.median:.0f} |"
            f" {row.cpu:.0f} | {row.queries} |",
            flush=True,
        )
        rows.append(row)
    print(
        f"\n{sum(row.is_over for row in rows)} of {len(rows)} over {MOST_MS} ms or"
        f" {MOST_QUERIES} queries; the slowest {max(row.least for row in rows):.0f} ms"
    )


def fill() -> None:
    """Give the articles what the tokens ask for, by statements that both databases know."""
    for label, statement in FILL:
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(statement)
            print(
                f"{label}: {cursor.rowcount:,} ({time.perf_counter() - started:.0f} s)", flush=True
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client: Client, label: str, url: str) -> Row:
    """Return what a page costs; an answer that is none of a list ends the run."""
    times: list[float] = []
    cpu_times: list[float] = []

    for _ in range(ROUNDS + 1):
        with CaptureQueriesContext(connection) as captured:
            started, cpu = time.perf_counter(), time.process_time()
            response = client.get(url)
            times.append((time.perf_counter() - started) * 1000)
            cpu_times.append((time.process_time() - cpu) * 1000)
    queries = len(captured)
    if response.status_code != 200 or response.context_data["bar"].refusals:
        raise SystemExit(f"{url}: {response.status_code}")
    changelist = response.context_data["cl"]
    total = changelist.paginator
    words = f"{total.number:,}" if total.is_exact else f"more than {total.number:,}"
    if changelist.page.stopped:
        words = f"{len(changelist.result_list)} so far"
    least, median = min(times[1:]), statistics.median(times[1:])
    return Row(label, words, least, median, statistics.median(cpu_times[1:]), queries)


def _client() -> Client:
    user, _ = get_user_model().objects.get_or_create(
        username="bench-lists", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client()
    client.force_login(user)
    return client


def _article_lists() -> Iterable[tuple[str, str]]:
    subject = max(Subject.objects.all(), key=lambda one: one.articles.count()).pk
    small = min(Subject.objects.all(), key=lambda one: one.articles.count()).pk
    editor = get_user_model().objects.get(username="bench-lists").pk
    twin = Article.objects.filter(canonical__isnull=False).first()
    behind = min(29_999, Readership.objects.count() // 2)  # 299 pages
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[behind]
    views = list(Readership.objects.order_by("-views", "-pk").values_list("views", "pk")[behind])
    cases = [
        ("articles", ""),
        ("page 300", f"after=[{newest}]"),
        ("page 300 by views", f"sort=views&after={views}"),
        ("the page before it", f"sort=views&before={views}"),
        *((f"by {order}", f"sort={order}") for order in _ORDERS),
        *((f"by {order}, reversed", f"sort=-{order}") for order in _ORDERS),
        ("largest subject", f"subject={subject}"),
        ("smallest subject", f"subject={small}"),
        *((f"status {value}", f"status={value}") for value in ("published", "draft", "withdrawn")),
        *((f"finding {kind}", f"finding={kind}") for kind in ("any", *_KINDS)),
        *((f"search engines {value}", f"index_status={value}")
          for value in ("indexable", "duplicate", "no_index", "draft")),
        ("last changed by an editor", f"editor={editor}"),
        ("draft beside it", "draft=yes"),
        ("review is due", "review=due"),
        ("newer delivery", "delivery=waits"),
        ("no related questions", "related=none"),
        ("duplicate of any", "duplicate_of=any"),
        *((("duplicate of one", f"duplicate_of={twin.canonical_id}"),) if twin else ()),
        ("changed in January 2025", "changed_from=2025-01-01&changed_to=2025-01-31"),
        ("changed since 2025", "changed_from=2025-01-01"),
        ("published in January 2025", "published_from=2025-01-01&published_to=2025-01-31"),
        ("100 views or more", "views_from=100"),
        ("no views in 30 days", "recent_to=0"),
        ("10 votes or more", "helpful_from=10"),
        ("3 votes against or more", "unhelpful_from=3"),
        ("score 90 or more", "score_from=90"),
        ("score 11 alone", "score_from=11&score_to=11"),
        ("words in the answer: photosynthesis", "answer=photosynthesis"),
        ("words in the answer: energy", "answer=energy"),
        ("words in the answer, a phrase", 'answer="the gathered information"'),
        ("drafts of a subject", f"subject={subject}&status=draft"),
        ("published of a subject, by views", f"subject={subject}&status=published&sort=views"),
        ("of a subject, by title", f"subject={subject}&sort=title"),
        ("of a subject, last changed", f"subject={subject}&sort=changed"),
        ("orphans by views", "finding=orphan&sort=views"),
        ("orphans of a subject, most findings", f"finding=orphan&subject={subject}&sort=findings"),
        ("orphans without related questions", "finding=orphan&related=none"),
        ("orphans, read, indexed", "finding=orphan&views_from=1&index_status=indexable"),
        ("much read drafts", "status=draft&views_from=1000"),
        ("much read, unrelated, fewest views first", "views_from=2&related=none&sort=-views"),
        ("no row: published and marked draft", "status=published&index_status=draft"),
        ("no row: published, marked withdrawn, by views",
         "status=published&index_status=withdrawn&score_from=50&sort=views"),
        ("no row: score and related", "score_from=99.5&related=none"),
        ("words in the answer, of drafts", "answer=energy&status=draft"),
        ("search: photosynthesis", "q=photosynthesis"),
        ("search: energy", "q=energy"),
        ("search within: energy, orphans", "q=energy&finding=orphan"),
        ("search within: energy, a subject, by views", f"q=energy&subject={subject}&sort=views"),
    ]  # fmt: skip
    return [(label, f"{ARTICLES}?{query}") for label, query in cases]


_ORDERS = ("newest", "changed", "title", "views", "recent", "helpful", "unhelpful", "findings")


def _finding_lists() -> Iterable[tuple[str, str]]:
    subject = max(Subject.objects.all(), key=lambda one: one.articles.count()).pk
    cases = [
        ("findings", ""),
        ("findings, most read articles first", "sort=views"),
        ("findings, oldest first", "sort=-newest"),
        ("dismissed", "state=dismissed"),
        ("open and dismissed", "state=all"),
        *((f"kind {kind}", f"kind={kind}") for kind in _KINDS),
        ("kind orphan, most read first", "kind=orphan&sort=views"),
        *((f"severity {value}", f"severity={value}") for value in ("error", "warning", "info")),
        ("of a subject", f"subject={subject}"),
        ("of drafts", "status=draft"),
        ("of articles with 1,000 views", "views_from=1000"),
        ("found today", f"found_from={time.strftime('%Y-%m-%d')}"),
        ("errors of a subject, most read first", f"severity=error&subject={subject}&sort=views"),
        ("orphans among drafts", "kind=orphan&status=draft"),
        ("search: photosynthesis", "q=photosynthesis"),
        ("search within: energy, orphans", "q=energy&kind=orphan"),
    ]
    return [(f"findings: {label}", f"{FINDINGS}?{query}") for label, query in cases]


if __name__ == "__main__":
    main()
