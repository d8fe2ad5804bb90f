"""subjects.yml, and subjects that an import meets for the first time."""

import io

import pytest
from django.core.management import call_command

from articles.importer.planning.subject_proposals import BadSubjectsFile, read_proposals
from articles.importer.undo.undo_import import undo_import
from articles.models import ImportRun, ProposedSubject, Subject
from tests.factories import make_subject

YML = b"""
- slug: physics
  name: Physics and Light
  listed: false
- slug: biology
  name: Biology
"""


def test_an_entry_proposes_name_position_and_listing():
    proposals = read_proposals(YML, path="subjects.yml")
    physics, biology = proposals["physics"], proposals["biology"]
    assert (physics.name, physics.is_listed, physics.position) == ("Physics and Light", False, 1)
    assert (biology.is_listed, biology.position) == (True, 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[", "the file: is not YAML"),
        ("a: b", "the file: is not a list"),
        ("- x", "entry 1: is not a mapping"),
        ("- {slug: Physics, name: P}", "entry 1: slug 'Physics'"),
        ("- {slug: physics}", "entry 1: name None"),
        ("- {slug: physics, name: P, listed: 3}", "entry 1: listed 3"),
        ("- {slug: physics, name: P, lsted: no}", "entry 1: has the unknown key 'lsted'"),
        ("- {slug: a, name: A}\n- {slug: a, name: B}", "entry 2: repeats 'a'"),
    ],
)
def test_a_bad_file_names_the_entry_and_the_reason(text, reason):
    with pytest.raises(BadSubjectsFile) as caught:
        read_proposals(text.encode(), path="subjects.yml")
    assert str(caught.value).startswith(f"subjects.yml: {reason}")


@pytest.mark.django_db
def test_a_new_subject_is_what_the_file_beside_the_articles_proposes(write, run_import):
    write("physics", "a")
    (write.folder / "subjects.yml").write_bytes(YML)
    run_import(write.folder)
    subject = Subject.objects.get()
    assert (subject.name, subject.is_listed, subject.position) == ("Physics and Light", False, 1)


@pytest.mark.django_db
def test_a_subject_that_is_in_no_list_takes_the_name_of_its_first_file(write, run_import):
    write("physics", "a", subject="Physics and so on")
    write("physics", "b", subject="Physics And So On")
    run_import(write.folder)
    assert Subject.objects.get().name == "Physics and so on"


@pytest.mark.django_db
def test_what_an_editor_set_is_never_overwritten(write, run_import):
    make_subject("physics", name="The Editor's Physics", position=7)
    write("physics", "a")
    (write.folder / "subjects.yml").write_bytes(YML)
    run_import(write.folder)
    subject = Subject.objects.get()
    assert (subject.name, subject.is_listed, subject.position) == ("The Editor's Physics", True, 7)


# Deliveries are deltas: subjects.yml comes once


def deliver_proposals(write, run_import, text=YML):
    """A first delivery of biology alone, with a subjects.yml that also knows physics."""
    write("biology", "cell")
    (write.folder / "subjects.yml").write_bytes(text)
    return run_import(write.folder)


@pytest.mark.django_db
def test_a_subject_of_a_later_delivery_is_what_the_first_one_proposed(write, run_import):
    first = deliver_proposals(write, run_import).run_id
    report = run_import(write("physics", "a", folder="later"))
    subject = Subject.objects.get(slug="physics")
    assert (subject.name, subject.is_listed, subject.position) == ("Physics and Light", False, 1)
    assert [(new.slug, new.is_listed, new.origin) for new in report.subjects] == [
        ("physics", False, f"as import {first} proposed")
    ]


@pytest.mark.django_db
def test_the_latest_proposal_counts_and_only_news_is_kept(write, run_import):
    deliver_proposals(write, run_import)
    deliver_proposals(write, run_import)
    assert ProposedSubject.objects.count() == 2
    deliver_proposals(write, run_import, YML.replace(b"Physics and Light", b"Physics"))
    assert ProposedSubject.objects.count() == 3
    run_import(write("physics", "a", folder="later"))
    assert Subject.objects.get(slug="physics").name == "Physics"


@pytest.mark.django_db
def test_the_undo_of_an_import_forgets_what_it_proposed(write, run_import):
    deliver_proposals(write, run_import)
    wrong = deliver_proposals(write, run_import, YML.replace(b"false", b"true")).run_id
    undo_import(ImportRun.objects.get(pk=wrong))
    run_import(write("physics", "a", folder="later"))
    assert not Subject.objects.get(slug="physics").is_listed


@pytest.mark.django_db
def test_a_dry_run_keeps_no_proposal_and_names_the_new_subjects(write, run_import):
    write("physics", "a")
    write("physics", "b")
    write("biology", "cell")
    (write.folder / "subjects.yml").write_bytes(YML)
    report = run_import(write.folder, dry_run=True)
    assert not ProposedSubject.objects.exists()
    assert [(new.slug, new.is_listed) for new in report.subjects] == [
        ("biology", True),
        ("physics", False),
    ]
    assert report.as_json()["subjects"][1] == {
        "slug": "physics",
        "name": "Physics and Light",
        "listed": False,
        "position": 1,
        "origin": "as subjects.yml proposes",
    }


@pytest.mark.django_db
def test_the_command_prints_each_new_subject_and_whether_it_is_listed(write, run_import):
    first = deliver_proposals(write, run_import).run_id
    write("physics", "a", folder="later")
    path = write("geology", "rock", folder="later", subject="Geology!")
    for options in ({"dry_run": True}, {}):
        out = io.StringIO()
        call_command("import_articles", str(path.parents[1]), workers=1, stdout=out, **options)
        assert (
            "New subjects:\n"
            "  geology: Geology!, listed (no subjects.yml proposes it: named by its first file)\n"
            f"  physics: Physics and Light, hidden (as import {first} proposed)\n"
        ) in out.getvalue()


@pytest.mark.django_db
def test_a_standing_subject_is_not_named_as_new(imported, write, run_import):
    assert run_import(write("physics", "b")).subjects == []
