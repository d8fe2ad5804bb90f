"""Every number of the first screen leads to a list of exactly as many rows, for whoever looks."""

from dataclasses import fields, is_dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.admin.first_screen.figure import Figure
from articles.assigning import assign_articles, assign_findings
from articles.audience.feedback import record
from articles.models import (
    Article,
    Conflict,
    DailyViews,
    Delivery,
    Finding,
    ImportRun,
    ReaderSearch,
    Readership,
    Revision,
    Status,
    UnknownAddress,
)
from articles.reviewing import turns
from tests.factories import make_article, make_content, make_subject, make_user
from tests.made_once import made_once

KINDS = (("cut-off", "error"), ("refusal", "error"), ("lost-context", "warning"))


@made_once
def library():
    """The same things in two subjects; who works in one sees half of them."""
    physics, biology = make_subject("physics"), make_subject("biology")
    people = {
        "head": make_user("head", role="head-of-content"),
        "inside": make_user("inside", role="subject-editor", subjects=[physics]),
        "limited": make_user(
            "limited",
            permissions=["view_importrun", "view_article", "view_conflict", "view_feedback"],
            subjects=[physics],
        ),
    }
    author, day = make_user("author"), timezone.localdate()
    run = ImportRun.objects.create(
        state="finished", failures=[{"path": f"x/{n}.md", "reason": "?"} for n in range(3)]
    )
    Delivery.objects.create(name="w.zip", source="n", is_upload=True, state="planned")
    for number, subject in enumerate((physics, biology)):
        rows = [make_article(subject=subject) for _ in range(3)]
        make_article(subject=subject, answer="The same.")
        make_article(subject=subject, answer="The same.", review_again_by=day)
        make_article(subject=subject, no_index=True)
        make_article(subject=subject, status=Status.WITHDRAWN)
        draft = make_article(subject=subject, status=Status.DRAFT)
        turns.send(draft, author=author, reviewer=None)
        Article.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(created_by_run=run)
        publishing.revise(rows[2], make_content("Other?", answer="Changed."))
        Revision.objects.filter(article=rows[2]).update(import_run=run)
        for field in ("title", "replacement"):
            Conflict.objects.create(article=rows[0], field=field, import_run=run)
        for kind, severity in KINDS:
            for article in rows:
                Finding.objects.create(article=article, path="p", kind=kind, severity=severity)
        Finding.objects.create(
            article=rows[0], path="p", kind="cut-off", severity="error", is_dismissed=True
        )
        mine = Finding.objects.filter(article=rows[1]).values_list("pk", flat=True)
        for user in (people["head"], people["inside"]):
            assign_articles([rows[len(user.username) % 3].pk], user, by=None)
            assign_findings(list(mine)[: len(user.username) % 3], user)
        _read(rows, number)
    _missed()
    return people


def _read(rows, number):
    today = timezone.now().date()
    for place, article in enumerate(rows):
        views = {1: 10 * (place + number), 8: 12}
        for days, n in views.items():
            DailyViews.objects.create(article=article, day=today - timedelta(days=days), number=n)
        Readership.objects.filter(pk=article.pk).delete()
        Readership.objects.create(article=article, recent_views=sum(views.values()))
        record(article.pk, is_helpful=False, note="Why?", visitor=f"v{place}")
        record(article.pk, is_helpful=True, note="", visitor=f"w{place}")


def _missed():
    now, day = timezone.now(), timezone.localdate()
    for path, ignored in (
        ("/learn/physics/questions/a", False),
        ("/learn/biology/questions/b", False),
        ("/c", False),
        ("/learn/physics/questions/d", True),
    ):
        UnknownAddress.objects.create(
            path=path, readers=7, first_seen_at=now, last_seen_at=now, is_ignored=ignored
        )
    for text, good, settled in (("a", 0, 0), ("b", 0, 1), ("c", 1, 0)):
        ReaderSearch.objects.create(
            text=text, results=good, is_good=good, is_settled=settled, first_day=day, last_day=day
        )


def figures_in(value):
    if isinstance(value, Figure):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures_in(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from figures_in(one)


def rows_behind(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    if "cl" in response.context:
        return response.context["cl"].result_count
    if "rows" in response.context:
        return len(response.context["rows"])
    return response.content.decode().count("<li><code>")  # the files that an import refused


@pytest.mark.parametrize(("who", "number"), [("head", 37), ("inside", 24), ("limited", 15)])
def test_each_leads_to_as_many_rows(library, client, who, number):
    client.force_login(library[who])
    response = client.get("/admin/")
    found = {figure.url: figure for figure in figures_in(response.context["screen"])}
    assert len([figure for figure in found.values() if figure.number]) == number
    page = response.content.decode().replace("&amp;", "&")
    for url, figure in found.items():
        assert rows_behind(client, url) == figure.number, url
        if figure.number:
            assert f'<a href="{url}" class="figure">{figure.printed}</a>' in page


@pytest.mark.parametrize("who", ["head", "inside"])
def test_it_costs_fifteen_queries_at_most(
    library, client, who, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(library[who])
    client.get("/admin/")
    with django_assert_max_num_queries(15) as queries:
        client.get("/admin/")
    assert not [query["sql"] for query in queries if '"answer"' in query["sql"]]
    for _ in range(8):
        make_article(subject=Article.objects.first().subject)
    with django_assert_num_queries(len(queries)):
        client.get("/admin/")


def test_half_of_it_is_of_ones_own_subject(library, client):
    client.force_login(library["inside"])
    screen = client.get("/admin/").context["screen"]
    assert [group.figure.number for group in screen.broken.groups] == [6, 5]
    numbers = [row.figure.number for row in screen.health.rows]
    assert numbers == [2, 3, 1, 0, 1, 1]
    assert screen.deliveries is None
    assert {row.article.subject.slug for row in screen.movers.losing} == {"physics"}
    assert Revision.objects.filter(import_run__isnull=False).count() == 2


def test_an_import_is_counted_in_ones_own_subjects(library, client):
    client.force_login(library["limited"])
    (row,) = client.get("/admin/").context["screen"].deliveries.rows
    assert (row.new.number, row.changed.number, row.held.number) == (2, 1, 2)
