"""Imports from git repositories: what is new, what moved, what is gone, and what is refused."""

import os

import pytest
from django.db import connection

from articles.core.source.article_paths import Location
from articles.importer import run
from articles.importer.git_deliveries import fetch_delivery
from articles.importer.planning.prepare import prepare
from articles.importer.renamed_files import renamed_about
from articles.importer.run import Import
from articles.importer.sources.git_source import Renamed
from articles.importer.sources.input_file import UnusableSource
from articles.importer.undo.undo_import import undo_import
from articles.models import Article, ImportRun, Redirect, Revision, SourceFile, Status
from articles.publishing import delete, move, undelete, withdraw
from tests.factories import make_article
from tests.importer.conftest import article_file, edit

pytestmark = pytest.mark.django_db


def paths(report):
    return {path: action for action, path in report.articles}


HEAT, LIGHT = "physics/what-is-heat.md", "physics/what-is-light.md"


LONG = "Heat is energy on its way from what is warm to what is cold." * 30


def a_file(slug, subject="physics", **fields):
    return article_file(subject, slug, **fields)


@pytest.fixture
def delivered(repository, pull):
    """Two articles, imported."""
    files = {
        HEAT: a_file("what-is-heat", answer=LONG),
        LIGHT: a_file("what-is-light"),
        "notes.txt": b"x",
    }
    repository.commit(files)
    return pull()


def test_only_what_changed_since_the_last_import_is_read(repository, pull, delivered):
    assert delivered.counts["created"] == 2
    repository.commit({LIGHT: a_file("what-is-light", answer="New.")}, "Correct light")
    tip = repository.commit({"physics/what-is-sound.md": a_file("what-is-sound")}, "Add sound")
    report = pull()
    assert paths(report) == {LIGHT: "updated", "physics/what-is-sound.md": "created"}
    assert report.total == 2
    run = ImportRun.objects.latest("pk")
    assert (run.revision, run.sources) == (tip, [str(repository.folder)])
    assert "2 commits" in run.revision_note
    assert "Jane Roe (2025-02-17): Add sound" in run.revision_note
    assert pull().total == 0


def test_since_a_named_revision_and_everything(repository, pull, delivered):
    first = repository.tip()
    repository.commit({LIGHT: a_file("what-is-light", answer="New.")})
    pull()
    assert pull(since=first).counts["unchanged"] == 1
    assert pull(is_complete=True).counts["unchanged"] == 2
    with pytest.raises(UnusableSource, match="holds no commit 'cafe'"):
        pull(since="cafe")


def test_an_import_of_some_files_leaves_the_others_to_the_next(repository, pull):
    heat = a_file("what-is-heat", answer=LONG)
    repository.commit({HEAT: heat, LIGHT: a_file("what-is-light")})
    assert pull(only=frozenset({HEAT})).counts["created"] == 1
    assert paths(pull()) == {LIGHT: "created"}


def test_an_undone_import_counts_for_nothing(pull, delivered):
    ImportRun.objects.update(state=ImportRun.State.UNDONE)
    assert pull().total == 2


def test_a_history_that_was_written_anew_is_read_whole(repository, pull, delivered):
    ImportRun.objects.update(revision="c" * 40)
    fetched = fetch_delivery(str(repository.folder))
    assert "history was written anew" in fetched.words
    assert fetched.delivery.since is None
    assert pull().counts["unchanged"] == 2


def test_a_renamed_file_moves_its_article(repository, pull, delivered):
    key = Article.objects.get(slug="what-is-heat").pk
    renamed = a_file("what-is-warmth", "biology", title="What is heat?", answer=LONG)
    repository.commit({HEAT: None, "biology/what-is-warmth.md": renamed}, "Rename")
    plan = pull(dry_run=True)
    assert paths(plan).get("biology/what-is-warmth.md") != "created"
    assert Article.objects.get(pk=key).slug == "what-is-heat"
    report = pull()
    article = Article.objects.get(pk=key)
    assert article.source_path == "biology/what-is-warmth.md"
    assert Redirect.objects.get(article=article).old_path.endswith("what-is-heat")
    assert (report.missing, Article.objects.count()) == ([], 2)
    assert (
        "biology/what-is-warmth.md",
        f"moved from {HEAT}, as the repository renamed its file",
    ) in (report.notes)


