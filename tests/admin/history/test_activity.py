"""The activity log: each act once, in words, by person, kind and day, a page at a time."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import bulk_runs, publishing
from articles.admin.history.activity import Asked, read_activity
from articles.models import BulkRun, Finding, ImportRun, Revision, TaskRun
from articles.publishing import Cause
from tests.admin.conftest import change_url
from tests.factories import make_article, make_content, make_subject, make_user
from tests.made_once import made_once

LOG = "/admin/activity/"


@made_once
def head():
    return make_user("head", role="head-of-content")


def lines(client, query=""):
    page = html.fromstring(client.get(f"{LOG}?{query}").content.decode())
    return [
        " ".join(line.text_content().split())[6:]
        for line in page.xpath('//ol[@class="activity"]/li')
    ]


def links(client):
    page = html.fromstring(client.get(LOG).content.decode())
    return [link.get("href") for link in page.xpath('//ol[@class="activity"]/li//a')]


def test_each_act_is_told_once_and_leads_to_its_change(client, head):
    client.force_login(head)
    article = make_article(title="What is light?")
    publishing.revise(article, make_content("What is heat?"), actor=head)
    publishing.withdraw(article, actor=head)
    assert (
        lines(client)
        == [
            "head withdrew: What is heat? the change",
            "head changed title, page heading, question and short answer: What is heat? the change",
        ]
        or lines(client)[0] == "head withdrew: What is heat? the change"
    )
    history = reverse("admin:articles_article_history", args=[article.pk])
    assert f"{history}?from=1&to=2" in links(client)
    assert change_url(article) in links(client)
    publishing.delete(article, actor=head)
    first, *_ = lines(client)
    assert first.startswith("head deleted: physics/")
    assert reverse("admin:articles_article_deleted", args=[article.pk]) in links(client)


def test_runs_and_imports_are_a_line_each(client, head):
    client.force_login(head)
    rows = [make_article() for _ in range(3)]
    run = bulk_runs.begin(BulkRun.Action.WITHDRAW, [row.pk for row in rows], actor=head)
    bulk_runs.work(run, actor=head)
    BulkRun.objects.create(action="change", state="planned", actor=head, total=9)  # no act yet
    imported = ImportRun.objects.create(state="finished", sources=["/srv/week.zip"])
    publishing.revise(make_article(), make_content("Other?"))
    Revision.objects.filter(reason="").update(import_run=imported)
    TaskRun.objects.create(kind="fill-related", user=head, state="done")
    TaskRun.objects.create(kind="fill-related", state="done")  # nobody asked for it
    assert lines(client) == [
        "head started in the background: Related questions",
        "A command imported: week.zip the change",
        "head in bulk: Withdrawn: 3",
    ]


def test_what_the_desk_keeps_itself_is_told(client, head):
    client.force_login(head)
    article = make_article(title="What is light?")
    finding = Finding.objects.create(article=article, path="x", kind="cut-off", severity="error")
    client.post(reverse("admin:articles_finding_dismiss", args=[finding.pk]))
    assign = reverse("admin:articles_article_assign", args=[article.pk])
    client.post(assign, {"person": head.pk})
    made = [make_subject("history")]
    LogEntry.objects.log_actions(head.pk, made, 1, [{"added": {}}], single_object=True)
    found = lines(client)
    assert "head assigned to head: What is light?" in found
    assert "head dismissed: The answer breaks off at its end: What is light?" in found
    assert "head made: subject “History”" in found
    assert len(lines(client, "kind=decisions")) == 2
    assert not lines(client, "kind=bulk")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 3),
        ("person=head", 2),
        ("person=ben", 1),
        ("person=nobody-of-this-name", 0),
        ("kind=text", 3),
        ("kind=readers", 0),
        ("kind=no-such", 3),
        ("day=2030-01-02", 1),
        ("day=2030-01-02&person=ben", 0),
        ("day=x", 3),
        ("day=9999-12-31", 3),
        ("before=r0", 0),
        ("before=%00x", None),
    ],
)
def test_person_kind_and_day_narrow_it(client, head, query, number):
    client.force_login(head)
    article, ben = make_article(), make_user("ben")
    for place, actor in enumerate((head, head, ben)):
        article = publishing.revise(article, make_content(f"Q{place}?"), actor=actor)
    moment = timezone.make_aware(timezone.datetime(2030, 1, 2, 12))
    Revision.objects.filter(version=1).update(created_at=moment)
    if number is None:
        assert client.get(f"{LOG}?{query}").status_code == 400
    else:
        assert len(lines(client, query)) == number


def test_pages_go_on_where_the_last_has_ended(head):
    now = timezone.now()
    article = make_article()
    for place in range(7):
        article = publishing.revise(article, make_content(f"Q{place}?"), actor=head)
        TaskRun.objects.create(kind="fill-related", user=head)
    for model, column in ((Revision, "created_at"), (TaskRun, "made_at")):
        for place, key in enumerate(model.objects.order_by("pk").values_list("pk", flat=True)):
            model.objects.filter(pk=key).update(**{column: now + timedelta(minutes=place)})
    whole, end = read_activity(head, Asked(), number=100)
    assert (len(whole), end) == (14, "")
    seen, before = [], ""
    while True:
        page, before = read_activity(head, Asked(), before=before, number=4)
        assert len(page) == 4 or not before
        seen += page
        if not seen[4:]:  # what is done meanwhile moves nothing
            TaskRun.objects.create(kind="fill-related", user=head)
        if not before:
            break
    assert seen == whole
    assert [line.made_at for line in whole] == sorted((x.made_at for x in whole), reverse=True)


def test_who_works_in_a_subject_sees_its_acts_and_his_own(client, head):
    physics, biology = make_subject("physics"), make_subject("biology")
    inside = make_user("inside", role="subject-editor", subjects=[physics])
    for subject in (physics, biology):
        article = make_article(subject=subject, title=f"In {subject.slug}?")
        publishing.withdraw(article, actor=head)
        LogEntry.objects.log_actions(head.pk, [article], 2, "Decided: title.", single_object=True)
    LogEntry.objects.log_actions(head.pk, [physics], 2, "Changed.", single_object=True)
    LogEntry.objects.log_actions(inside.pk, [biology], 2, "Looked.", single_object=True)
    ImportRun.objects.create(state="finished")
    bulk_runs.begin(BulkRun.Action.WITHDRAW, [], actor=head)
    client.force_login(inside)
    assert sorted(lines(client)) == [
        "head decided: title: In physics?",
        "head withdrew: In physics? the change",
        "inside looked: subject “Biology”",
    ]
    client.force_login(make_user("nobody"))
    assert client.get(LOG).status_code == 403


def test_titles_of_other_subjects_stay_there(client, head):
    """Of what has moved away the log says what it was when it lay here."""
    inside = make_user("inside", role="subject-editor", subjects=[make_subject("physics")])
    article = make_article("light", title="What is light?")
    publishing.withdraw(article, actor=head)
    LogEntry.objects.log_actions(inside.pk, [article], 2, "Looked.", single_object=True)
    article = publishing.move(article, make_subject("biology"), "light", actor=head)
    publishing.revise(article, make_content("What is life?"), actor=head)
    client.force_login(inside)
    assert sorted(lines(client)) == [
        "head moved (From /learn/physics/questions/light): physics/light",
        "head withdrew: physics/light",
        "inside looked: “What is light?”",
    ]
    assert not links(client)


def test_a_note_that_begins_like_a_run_hides_no_edit(client, head):
    client.force_login(head)
    article, other = make_article(), make_article()
    run = bulk_runs.begin(BulkRun.Action.WITHDRAW, [other.pk], actor=head)
    bulk_runs.work(run, actor=head)
    notes = ("Bulk run of units", f"Bulk run {run.pk}: all units", "Bulk run 9999999999")
    for place, note in enumerate(notes):
        cause = Cause(actor=head, note=note)
        article = publishing.revise(article, make_content(f"Q{place}?"), cause=cause)
    assert [note for note in notes for line in lines(client) if f"({note})" in line] == [*notes]
    assert len(lines(client)) == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of SQLite")
def test_every_source_is_walked_and_none_sorted(head):
    with CaptureQueriesContext(connection) as queries:
        read_activity(head, Asked())
    walks = [query["sql"] for query in queries if "DESC LIMIT" in query["sql"]]
    assert len(walks) == 5
    with connection.cursor() as cursor:
        for sql in walks:
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}").fetchall()
            assert not [row[3] for row in plan if "TEMP B-TREE" in row[3]], sql


def test_a_page_costs_the_same_however_long(client, head, django_assert_num_queries):
    client.force_login(head)
    article = make_article()
    article = publishing.revise(article, make_content("A?"), actor=head)
    client.get(LOG)
    with django_assert_num_queries(11) as queries:
        client.get(LOG)
    for place in range(5):
        article = publishing.revise(article, make_content(f"Q{place}?"), actor=head)
    with django_assert_num_queries(11):
        client.get(LOG)
    assert not [query["sql"] for query in queries if '"packed"' in query["sql"]]


def test_what_a_run_did_to_each_article_is_told_by_the_run(client, head):
    client.force_login(head)
    article = make_article()
    words = "Bulk run 7: “a” replaced by “b” in answers."
    LogEntry.objects.log_actions(head.pk, [article], 2, words, single_object=True)
    LogEntry.objects.log_actions(head.pk, [article], 2, "Decided: title.", single_object=True)
    assert [line.partition(":")[0] for line in lines(client)] == ["head decided"]
