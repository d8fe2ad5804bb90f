"""An import run's pages: what it changed, and its undo."""

from dataclasses import replace

import pytest
from django.urls import reverse

from articles import publishing
from articles.admin.articles import relate_on_save
from articles.admin.imports import import_undo
from articles.importer.undo.undo_import import foresee_undo, undo_import
from articles.models import Article, Conflict, ImportRun, Revision, TaskRun
from articles.publishing.revisions import Cause
from articles.relating import count_due, relate_due
from tests.admin.conftest import fresh
from tests.factories import make_article, make_user

OVERHEAD = 2  # a superuser's rights are read nowhere


@pytest.fixture
def root(client, db):
    client.force_login(make_user("root", is_superuser=True))
    return client


@pytest.fixture
def run(db):
    return ImportRun.objects.create(
        state="finished", is_settled=True, counts={"updated": 3, "held": 1}
    )


def imported(run, **values):
    """An article that the run changed."""
    article = make_article()
    content = replace(article.content(), **{"author": "File", **values})
    cause = Cause(Revision.Kind.IMPORTED, import_run=run)
    return publishing.revise(article, content, cause=cause)


def created(run):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(created_by_run=run)
    return article


def url(run, action):
    return reverse(f"admin:articles_importrun_{action}", args=[run.pk])


def test_the_page_counts_changes_and_conflicts(root, run):
    article = imported(run)
    Conflict.objects.create(article=article, field="title", import_run=run)
    Conflict.objects.create(
        article=article, field="author", import_run=run, closed_at=run.started_at, decision="ours"
    )
    html = root.get(url(run, "change")).content.decode()
    assert "3 updated, 1 held" in html
    assert f'<a href="{url(run, "changes")}">1</a>' in html
    assert f'?import_run__id__exact={run.pk}&amp;state=all">2</a>, 1 open' in html
    assert f'<a href="{url(run, "undo")}">Undo this import</a>' in html


def test_what_it_changed_is_listed_page_by_page(root, run, monkeypatch, django_assert_num_queries):
    articles = [imported(run, seo_keywords="file") for _ in range(3)]
    monkeypatch.setattr(import_undo, "_ROWS_A_PAGE", 2)
    with django_assert_num_queries(OVERHEAD + 2):
        html = root.get(url(run, "changes")).content.decode()
    assert "Author and keywords" in html
    assert f"/{articles[0].pk}/history/#version-2" in html
    assert articles[2].slug not in html
    after = Revision.objects.order_by("pk")[1].pk
    assert f'href="?after={after}"' in html
    assert articles[2].slug in root.get(url(run, "changes") + f"?after={after}").content.decode()
    assert root.get(url(run, "changes") + "?after=x").status_code == 200


def test_an_import_is_undone_after_it_was_looked_at(root, run):
    changed, touched, made = imported(run), imported(run), created(run)
    publishing.revise(touched, replace(touched.content(), author="Editor"))
    deleted = imported(run)
    publishing.delete(deleted)
    html = root.get(url(run, "undo")).content.decode()
    for number, words in ((1, "put back"), (1, "that it made removed"), (2, "left as")):
        assert f"<strong>{number}</strong>" in html
        assert words in html
    assert fresh(changed).author == "File"
    response = root.post(url(run, "undo"), follow=True)
    told = response.content.decode()
    assert "1 articles put back, 1 removed, 2 left as they are." in told
    assert "it was changed since" in told
    assert fresh(changed).author == "QuickTakes"
    assert fresh(touched).author == "Editor"
    assert not Article.objects.filter(pk=made.pk).exists()
    assert "Undo this import" not in told
    run.refresh_from_db()
    assert run.state == "undone"
    again = root.post(url(run, "undo")).content.decode()
    assert "This import was undone already." in again


