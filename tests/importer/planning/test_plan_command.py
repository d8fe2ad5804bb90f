"""The plan of an import: printed, kept, and applied as it is or not at all."""

import gc
import io
import json
import re
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.importer.run import PlanChanged
from articles.models import Article, Conflict, ImportRun, Subject
from articles.publishing import create, revise, withdraw
from tests.factories import make_content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def command(*arguments):
    """(what was printed, what was complained)."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", *map(str, arguments), "--workers=1", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def plan(*arguments):
    printed, _ = command(*arguments, "--dry-run")
    return re.search(r"--expect (\w+)", printed)[1]


def edit(**values):
    article = Article.objects.get(slug="a")
    revise(article, replace(article.content(), **values))


def moved(delivery, digest, *options):
    """The lines of the refusal that say what moved."""
    with pytest.raises(CommandError) as caught:
        command(delivery, "--expect", digest, *options)
    refusal, *lines = str(caught.value).split("\n")
    assert refusal == "Nothing was written, for the plan has moved:"
    return lines


@pytest.fixture
def delivery(write, run_import):
    run_import(write("physics", "a"))
    write("physics", "a", author="Another")
    write("physics", "b")
    return write.folder


def test_a_plan_is_applied_as_it_was_printed(delivery):
    command(delivery, "--expect", plan(delivery))
    assert Article.objects.get(slug="a").author == "Another"
    assert Article.objects.count() == 2


def test_a_plan_that_moved_is_not_applied_and_what_moved_is_named(delivery):
    digest = plan(delivery)
    edit(author="The editor's")
    with pytest.raises(CommandError) as caught:
        command(delivery, "--expect", digest)
    assert "Nothing was written" in str(caught.value)
    assert str(caught.value).endswith(
        "\nphysics/a.md: updated, now conflict (author): the article was changed since (author)"
    )
    assert "physics/b.md" not in str(caught.value)
    assert Article.objects.count() == 1


def test_a_file_that_came_to_the_delivery_moves_the_plan(delivery, write):
    digest = plan(delivery)
    write("physics", "c")
    with pytest.raises(CommandError, match=r"physics/c.md: not part of it, now created"):
        command(delivery, "--expect", digest)


def test_a_file_that_is_another_by_now_is_named_with_its_fields(delivery, write):
    digest = plan(delivery)
    write("physics", "b", title="Another", author="Another")
    assert moved(delivery, digest) == [
        "physics/b.md: still created: the file is another (title, article_title, question, author)"
    ]


def test_a_file_with_other_bytes_that_say_the_same_is_named(delivery, write):
    digest = plan(delivery)
    path = delivery / "physics" / "b.md"
    path.write_bytes(path.read_bytes() + b"\n")
    assert moved(delivery, digest) == [
        "physics/b.md: still created: the file is another (in nothing that is read)"
    ]


def test_what_changed_on_both_sides_is_named_for_both(delivery, write):
    digest = plan(delivery)
    edit(author="The editor's", seo_keywords="light")
    write("physics", "a", author="Another", title="New")
    assert moved(delivery, digest) == [
        "physics/a.md: updated, now conflict (author): the article was changed since"
        " (author, seo_keywords); the file is another (title, article_title, question)"
    ]


def test_an_article_that_was_withdrawn_since_is_named_with_the_reason(delivery):
    digest = plan(delivery)
    withdraw(Article.objects.get(slug="a"))
    assert moved(delivery, digest) == [
        "physics/a.md: updated, now skipped (kept, its article is withdrawn):"
        " the article was changed since (its status)"
    ]


def test_an_article_that_came_since_is_named(delivery):
    digest = plan(delivery)
    create(Subject.objects.get(), "b", make_content())
    (line,) = moved(delivery, digest)
    assert line.startswith("physics/b.md: created, now held (an article written in the desk")


def test_other_options_move_a_plan(delivery):
    edit(author="The editor's")
    digest = plan(delivery)
    assert moved(delivery, digest, "--on-conflict=theirs") == [
        "physics/a.md: conflict (author), now updated: the options are others, or what was imported"
        " before"
    ]


def test_a_plan_of_a_version_that_kept_less_is_still_compared(delivery, settings):
    digest = plan(delivery)
    path = settings.VAR_DIR / "plans" / f"{digest}.json"
    kept = {file: fact[:2] for file, fact in json.loads(path.read_text()).items()}
    path.write_text(json.dumps(kept))
    edit(author="The editor's")
    assert moved(delivery, digest) == [
        "physics/a.md: updated, now conflict (author): the plan was kept by a version that noted no"
        " more of it"
    ]


def test_a_plan_that_nobody_made_is_refused_with_what_would_be_done(delivery):
    with pytest.raises(CommandError, match="There is no plan 123abc here"):
        command(delivery, "--expect", "123abc")


def test_fail_stops_before_anything_is_written(delivery):
    edit(author="The editor's")
    runs = ImportRun.objects.count()
    with pytest.raises(CommandError, match="1 files collide with editors"):
        command(delivery, "--on-conflict=fail")
    assert Article.objects.count() == 1
    assert not Conflict.objects.exists()
    assert ImportRun.objects.count() == runs


def test_fail_imports_what_does_not_collide(delivery):
    edit(title="The editor's")
    command(delivery, "--on-conflict=fail")
    assert Article.objects.get(slug="a").title == "The editor's"
    assert Article.objects.count() == 2


def test_diff_shows_each_field_of_each_article(delivery):
    edit(author="The editor's")
    printed, _ = command(delivery, "--dry-run", "--diff")
    assert "conflict  physics/a.md" in printed
    assert "--- author (the editor's)" in printed
    assert "  -The editor's\n  +Another" in printed
    assert "created  physics/b.md" in printed


def test_the_report_tells_the_plan(delivery, tmp_path):
    file = tmp_path / "report.json"
    digest = plan(delivery, "--report", file)
    report = json.loads(file.read_text())
    assert report["plan"]["digest"] == digest
    assert set(report["plan"]["decisions"]) == {"physics/a.md", "physics/b.md"}
    assert report["articles"] == [
        {"action": "updated", "path": "physics/a.md"},
        {"action": "created", "path": "physics/b.md"},
    ]


def test_prune_without_complete_is_refused(delivery):
    with pytest.raises(CommandError, match="--prune needs --complete"):
        command(delivery, "--prune")


def test_a_file_that_is_missing_by_now_moves_the_plan_and_is_named(delivery):
    path = delivery / "physics" / "b.md"
    command(delivery)
    digest = plan(delivery, "--complete")
    path.unlink()
    with pytest.raises(CommandError) as caught:
        command(delivery, "--complete", "--expect", digest)
    assert str(caught.value).endswith("physics/b.md: not part of it, now missing")


def test_an_editor_who_comes_between_stops_the_plan_at_that_batch(
    delivery, write, run_import, settings
):
    """The edit comes when the first batch is written: later than the plan that is made anew."""
    settings.IMPORT_BATCH_FILES = 1
    run_import(write("physics", "c", folder="earlier"))
    write("physics", "c", author="Another")
    expected = run_import(delivery, dry_run=True).plan

    def come_between(plan):
        if plan.prepared.document.slug == "b":
            revise(Article.objects.get(slug="c"), make_content(title="The editor's"))

    with pytest.raises(PlanChanged) as caught:
        run_import(delivery, expected=expected, on_plan=come_between)
    assert str(caught.value) == (
        "physics/c.md is updated now; the plan that was expected says otherwise. The files before"
        " its batch are written as planned, the others are not."
    )
    assert Article.objects.get(slug="a").author == "Another"
    assert Article.objects.filter(slug="b").exists()
    assert Article.objects.get(slug="c").title == "The editor's"
    assert not Conflict.objects.exists()


def test_of_several_files_of_one_address_the_last_is_planned_and_applied(write, tmp_path):
    url = "/learn/physics/questions/a"
    for name in ("a", "b", "c"):
        write("physics", name, url=url, answer=f"The answer of {name}.")
    command(write.folder, "--expect", plan(write.folder))
    assert Article.objects.get().answer == "The answer of c."
    assert not Article.objects.get().revisions.exists()


class _Noting(io.StringIO):
    """Notes whether what was loaded was out of the garbage collector's way when it was written."""

    was_frozen = False

    def write(self, text):
        self.was_frozen |= gc.get_freeze_count() > 0
        return super().write(text)


def test_what_is_loaded_is_no_garbage_until_the_command_ends(delivery):
    out = _Noting()
    call_command("import_articles", str(delivery), "--workers=1", "--dry-run", stdout=out)
    assert out.was_frozen
    assert gc.get_freeze_count() == 0
