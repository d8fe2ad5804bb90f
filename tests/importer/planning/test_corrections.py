"""What an editor corrected and the files adopted is defended by line, by related question and by
field, whatever else has changed since; a decision for the file's word is not."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.admin.conflicts.related_decision import related_decision
from articles.importer.planning.decision import OnConflict
from articles.models import Article, Conflict
from articles.models.conflict import REPLACEMENT
from articles.publishing import decide, revise
from tests.importer.conftest import OTHER

pytestmark = pytest.mark.django_db

X1, X2, X3, X4, X5 = (f"/learn/physics/questions/x{number}" for number in range(1, 6))
WRONG = {"answer": "Line tpyo\\nMid\\nEnd", "author": "A", "related": [X1, X2, X3]}
RIGHT = {"answer": "Line typo\\nMid\\nEnd", "author": "ED", "related": [X2, X3]}


@pytest.fixture
def deliver(write, run_import):
    return lambda **values: run_import(write("physics", "a", **{**WRONG, **values}))


@pytest.fixture
def corrected(deliver):
    """The article with the editor's three corrections."""
    deliver()
    live = article().content()
    edit(answer=live.answer.replace("tpyo", "typo"), author="ED", related=live.related[1:])
    return live


def article():
    return Article.objects.get(slug="a")


def edit(**values):
    one = article()
    return revise(one, replace(one.content(), **values))


def rows():
    return [link.path for link in article().content().related]


def open_fields():
    return sorted(Conflict.objects.open().values_list("field", flat=True))


ALL = ["answer", "author", "related"]
NEWER = {"answer": "Line typo\\nMid\\nEnd new", "related": [X2, X3, X4]}
NEIGHBOUR = {"answer": "Line typo\\nMiddle\\nEnd", "related": [X2, X3, X4]}


@pytest.mark.parametrize("newer", [NEWER, NEIGHBOUR])
@pytest.mark.parametrize("is_adopted_first", [True, False])
def test_adopted_beside_another_change_and_taken_back(corrected, deliver, is_adopted_first, newer):
    if is_adopted_first or newer is NEIGHBOUR:
        deliver(**RIGHT)
    deliver(**{**RIGHT, **newer})
    live = article().content()
    assert open_fields() == []
    back = {"answer": newer["answer"].replace("typo", "tpyo"), "related": [X1, X2, X3, X4]}
    deliver(**back)
    assert (open_fields(), article().content()) == (ALL, live)


def test_adopted_after_another_change_was_merged(corrected, deliver):
    deliver(answer="Line tpyo\\nMid\\nEnd new", related=[X1, X2, X3, X4])
    assert article().answer == "Line typo\nMid\nEnd new"
    deliver(**{**RIGHT, **NEWER})
    deliver(answer="Line tpyo\\nMid\\nEnd new", related=[X1, X2, X3, X4])
    assert open_fields() == ALL
    assert (article().answer, rows()) == ("Line typo\nMid\nEnd new", [X2, X3, X4])


def test_taken_back_beside_a_change_of_the_line_behind_it(corrected, deliver):
    deliver(**RIGHT)
    deliver(**{**RIGHT, "answer": "Line tpyo\\nMiddle\\nEnd"})
    assert (open_fields(), article().answer) == (["answer"], "Line typo\nMid\nEnd")


def test_one_line_is_taken_back_and_another_changed_further(deliver):
    deliver(answer="tpyo\\nMid\\nmistkae")
    edit(answer="typo\nMid\nmistake")
    deliver(answer="typo\\nMid\\nmistake")
    deliver(answer="tpyo\\nMid\\nerror")
    assert (open_fields(), article().answer) == (["answer"], "typo\nMid\nmistake")


@pytest.mark.parametrize(
    ("first", "edited"),
    [("One\\nTwo\\nThree", "One\nThree"), ("One\\nThree", "One\nTwo\nThree")],
)
def test_a_line_that_an_editor_removed_or_added(deliver, first, edited):
    deliver(answer=first)
    edit(answer=edited)
    deliver(answer=edited.replace("\n", "\\n"))
    deliver(answer=edited.replace("\n", "\\n") + "\\nFour")
    deliver(answer=first + "\\nFour")
    assert (open_fields(), article().answer) == (["answer"], edited + "\nFour")


def test_adopted_and_then_another_part_edited(corrected, deliver):
    deliver(**RIGHT)
    x5 = replace(article().content().related[0], path=X5, title=X5)
    live = edit(answer="Line typo\nMid\nEnding", related=(*article().content().related, x5))
    deliver(score=1.0)
    assert open_fields() == ALL
    assert article().content() == replace(live.content(), score=1.0)


