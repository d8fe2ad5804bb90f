"""Exports into git repositories: a commit a change, in both directions."""

import subprocess
from dataclasses import replace

import pytest

from articles.core.article_content import RelatedLink
from articles.exporter import git_run
from articles.exporter.destination import UnusableTarget
from articles.exporter.git_changes import Change
from articles.exporter.git_run import GitExport
from articles.exporter.git_states import states_of
from articles.models import Article, Conflict, Revision
from articles.publishing import Cause, delete, move, publish, revise, unpublish, withdraw
from tests.exporter.conftest import files_in
from tests.factories import make_article, make_subject, make_user
from tests.git_repositories import Repository
from tests.importer.conftest import article_file, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def push(repository):
    def run(**options):
        export = GitExport(str(repository.folder), **options)
        export.run()
        assert export.report.failures == []
        return export

    return run


def roe():
    user = make_user("jane.roe")
    user.first_name, user.last_name, user.email = "Jane", "Roe <x>", "jane@example.org"
    user.save()
    return user


def articles(*slugs):
    return [make_article(slug, answer=f"The answer about {slug}.") for slug in slugs]


def by(actor, reason, article, **values):
    content = replace(article.content(), **values)
    return revise(article, content, cause=Cause(actor=actor, reason=reason))


def test_the_first_export_is_one_commit_of_what_a_folder_export_writes(
    repository, push, export, tmp_path
):
    articles("heat", "light")
    make_article("hidden")
    withdraw(Article.objects.get(slug="hidden"))
    assert push().commits == 1
    export()
    assert repository.files() == files_in(export.folder)
    assert push().commits == 0


def test_each_change_is_a_commit_with_author_time_and_reason(repository, push, export):
    heat, light = articles("heat", "light")
    push()
    user = roe()
    by(user, "A reader asked", heat, answer="Warm.")
    by(user, "", light, title="What is light now?")
    by(None, "", Article.objects.get(slug="heat"), answer="Warm again.")
    assert push().commits == 3
    log = repository.log("%an|%ae|%cn|%s|%at")[:3]
    moments = [int(r.created_at.timestamp()) for r in Revision.objects.order_by("pk")]
    host = "users.noreply.127.0.0.1"
    assert log == [
        f"qtsite|noreply@127.0.0.1|qtsite|Edit physics/heat: answer|{moments[2]}",
        f"Jane Roe  x|jane.roe@{host}|qtsite|Edit physics/light: title|{moments[1]}",
        f"Jane Roe  x|jane.roe@{host}|qtsite|Edit physics/heat: answer|{moments[0]}",
    ]
    assert "A reader asked" in repository.git("log", "--format=%b", "main~2", "-1")
    assert b"Warm again." not in repository.show("physics/heat.md", "main~2")
    export()
    assert repository.files() == files_in(export.folder)


def test_authors_have_their_addresses_where_that_is_asked_for(repository, push):
    (heat,) = articles("heat")
    push()
    by(roe(), "", heat, answer="Warm.")
    push(shows_emails=True)
    assert repository.log("%ae")[0] == "jane@example.org"


def test_files_of_articles_that_move_and_go(repository, push, export):
    heat, light, sound, colour = articles("heat", "light", "sound", "colour")
    push()
    move(heat, make_subject("warmth"), "heat")
    withdraw(light)
    unpublish(colour)
    delete(sound)
    make_article("new")
    push()
    assert set(repository.files()) == {"physics/new.md", "warmth/heat.md", "subjects.yml"}
    export()
    assert repository.files() == files_in(export.folder)
    publish(Article.objects.get(slug="light"))
    push()
    assert "physics/light.md" in repository.files()
    assert "Change the status of physics/light" in repository.log("%s")[0]


