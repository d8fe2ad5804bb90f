"""subjects.yml, and subjects that an import meets for the first time."""

import pytest

from articles.importer.planning.subject_proposals import BadSubjectsFile, read_proposals
from articles.models import Subject
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