def test_what_is_decided_row_by_row_is_what_was_taken_back(corrected, deliver):
    deliver(**RIGHT)
    x5 = replace(article().content().related[0], path=X5, title=X5)
    edit(related=(*article().content().related, x5))
    deliver(**{**RIGHT, "related": [X1, X2, X3, X4]})
    assert (open_fields(), rows()) == (["related"], [X2, X3, X5, X4])
    asked = related_decision(Conflict.objects.get(), article().content().related)
    assert [row.path for row in asked.rows] == [X1]


def test_the_file_s_word_takes_back_where_it_is_asked_for_and_leaves_what_was_not_adopted(
    corrected, deliver, write, run_import
):
    deliver(**RIGHT)
    edit(answer="Line typo\nMid\nEnding")
    path = write("physics", "a", **WRONG)
    run_import(path, on_conflict=OnConflict.THEIRS)
    assert (article().answer, article().author, rows()) == (
        "Line tpyo\nMid\nEnding",
        "A",
        [X1, X2, X3],
    )
    assert open_fields() == []


def test_rows_in_conflict_and_rows_taken_back_are_asked_about_together(corrected, deliver):
    deliver(**RIGHT)
    first, second = article().content().related
    edit(related=(replace(first, title="The editor's"), second))
    deliver(**{**RIGHT, "related": [X1, (X2, "The file's"), X3]})
    asked = related_decision(Conflict.objects.get(), article().content().related)
    assert [(row.path, row.is_taken_back) for row in asked.rows] == [(X2, False), (X1, True)]


def test_an_order_that_an_editor_chose_is_defended(deliver):
    deliver()
    edit(related=article().content().related[::-1])
    deliver(related=[X3, X2, X1])
    deliver(related=[X3, X2, X1, X4])
    deliver(related=[X1, X2, X3, X4])
    assert (open_fields(), rows()) == (["related"], [X3, X2, X1, X4])
    asked = related_decision(Conflict.objects.get(), article().content().related)
    assert [row.is_order for row in asked.rows] == [True]


def test_an_edit_that_no_file_adopted_is_merged_as_ever(deliver):
    deliver()
    edit(answer="Line typo\nMid\nEnd")
    deliver(answer="Line tpyo\\nMid\\nEnd new")
    assert (open_fields(), article().answer) == ([], "Line typo\nMid\nEnd new")


def test_an_exported_file_that_somebody_edited_adopts_what_was_edited_here(
    corrected, deliver, run_import, tmp_path
):
    call_command("export_articles", str(tmp_path / "out"))
    path = next(Path(tmp_path / "out").rglob("a.md"))
    path.write_text(path.read_text().replace("Mid\\nEnd", "Mid\\nFinish"))
    assert run_import(path).counts["updated"] == 1
    live = article().content()
    assert live.answer == "Line typo\nMid\nFinish"
    deliver(score=1.0)
    assert open_fields() == ALL
    assert article().content() == replace(live, score=1.0)


def test_such_a_file_closes_a_conflict_only_until_the_publisher_says_its_word_again(
    corrected, deliver, run_import, tmp_path
):
    deliver(author="B")
    assert open_fields() == ["author"]
    call_command("export_articles", str(tmp_path / "out"))
    path = next(Path(tmp_path / "out").rglob("a.md"))
    path.write_text(path.read_text().replace("Mid\\nEnd", "Mid\\nFinish"))
    run_import(path)
    deliver(author="B", score=1.0)
    assert (article().author, open_fields()) == ("ED", ALL)


def decided(content, decision=Conflict.Decision.THEIRS):
    return decide(article(), content, dict.fromkeys(Conflict.objects.open(), decision))


def test_a_decision_for_the_file_s_word_is_no_correction(corrected, deliver):
    deliver(answer="Line file\\nMid\\nEnd", author="B", related=[(X1, "File"), X2, X3])
    assert open_fields() == ALL
    first, *rest = corrected.related
    theirs = replace(first, title="File"), *rest
    decided(
        replace(
            article().content(), author="B", answer="Line file\nMid\nEnd", related=tuple(theirs)
        )
    )
    assert deliver(**RIGHT).counts["updated"] == 1
    assert (article().author, article().answer, open_fields()) == ("ED", "Line typo\nMid\nEnd", [])
    deliver(author="B")
    assert open_fields() == []


def test_an_approved_replacement_is_no_correction(corrected, deliver):
    deliver(answer=OTHER, author="B", id=2)
    assert open_fields() == [REPLACEMENT]
    decided(Conflict.objects.get().replacement())
    deliver(answer=OTHER, author="ED", id=2)
    assert (article().author, open_fields()) == ("ED", [])


def test_what_was_given_back_to_the_publisher_is_asked_about_once(corrected, deliver):
    deliver(**RIGHT)
    deliver()
    assert open_fields() == ALL
    decided(corrected)
    for values in (RIGHT, WRONG, RIGHT):
        deliver(**values)
        assert (article().author, open_fields()) == (values["author"], [])
