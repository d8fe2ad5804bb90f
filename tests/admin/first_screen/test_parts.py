"""What the parts of the first screen say: of search engines, of views, of an empty library."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from lxml import html

from articles.admin.first_screen import broken_pages
from articles.admin.first_screen.charts import HEIGHT, WIDTH, Chart
from articles.admin.first_screen.movers import read_moved
from articles.admin.first_screen.tally import Tally
from articles.figures import note_today
from articles.models import Article, DailyViews, Finding, ImportRun, Readership, SubjectFigures
from tests.factories import make_article, make_subject, make_user

DAYS = [date(2030, 1, 7) + timedelta(days=7 * week) for week in range(4)]


def screen(client):
    return client.get("/admin/").context["screen"]


def text_of(client):
    return " ".join(html.fromstring(client.get("/admin/").content.decode()).text_content().split())


def week_ago(**numbers):
    day = datetime.now(UTC).date() - timedelta(days=7)
    SubjectFigures.objects.create(day=day, subject=make_subject("physics"), **numbers)


def test_the_reasons_add_up_to_the_change(desk):
    week_ago(indexable=5, duplicate=1, withdrawn=2, draft=0)
    for number in range(2):
        make_article(answer=f"Text {number}.")
    for _ in range(3):
        make_article(answer="The same.")
    make_article(no_index=True)
    health = screen(desk).health
    assert [(row.figure.number, row.difference) for row in health.rows] == [
        *((3, -2), (2, 1), (1, 1), (0, 0), (0, -2), (0, 0)),
    ]
    assert health.change == "2 fewer than a week ago"
    assert health.reasons == [
        "2 fewer articles in the library",
        "1 more with the canonical elsewhere",
        "1 more kept out by hand",
        "2 fewer withdrawn",
    ]
    # What the library lost, less what the others gained.
    assert -2 - (1 + 1 - 2) == 3 - 5


def test_without_a_week_it_says_when_there_will_be_one(desk):
    make_article()
    note_today()
    health = screen(desk).health
    assert (health.since, health.chart) == (None, None)
    assert "in a week this says what has changed" in text_of(desk)


def test_a_chart_has_its_figures_as_a_title_and_as_a_table(desk):
    make_article()
    week_ago(indexable=1_204)
    page = html.fromstring(desk.get("/admin/").content.decode())
    (chart,) = page.xpath('//figure[contains(@class, "chart-indexable")]')
    svg = chart.find("svg")
    title = svg.find("title")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == title.get("id")
    assert title.text == ("Pages in search engines: 2 weeks, from 1,204 to 1; least 1, most 1,204")
    cells = [cell.text for cell in chart.iter("td")]
    assert cells == ["–"] * 10 + ["1,204", "1"]
    assert not page.xpath('//div[@class="cards"]//*[@style or self::script]')


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ([1, 3, 2, 3], [f"4.0,{HEIGHT - 4}.0 81.3,4.0 158.7,28.0 236.0,4.0"]),
        ([1, None, 2, 3], ["158.7,28.0 236.0,4.0"]),
        ([1, 3, None, 3], [f"4.0,{HEIGHT - 4}.0 81.3,4.0"]),
        ([5, 5, 5, 5], ["4.0,28.0 81.3,28.0 158.7,28.0 236.0,28.0"]),
    ],
)
def test_a_line_ends_where_nothing_is_known(values, lines):
    assert Chart("x", "X", DAYS, values).lines == lines


def test_bars_begin_at_zero():
    bars = Chart("x", "X", DAYS, [0, 5, None, 10], is_level=False).bars
    assert [bar.height for bar in bars] == [0, 26, 0, 52]
    assert all(bar.y + bar.height == HEIGHT for bar in bars)
    assert bars[-1].x + bars[-1].width < WIDTH
    assert [bar.is_last for bar in bars] == [False, False, False, True]


def test_one_week_is_no_chart():
    assert not Chart("x", "X", DAYS, [None, None, None, 7]).is_shown


def read(article, *, now, before, old=0):
    today = datetime.now(UTC).date()
    for days, number in ((0, 1_000), (1, now), (7, 0), (8, before), (14, 0), (20, old)):
        day = today - timedelta(days=days)
        DailyViews.objects.create(article=article, day=day, number=number)
    Readership.objects.filter(article=article).delete()
    Readership.objects.create(article=article, recent_views=1_000 + now + before + old)


def test_whole_weeks_are_compared(db):
    rows = [make_article() for _ in range(14)]
    for place, article in enumerate(rows):
        read(article, now=100 + 10 * place, before=160, old=5_000)
    user = make_user("root", is_superuser=True)
    found = [(one.now, one.before, one.difference) for one in read_moved(user)]
    assert [one[2] for one in found] == [70, 60, 50, 40, 30, -60, -50, -40, -30, -20]
    assert found[0] == (230, 160, 70)


def test_an_import_of_last_week_is_named_as_the_last(desk):
    run = ImportRun.objects.create(state="finished")
    ImportRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(days=8))
    deliveries = screen(desk).deliveries
    assert (deliveries.rows, deliveries.latest) == ([], run)
    assert "None in the last seven days." in text_of(desk)
    for _ in range(6):
        ImportRun.objects.create(state="finished")
    deliveries = screen(desk).deliveries
    assert (len(deliveries.rows), deliveries.has_more) == (5, True)


def test_an_empty_library_says_how_to_begin(desk):
    page = text_of(desk)
    assert "The library is empty" in page
    assert "Write the first article" in page
    assert "In search engines" not in page
    make_article()
    assert "The library is empty" not in text_of(desk)


def test_pages_with_errors_stand_in_the_order_of_their_views(desk):
    rows = [make_article(title=f"Broken {number}?") for number in range(3)]
    hidden = make_article(title="Hidden?", status="draft")
    for place, article in enumerate((*rows, hidden)):
        for kind in ("cut-off", "refusal"):
            Finding.objects.create(article=article, path="x", kind=kind, severity="error")
        read(article, now=[5, 50, 0, 900][place], before=0)
    pages = screen(desk).broken.pages
    found = [(page.article.title, page.views, page.errors.number) for page in pages]
    assert found == [("Broken 1?", 1_050, 2), ("Broken 0?", 1_005, 2), ("Broken 2?", 1_000, 2)]


def test_errors_of_other_subjects_push_none_of_ones_own_out(db, client, monkeypatch):
    monkeypatch.setattr(broken_pages, "_MOST_ERRORS", 2)
    for slug in ("physics", "biology"):
        article = make_article(subject=make_subject(slug))
        for kind in ("cut-off", "refusal", "mojibake"):
            Finding.objects.create(article=article, path="x", kind=kind, severity="error")
        read(article, now=1, before=0)
    subjects = [make_subject("physics")]
    client.force_login(make_user("inside", role="subject-editor", subjects=subjects))
    (page,) = screen(client).broken.pages
    assert page.errors.number == client.get(page.errors.url).context["cl"].result_count == 3


def test_a_tally_counts_groups_and_sums_in_one_query(db, django_assert_num_queries):
    for slug in ("physics", "physics", "biology"):
        make_article(subject=make_subject(slug))
    tally = Tally()
    tally.count("all", Article.objects.all())
    tally.count("none", Article.objects.filter(status="draft"))
    tally.count("two", Article.objects.filter(pk__in=Article.objects.values("pk")[:2]))
    tally.group("by subject", Article.objects.order_by("pk"), "subject__slug")
    tally.sum("versions", Article.objects.all(), "status", "version")
    with django_assert_num_queries(1):
        counts = tally.read()
    assert (counts.of("all"), counts.of("none"), counts.of("two")) == (3, 0, 2)
    assert list(counts.by("by subject").items()) == [("physics", 2), ("biology", 1)]
    assert counts.by("versions") == {"published": 3}
    assert counts.of("never asked") == 0
    with django_assert_num_queries(0):
        assert Tally().read().of("all") == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of SQLite")
def test_counts_of_articles_read_no_row(admin_client):
    make_article()
    with connection.execute_wrapper(_explained := Explained()):
        admin_client.get("/admin/")
    (plan,) = _explained.plans
    of_articles = [line for line in plan if "articles_article" in line and "SUBQUERY" not in line]
    assert of_articles
    assert [line for line in of_articles if line.startswith("SCAN articles_article")] == [
        line for line in of_articles if line.startswith("SCAN") and "COVERING INDEX" in line
    ]


class Explained:
    """Keeps the plan of every tally."""

    def __init__(self):
        self.plans = []

    def __call__(self, execute, sql, params, many, context):
        if "tally_what" in sql:
            plan = execute(f"EXPLAIN QUERY PLAN {sql}", params, many, context)
            self.plans.append([row[3] for row in plan.fetchall()])
        return execute(sql, params, many, context)