def test_what_is_foreseen_is_what_is_done(db, run):
    for _ in range(2):
        imported(run)
    twice = imported(run)
    cause = Cause(Revision.Kind.IMPORTED, import_run=run)
    publishing.revise(twice, replace(twice.content(), author="Again"), cause=cause)
    between = imported(run)
    between = publishing.revise(between, replace(between.content(), author="Editor"))
    publishing.revise(between, replace(between.content(), author="File again"), cause=cause)
    made, made_and_touched, made_and_changed = created(run), created(run), created(run)
    publishing.revise(made_and_touched, replace(made_and_touched.content(), author="Editor"))
    publishing.revise(
        made_and_changed, replace(made_and_changed.content(), author="F"), cause=cause
    )
    outlook = foresee_undo(run)
    undone = undo_import(run)
    assert (outlook.restored, outlook.removed, outlook.kept) == (3, 2, 2)
    assert (len(undone.restored), len(undone.removed), len(undone.kept)) == (3, 2, 2)
    assert not Article.objects.filter(pk=made.pk).exists()


def test_a_large_import_is_undone_by_the_command(root, run, monkeypatch):
    monkeypatch.setattr(import_undo, "MOST_CHANGES", 1)
    article = imported(run)
    imported(run)
    for html in (root.get(url(run, "undo")), root.post(url(run, "undo"))):
        assert f"manage.py undo_import {run.pk}" in html.content.decode()
    assert fresh(article).author == "File"


def test_where_many_wait_for_related_questions_the_page_says_who_does_it(root, run, monkeypatch):
    article = imported(run)
    monkeypatch.setattr(import_undo, "MOST_IN_A_REQUEST", 0)
    monkeypatch.setattr(relate_on_save, "MOST_IN_A_REQUEST", 0)
    html = root.get(url(run, "undo")).content.decode()
    assert "at once where at most 0 articles wait for them" in html
    told = root.post(url(run, "undo"), follow=True).content.decode()
    assert "articles wait for their computed related questions" in told
    assert "manage.py run_tasks" in told  # no worker runs
    assert TaskRun.objects.get().kind == "fill-related"
    assert fresh(article).author == "QuickTakes"


def test_an_undo_in_the_desk_relates_few_at_once_and_none_of_many(root, run, monkeypatch):
    monkeypatch.setattr(relate_on_save, "MOST_IN_A_REQUEST", 3)
    make_article()
    relate_due()
    imported(run)
    assert "articles wait" not in root.post(url(run, "undo"), follow=True).content.decode()
    assert count_due() == 0
    many = ImportRun.objects.create(state="finished", is_settled=True)
    for _ in range(5):
        imported(many)
    root.post(url(many, "undo"))
    assert count_due() == 5


def test_a_run_that_has_not_ended_is_not_undone(root, db):
    run = ImportRun.objects.create()
    article = imported(run)
    html = root.post(url(run, "undo")).content.decode()
    assert "still running" in html
    assert f"manage.py undo_import {run.pk} --died" in html
    assert fresh(article).author == "File"


def test_the_names_of_refused_files_show_what_turns_them_around(root):
    failure = {"path": "a/\u202edm.gpj", "reason": "a/\u202edm.gpj: is no article"}
    run = ImportRun.objects.create(state="finished", failures=[failure])
    page = root.get(reverse("admin:articles_importrun_change", args=[run.pk])).content.decode()
    assert page.count("a/‹U+202E›dm.gpj") == 2
    assert "\u202e" not in page


def test_the_undo_of_what_was_cut_short_is_the_command_s(root, run):
    """The links of the whole library are looked at then."""
    articles = [imported(run) for _ in range(2)]

    def die(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(run, progress=die)
    died = ImportRun.objects.create(state="interrupted")
    imported(died)
    for cut_short in (run, died):
        for response in (root.get(url(cut_short, "undo")), root.post(url(cut_short, "undo"))):
            html = response.content.decode()
            assert "was cut short" in html
            assert f"manage.py undo_import {cut_short.pk}</code>" in html
    assert sorted(fresh(article).author for article in articles) == ["File", "QuickTakes"]
    undo_import(run)
    assert {fresh(article).author for article in articles} == {"QuickTakes"}