def test_a_deletion_is_by_who_deleted(repository, push):
    (heat,) = articles("heat")
    push()
    delete(by(make_user("alice"), "", heat, answer="Warm."), actor=make_user("bob"))
    push()
    assert [line.partition("|")[::2] for line in repository.log("%an|%s")[:-1]] == [
        ("bob", "Delete physics/heat")
    ]
    assert "physics/heat.md" not in repository.files()


def test_the_same_library_gives_the_same_commits(repository, push, tmp_path):
    (heat,) = articles("heat")
    push()
    by(None, "So", heat, answer="Warm.")
    subprocess.run(["cp", "-r", str(repository.folder), str(tmp_path / "other.git")], check=True)
    push()
    GitExport(str(tmp_path / "other.git")).run()
    assert (
        Repository.tip(repository)
        == repository.git("--git-dir", str(tmp_path / "other.git"), "rev-parse", "main").strip()
    )


def test_an_export_that_is_killed_goes_on_where_it_was(repository, push, export, monkeypatch):
    articles("heat", "light")
    push()
    for number in range(6):
        by(None, f"Edit {number}", Article.objects.get(slug="heat"), answer=f"Warm {number}.")
    monkeypatch.setattr(git_run, "_COMMITS_KEPT_AT_ONCE", 2)
    made = []

    def dies(commit, paths):
        made.append(paths)
        if len(made) == 4:
            raise KeyboardInterrupt
        return message_of(commit, paths)

    message_of = git_run.message_of
    with monkeypatch.context() as patch:
        patch.setattr(git_run, "message_of", dies)
        with pytest.raises(KeyboardInterrupt):
            GitExport(str(repository.folder)).run()
    assert repository.git("rev-list", "--count", "main").strip() == "3"
    assert push().commits == 4
    assert [line for line in repository.log("%b") if line.startswith("Edit")] == [
        f"Edit {number}" for number in range(5, -1, -1)
    ]
    export()
    assert repository.files() == files_in(export.folder)


def test_a_commit_of_somebody_else_is_imported_first(repository, push, pull):
    repository.commit({"physics/heat.md": article_file("physics", "heat")})
    pull()
    push()
    theirs = repository.show("physics/heat.md").replace(b"The answer about", b"Their words about")
    tip = repository.commit({"physics/heat.md": theirs}, "Correct heat")
    with pytest.raises(UnusableTarget, match="ends in a commit of somebody else"):
        push()
    assert repository.tip() == tip
    by(None, "Mine", Article.objects.get(), author="An editor")
    assert pull().counts["updated"] == 1
    assert push().commits == 1
    assert repository.log("%s")[0] == "Edit physics/heat: author"
    written = repository.show("physics/heat.md")
    assert b"Their words about" in written
    assert b"An editor" in written


def test_both_directions(repository, push, pull, export):
    """The publisher commits, editors edit, and neither loses a word; nothing goes round twice."""
    names = ["heat", "light", "sound"]
    repository.commit({f"physics/{name}.md": article_file("physics", name) for name in names})
    pull()
    edit(Article.objects.get(slug="heat"), answer="An editor's heat.")
    light = Article.objects.get(slug="light")
    move(light, light.subject, "on-light")
    assert push().commits == 2 + 1  # and subjects.yml
    before = Revision.objects.count()
    report = pull()
    assert {action for action, number in report.counts.items() if number} <= {"unchanged"}
    assert (Revision.objects.count(), Conflict.objects.count()) == (before, 0)
    assert report.missing == []
    assert push().commits == 0
    moved = repository.show("physics/on-light.md")
    repository.commit({"physics/on-light.md": moved.replace(b"It has two", b"It has three")})
    assert pull().counts["updated"] == 1
    assert "It has three" in Article.objects.get(slug="on-light").answer
    assert push().commits == 0
    export()
    assert repository.files() == files_in(export.folder)


