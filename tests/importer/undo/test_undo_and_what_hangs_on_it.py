"""What an undo brings up to date: related questions and findings about links of what it touched."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.auditing.link_audit import audit_links
from articles.importer.undo.undo_import import undo_import
from articles.management.progress import Progress
from articles.models import ComputedRelated, Finding, ImportRun, RelatingDue
from articles.publishing.effects import mark_due
from articles.relating import count_due, keys_due, relate_due, relate_since
from tests.importer.conftest import OTHER
from tests.relating.makers import MATTERS, make_about, make_library

pytestmark = pytest.mark.django_db


def at(slug):
    return f"/learn/physics/questions/{slug}"


def last_run():
    return ImportRun.objects.first()


def undo(run):
    """(what the command printed, what it said on the way)."""
    out, err = io.StringIO(), io.StringIO()
    call_command("undo_import", str(run.pk), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def deliver_about(write, run_import, matter, *slugs):
    for slug in slugs:
        text = f"About {MATTERS[matter]}, and {slug}."
        write("physics", slug, answer=text, seo={"page_keywords": MATTERS[matter]})
    run_import(write.folder)
    return last_run()


def test_the_articles_that_showed_a_removed_one_show_another(write, run_import):
    library = make_library(each=3)
    run = deliver_about(write, run_import, "cells", "new-1", "new-2")
    relate_due()
    gone = set(run.created_articles.values_list("pk", flat=True))
    showing = set(
        ComputedRelated.objects.filter(target__in=gone).values_list("article_id", flat=True)
    )
    assert showing.intersection(article.pk for article in library["cells"])
    printed, _ = undo(run)
    assert "articles related anew" in printed
    assert count_due() == 0
    assert not ComputedRelated.objects.filter(target__in=gone).exists()
    for key in showing - gone:
        assert ComputedRelated.objects.filter(article=key).exists()


def test_what_waited_before_waits_on(write, run_import):
    make_library(each=3)
    run = deliver_about(write, run_import, "cells", "new")
    relate_due()
    waiting = [make_about("poems", number).pk for number in range(50, 80)]
    printed, _ = undo(run)
    assert set(waiting) <= keys_due() == set(RelatingDue.objects.values_list("pk", flat=True))
    assert not ComputedRelated.objects.filter(article__in=waiting).exists()
    assert f"{count_due()} articles wait for their computed related questions" in printed


def test_a_library_that_was_never_related_is_not_related_by_an_undo(write, run_import):
    for slug in "abcdef":
        write("physics", slug)
    run_import(write.folder)
    write("physics", "a", answer=OTHER, id=9)
    run_import(write.folder)
    printed, _ = undo(last_run())
    assert not ComputedRelated.objects.exists()
    assert "6 articles wait for their computed related questions: “fill_related”" in printed


def test_without_the_command_an_undo_relates_nothing(write, run_import):
    make_library(each=3)
    run = deliver_about(write, run_import, "cells", "new")
    relate_due()
    undo_import(run)
    assert count_due() > 0


def test_only_what_came_due_since_is_related_and_what_follows_from_it():
    library = make_library(each=3)
    one, other = library["cells"][0], library["poems"][0]
    mark_due([one.pk])
    waiting = keys_due()
    mark_due([other.pk])
    steps = []
    filled = relate_since(waiting, progress=lambda done, total: steps.append((done, total)))
    assert keys_due() == {one.pk}
    assert filled.articles >= 1
    assert steps[-1][0] == steps[-1][1]


def test_each_step_is_said(write, run_import):
    run_import(write("physics", "a"))
    seen, steps = [], []
    undo_import(last_run(), progress=lambda *of: seen.append(of), on_step=steps.append)
    assert seen == [(1, 1)]
    assert len(steps) == 2
    run_import(write.folder)
    _, said = undo(last_run())
    assert all(words in said for words in steps)


def findings():
    rows = Finding.objects.filter(kind__in=("orphan", "related-dangling"))
    return sorted(rows.values_list("article__slug", "kind", "detail"))


@pytest.mark.parametrize("has_died", [False, True])
def test_findings_about_links_are_those_of_the_library_as_it_is(write, run_import, has_died):
    write("physics", "a", related=[at("b")])
    write("physics", "b")
    write("physics", "c", related=[at("new")])
    write("physics", "d")
    run_import(write.folder)
    before = findings()
    write("physics", "a", related=[at("c"), at("new")])
    write("physics", "new", related=[at("d"), at("nowhere")])
    run_import(write.folder)
    assert findings() != before
    if has_died:
        ImportRun.objects.filter(pk=last_run().pk).update(is_settled=False)
    undo(last_run())
    assert findings() == before
    audit_links()
    assert findings() == before


def test_an_undo_that_died_leaves_no_finding_wrong(write, run_import):
    for slug in "abc":
        write("physics", slug)
    run_import(write.folder)
    before = findings()
    write("physics", "a", related=[at("b")])
    write("physics", "b", related=[at("c")])
    run_import(write.folder)

    def die(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(last_run(), progress=die)
    undo_import(last_run())
    assert findings() == before


def test_files_that_changed_no_article_are_counted_as_they_are_put_back(write, run_import):
    path = write("physics", "a")
    run_import(path)
    path.write_bytes(path.read_bytes() + b"\n")
    run_import(path)
    seen = []
    undo_import(last_run(), progress=lambda *of: seen.append(of), on_step=seen.append)
    assert seen == [
        "Putting back the files that changed no article.",
        (1, 1),
        "Closing conflicts, and looking at links again.",
    ]


def test_an_undo_that_is_interrupted_says_how_to_go_on(write, run_import, monkeypatch):
    run_import(write("physics", "a"))

    def interrupt(*of):
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "update", interrupt)
    with pytest.raises(CommandError, match="run the command again for the rest") as caught:
        undo(last_run())
    assert caught.value.returncode == 130
    assert last_run().state == ImportRun.State.FINISHED