SOURCE_FILES = ("path", "sha256", "data", "base", "article")


def test_the_undo_of_an_import_takes_renamed_articles_back(repository, pull):
    """One was changed as well, and gave its address to the other."""
    light = {
        "title": "What is light?",
        "answer": "Light. " * 90,
        "seo": {"title": "Light", "page_description": "Explains light."},
    }
    repository.commit(
        {"1.md": a_file("what-is-heat", answer=LONG), "2.md": a_file("what-is-light", **light)}
    )
    pull()
    columns = ("pk", "slug", "answer", "status", "subject__slug")
    before = list(Article.objects.order_by("pk").values_list(*columns))
    files = list(SourceFile.objects.order_by("path").values_list(*SOURCE_FILES))
    renamed = {
        "11.md": a_file("what-is-warmth", "biology", answer=f"{LONG} Or not."),
        "22.md": a_file("what-is-heat", **light),
    }
    repository.commit({"1.md": None, "2.md": None, **renamed}, "Rename")
    report = pull()
    assert report.counts["updated"] == 1
    moved = dict(Article.objects.values_list("pk", "slug"))
    assert [moved[row[0]] for row in before] == ["what-is-warmth", "what-is-heat"]
    undone = undo_import(ImportRun.objects.latest("pk"))
    assert (undone.kept, len(undone.restored)) == ([], 2)
    assert list(Article.objects.order_by("pk").values_list(*columns)) == before
    assert list(SourceFile.objects.order_by("path").values_list(*SOURCE_FILES)) == files
    pull()
    assert dict(Article.objects.values_list("pk", "slug")) == moved


def test_an_article_whose_old_address_another_has_taken_stays(repository, pull, delivered):
    heat = Article.objects.get(slug="what-is-heat")
    renamed = a_file("what-is-warmth", title="What is heat?", answer=LONG)
    repository.commit({HEAT: None, "physics/what-is-warmth.md": renamed}, "Rename")
    pull()
    make_article("what-is-heat", subject="physics")
    undone = undo_import(ImportRun.objects.latest("pk"))
    (reason,) = dict(undone.kept).values()
    assert "another article stands at its old address" in reason
    heat.refresh_from_db()
    assert heat.slug == "what-is-warmth"


def test_an_article_that_an_editor_moved_stays_there(repository, pull, delivered):
    heat = Article.objects.get(slug="what-is-heat")
    move(heat, heat.subject, "on-heat")
    renamed = a_file("what-is-warmth", title="What is heat?", answer=f"{LONG} Or not.")
    repository.commit({HEAT: None, "physics/what-is-warmth.md": renamed})
    pull()
    heat.refresh_from_db()
    assert (heat.slug, Article.objects.count()) == ("on-heat", 2)


def test_a_folder_that_is_renamed_moves_nothing(repository, pull, delivered):
    repository.commit({HEAT: None, f"content/{HEAT}": a_file("what-is-heat", answer=LONG)})
    report = pull(prune=True)
    assert (report.missing, report.counts["unchanged"]) == ([], 1)
    assert Article.objects.live().count() == 2


def test_one_of_two_files_of_a_name_is_not_missing(repository, pull):
    heat = a_file("what-is-heat", answer=LONG)
    repository.commit({f"2025-02-17/{HEAT}": heat, f"2025-03-20/{HEAT}": heat + b" "})
    pull()
    repository.commit({f"2025-02-17/{HEAT}": None})
    assert pull(prune=True).missing == []
    assert Article.objects.live().count() == 1