def test_what_the_site_does_not_know_is_left_alone(repository, push, pull):
    draft = article_file("physics", "draft", draft="true")
    repository.commit({"README.md": b"x", "physics/broken.md": b"x", "physics/draft.md": draft})
    pull()
    push()
    assert {"README.md", "physics/broken.md", "physics/draft.md"} < set(repository.files())


def test_a_file_that_no_import_could_read_is_not_written_over(repository, push, pull):
    names = ["heat", "light"]
    repository.commit({f"physics/{name}.md": article_file("physics", name) for name in names})
    pull()
    push()
    broken = b"---\nquestion: [\n---\n"
    repository.commit({"physics/heat.md": broken, "physics/light.md": broken})
    assert pull().counts["failed"] == 2
    edit(Article.objects.get(slug="heat"), author="An editor")
    withdraw(Article.objects.get(slug="light"))
    export = push()
    assert [path for path, _ in export.report.left_alone] == ["physics/heat.md", "physics/light.md"]
    assert {repository.show(f"physics/{name}.md") for name in names} == {broken}
    mended = article_file("physics", "heat", title="What is heat now?")
    repository.commit({"physics/heat.md": mended})
    assert pull().counts["updated"] == 1
    push()
    assert b"An editor" in repository.show("physics/heat.md")
    assert b"heat now?" in repository.show("physics/heat.md")


def test_a_deleted_file_comes_back_only_with_a_new_publication(repository, push, pull):
    repository.commit({"physics/heat.md": article_file("physics", "heat")})
    pull()
    push()
    repository.commit({"physics/heat.md": None})
    pull()
    by(None, "Mine", Article.objects.get(), author="An editor")
    for _ in range(2):
        assert [path for path, _ in push().report.left_alone] == ["physics/heat.md"]
        assert "physics/heat.md" not in repository.files()
    withdraw(Article.objects.get())
    publish(Article.objects.get())
    assert push().report.left_alone == []
    assert "physics/heat.md" in repository.files()
    assert push().commits == 0


def test_many_changes_take_few_queries(django_assert_num_queries):
    made = articles(*(f"a-{number}" for number in range(12)))
    link = RelatedLink(made[0].get_absolute_url(), "A")
    for answer in ("Warm.", "Cold."):
        for article in made:
            by(None, "", Article.objects.get(pk=article.pk), answer=answer, related=(link,))
    changes = [Change(article.pk, version) for article in made for version in (1, 2, 3)]
    with django_assert_num_queries(8):
        states = list(states_of(changes))
    assert [state.answer for state in states[-3:]] == ["The answer about a-11.", "Warm.", "Cold."]


def test_a_list_of_subjects_that_is_no_plain_file_stops_nothing(repository, push, pull):
    repository.commit({"subjects.yml": b"[]\n"}, modes={"subjects.yml": "100755"})
    articles("heat")
    pull()
    push()
    assert b"physics" in repository.show("subjects.yml")


def test_a_signed_commit_runs_no_program(repository, push, tmp_path):
    articles("heat")
    push()
    head, _, text = repository.git("cat-file", "commit", "main").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    signed = f"{head}\n{signature}\n\n{text}".encode()
    key = repository.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed).strip()
    repository.git("update-ref", "refs/heads/main", key)
    proof, program = tmp_path / "proof", tmp_path / "gpg"
    program.write_text(f"#!/bin/sh\ntouch {proof}\n")
    program.chmod(0o755)
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "gpg.program", str(program))
    push()
    assert not proof.exists()


def test_targets_that_are_refused(push, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    with pytest.raises(UnusableTarget, match="is no git repository"):
        GitExport(str(tmp_path / "full")).run()
    with pytest.raises(UnusableTarget, match="is no name of a branch"):
        GitExport(str(tmp_path / "new"), "a..b").run()
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "tree")], check=True)
    with pytest.raises(UnusableTarget, match="is checked out there"):
        GitExport(str(tmp_path / "tree")).run()
    articles("heat")
    GitExport(str(tmp_path / "tree"), "site").run()
