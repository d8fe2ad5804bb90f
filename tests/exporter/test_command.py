"""manage.py export_articles: what it writes, what it says, how it ends."""

import tarfile
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from articles.models import Article, Revision, Status, Subject
from articles.publishing import revise
from tests.exporter.conftest import files_in
from tests.factories import make_article, make_content, make_subject
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
ARTICLES = ("ecology/c.md", "physics/a.md", "physics/b.md")


@made_once
def library():
    make_article("a", subject="physics")
    make_article("b", subject="physics")
    make_article("c", subject=make_subject("ecology", name="Ecology: life", is_listed=False))
    make_article("draft", subject="physics", status=Status.DRAFT, published_on=None)
    Subject.objects.filter(slug="physics").update(position=1)


def names(folder):
    return sorted(files_in(folder))


def test_a_folder_is_written_and_then_left_alone(library, command, tmp_path):
    output, errors = command("export_articles", tmp_path / "out")

    assert names(tmp_path / "out") == [*ARTICLES, "subjects.yml"]
    assert [line.split() for line in output.splitlines()] == [
        ["3", "written"],
        ["0", "unchanged"],
        ["0", "failed"],
    ]
    assert errors == ""
    output, _ = command("export_articles", tmp_path / "out")
    assert "0 written" in output
    assert "3 unchanged" in output


def test_subjects_are_listed_in_the_site_s_order(library, command, tmp_path):
    command("export_articles", tmp_path, "--subject", "physics")

    assert (tmp_path / "subjects.yml").read_text() == (
        "- slug: ecology\n  name: 'Ecology: life'\n  listed: false\n"
        "- slug: physics\n  name: Physics\n  listed: true\n"
    )


def test_subjects_can_be_chosen(library, command, tmp_path):
    command("export_articles", tmp_path / "one", "--subject", "ecology")
    command("export_articles", tmp_path / "two", "--subject", "ecology", "--subject", "physics")

    assert names(tmp_path / "one") == ["ecology/c.md", "subjects.yml"]
    assert len(names(tmp_path / "two")) == 4


def test_drafts_can_be_included(library, command, tmp_path):
    command("export_articles", tmp_path, "--drafts")

    assert "physics/draft.md" in names(tmp_path)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2001-01-01", ["physics/a.md", "physics/b.md"]),
        ("2020-06-01", ["physics/b.md"]),
        ("2020-06-01T12:00:00+00:00", ["physics/b.md"]),
        ("2020-06-01 12:00:01+00:00", []),
        ("2021-01-01", []),
    ],
)
def test_only_what_changed_since(command, tmp_path, since, expected):
    make_article("a", subject="physics")
    make_article("b", subject="physics")
    Article.objects.update(created_at=datetime(2019, 1, 1, tzinfo=UTC))
    revise(Article.objects.get(slug="b"), make_content(seo_keywords="of no reader's concern"))
    Revision.objects.update(created_at=datetime(2020, 6, 1, 12, tzinfo=UTC))

    command("export_articles", tmp_path, "--changed-since", since)

    assert names(tmp_path) == [*expected, "subjects.yml"]


def test_an_edit_of_now_counts_as_changed_today(library, command, tmp_path):
    Article.objects.update(created_at=datetime(2019, 1, 1, tzinfo=UTC))
    revise(Article.objects.get(slug="a"), make_content(answer="Edited."))

    command("export_articles", tmp_path, "--changed-since", datetime.now(UTC).date().isoformat())

    assert names(tmp_path) == ["physics/a.md", "subjects.yml"]


def test_an_archive_is_the_same_each_time(library, command, tmp_path):
    for name in ("one.tar.gz", "two.tgz"):
        command("export_articles", tmp_path / name)

    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tgz").read_bytes()
    with tarfile.open(tmp_path / "one.tar.gz") as archive:
        assert archive.getnames() == ["subjects.yml", *ARTICLES]


def test_the_order_is_that_of_code_points(command, tmp_path):
    """Collations of PostgreSQL pass over hyphens, and put digits behind letters or before."""
    slugs = ["a", "a-b", "a-z", "a1", "aa", "ab", "b"]
    for subject in ("a-c", "ab"):
        for slug in reversed(slugs):
            make_article(
                slug, subject=make_subject(subject, name="ab" if subject == "a-c" else "a-c")
            )
    command("export_articles", tmp_path / "all.tar.gz")
    with tarfile.open(tmp_path / "all.tar.gz") as archive:
        assert archive.getnames() == [
            "subjects.yml",
            *(f"{subject}/{slug}.md" for subject in ("a-c", "ab") for slug in slugs),
        ]
        listed = archive.extractfile("subjects.yml").read().decode()
    assert listed.index("slug: ab") < listed.index("slug: a-c")


def test_failures_are_named_and_end_the_command_with_an_error(library, command, tmp_path, capsys):
    (tmp_path / "physics" / "a.md").mkdir(parents=True)
    torn = "1. Run:\n   ```\nls\n   ```\n"
    revise(Article.objects.get(slug="c"), make_content(answer=torn))

    with pytest.raises(CommandError, match="2 files were not written"):
        command("export_articles", tmp_path)

    output, errors = capsys.readouterr()
    assert "failed: physics/a.md: is there already, and is no file" in errors
    assert "failed: ecology/c.md: the field “answer” has a listing" in errors
    assert "1 written" in output
    assert (tmp_path / "physics" / "b.md").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{folder}/file/below"], "Not a directory"),
        (["{folder}/file"], "is no folder"),
        (["{folder}/missing/x.tar.gz"], "No such file or directory"),
        (["{folder}", "--subject", "physic"], "There is no subject 'physic'"),
        (["{folder}", "--changed-since", "yesterday"], "'yesterday' is no date"),
        (["{folder}", "--changed-since", "2025-02-30"], "'2025-02-30' is no date"),
    ],
)
def test_bad_arguments_are_explained(library, command, tmp_path, arguments, message):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(CommandError, match=message):
        command("export_articles", *[text.format(folder=tmp_path) for text in arguments])
    assert names(tmp_path) == ["file"]