def test_a_deleted_article_is_not_brought_back_by_a_new_name(repository, pull, delivered):
    delete(Article.objects.get(slug="what-is-heat"))
    renamed = a_file("what-is-warmth", title="What is heat?", answer=f"{LONG} Or not.")
    repository.commit({HEAT: None, "physics/what-is-warmth.md": renamed})
    assert pull().counts["skipped"] == 1
    assert not Article.objects.filter(slug="what-is-warmth").exists()
    undelete(Revision.objects.get(kind=Revision.Kind.DELETED))
    assert Article.objects.get(slug="what-is-heat").source_files.count() == 1


def test_a_withdrawn_article_does_not_move(repository, pull, delivered):
    withdraw(Article.objects.get(slug="what-is-heat"))
    renamed = a_file("what-is-warmth", title="What is heat?", answer=LONG)
    repository.commit({HEAT: None, "physics/what-is-warmth.md": renamed})
    assert dict(pull().notes)["physics/what-is-warmth.md"] == (
        f"renamed from {HEAT}; its article is withdrawn, and stays where it is"
    )


def test_files_with_other_ids_are_two_articles(repository, pull):
    repository.commit({HEAT: a_file("what-is-heat", answer=LONG, id=11)})
    pull()
    heat = Article.objects.get()
    edit(heat, short_answer="An editor's.")
    sound = a_file("what-is-sound", answer=LONG, id=99)
    repository.commit({HEAT: None, "physics/what-is-sound.md": sound})
    report = pull()
    assert (report.missing, report.counts["created"]) == ([HEAT], 1)
    heat.refresh_from_db()
    assert (heat.slug, heat.title) == ("what-is-heat", "What is heat?")


def test_a_dry_run_holds_no_lock_while_files_are_read(repository, pull, delivered, monkeypatch):
    """Around each plan the moves are made and taken back; what takes long is done outside."""
    warmth = a_file("what-is-warmth", title="What is heat?", answer=LONG)
    files = {
        "physics/what-is-warmth.md": warmth,
        "physics/what-is-sound.md": a_file("what-is-sound"),
    }
    repository.commit({HEAT: None, **files})
    open_ones = []

    def noted(file):
        open_ones.append(len(connection.savepoint_ids))
        return prepare(file)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(run, "prepare", noted)
    plan = pull(dry_run=True)
    assert open_ones == [outside] * 2
    assert len(plan.notes) == 1
    assert (plan.counts["created"], plan.missing) == (1, [])
    assert Article.objects.filter(slug="what-is-heat").exists()


def test_moves_that_hang_together_are_foreseen_together():
    a, b, c, d, e = (Location("physics", slug) for slug in "abcde")
    moves = [Renamed(b, c, "c"), Renamed(d, e, "e"), Renamed(a, b, "b")]
    assert renamed_about(moves, {"physics/a.md"}) == [moves[0], moves[2]]
    assert renamed_about(moves, {"physics/x.md"}) == []


def test_a_deleted_file_is_reported_and_withdrawn_only_when_asked(repository, pull, delivered):
    repository.commit({HEAT: None})
    assert pull(dry_run=True).missing == [HEAT]
    first = repository.git("rev-parse", "main~1").strip()
    assert pull().missing == [HEAT]
    assert Article.objects.live().count() == 2
    assert pull(since=first, prune=True).missing == [HEAT]
    assert Article.objects.get(slug="what-is-heat").status == Status.WITHDRAWN


def test_what_an_editor_wrote_is_merged(repository, pull, delivered):
    edit(Article.objects.get(slug="what-is-light"), author="An editor")
    repository.commit({LIGHT: a_file("what-is-light", answer="New.")})
    pull()
    light = Article.objects.get(slug="what-is-light")
    assert (light.author, light.answer) == ("An editor", "New.")
    assert Revision.objects.filter(article=light).count() == 2


def test_what_is_no_plain_file_is_named(repository, pull):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    repository.commit(
        {
            LIGHT: a_file("what-is-light"),
            "physics/link.md": b"/etc/passwd",
            "physics/large.md": b"x" * (1024 * 1024 + 1),
            "physics/pointer.md": pointer,
            "vendor": b"c" * 40,
        },
        modes={"physics/link.md": "120000", "vendor": "160000"},
    )
    report = pull()
    reasons = {path.rpartition("/")[2]: reason for path, reason in report.failures}
    assert "link" in reasons["link.md"]
    assert "at most 1 MiB" in reasons["large.md"]
    assert "Git LFS" in reasons["pointer.md"]
    assert report.counts["created"] == 1
    assert ("vendor", "is a submodule: what it holds is not read") in report.notes


def test_what_is_fetched_is_a_pack_and_what_was_left_over_goes(repository):
    """The limit of a copy counts packs, and those of a fetch that was killed."""
    repository.commit({LIGHT: a_file("what-is-light")})
    objects = fetch_delivery(str(repository.folder)).delivery.repository.copy / "objects"
    assert {path.parent.name for path in objects.rglob("*") if path.is_file()} == {"pack"}
    old, new = objects / "pack" / "tmp_pack_a", objects / "pack" / "tmp_pack_b"
    old.touch()
    os.utime(old, (0, 0))
    new.touch()
    fetch_delivery(str(repository.folder))
    assert (old.exists(), new.exists()) == (False, True)


def test_a_copy_that_is_damaged_is_named(repository, pull):
    repository.commit({LIGHT: a_file("what-is-light")})
    delivery = fetch_delivery(str(repository.folder)).delivery
    for pack in delivery.repository.copy.rglob("objects/*/*"):
        pack.unlink()
    with pytest.raises(UnusableSource, match=r"git says|damaged"):
        Import([delivery.name], git=delivery, workers=1).run()


@pytest.mark.parametrize(
    ("author", "committer", "day"),
    [
        ("1739782800 +051800", "86400 +0000", "2025-02-17"),
        ("1000000000000 +0000", "86400 +0000", "1970-01-02"),
        ("1000000000000 +0000", "1000000000000 +0000", "1970-01-01"),
    ],
)
def test_a_commit_of_a_day_that_no_calendar_has(repository, pull, author, committer, day):
    tree = repository.commit({LIGHT: a_file("what-is-light")}) + "^{tree}"
    tree = repository.git("rev-parse", tree).strip()
    text = f"tree {tree}\nauthor A <a@b> {author}\ncommitter A <a@b> {committer}\n\nSo\n"
    write = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    key = repository.git(*write, stdin=text.encode()).strip()
    repository.git("update-ref", "refs/heads/main", key)
    assert pull().counts["created"] == 1
    assert f"the last by A ({day}): So" in ImportRun.objects.get().revision_note


def test_a_repository_makes_the_import_run_nothing(repository, pull, tmp_path):
    repository.commit({LIGHT: a_file("what-is-light")})
    proof = tmp_path / "proof"
    hook = repository.folder / "hooks" / "post-upload-pack"
    hook.parent.mkdir(exist_ok=True)
    for name in ("post-upload-pack", "reference-transaction", "post-checkout"):
        script = hook.with_name(name)
        script.write_text(f"#!/bin/sh\ntouch {proof}\n")
        script.chmod(0o755)
    for name in ("core.fsmonitor", "core.sshCommand", "uploadpack.packObjectsHook"):
        repository.git("config", name, f"touch {proof}")
    repository.git("config", "core.hooksPath", str(hook.parent))
    assert pull().counts["created"] == 1
    assert not proof.exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("--upload-pack=touch proof", "begins with a hyphen"),
        ("ext::sh -c touch% proof", "transport of its own"),
        ("git://example.com/x.git", "only https and ssh"),
        ("http://robot:secret@example.com/x.git", "only https and ssh"),
        ("ssh://-oProxyCommand=touch/x", "names no host"),
        ("nowhere", "neither a folder nor a URL"),
        ("file://elsewhere/x", "no folder of this machine"),
    ],
)
def test_addresses_that_are_refused(place, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableSource, match=words) as error:
        fetch_delivery(place)
    assert "secret" not in str(error.value)


def test_a_folder_without_a_repository_is_named(tmp_path):
    with pytest.raises(UnusableSource, match="git says"):
        fetch_delivery(str(tmp_path))
