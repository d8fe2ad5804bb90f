"""A correction of an editor that the publisher adopted, and a later file takes back, is asked
about."""

from dataclasses import replace

import pytest

from articles.core.article_content import ArticleContent
from articles.importer.planning.decision import OnConflict
from articles.importer.planning.taken_back import Delivery, adopted
from articles.models import Article, Conflict, Revision, SourceFile
from articles.publishing import decide, revise
from tests.importer.conftest import ANSWER, OTHER

pytestmark = pytest.mark.django_db
X, Y, Z = (f"/learn/physics/questions/{slug}" for slug in "xyz")


@pytest.fixture
def imported(write, run_import):
    run_import(write("physics", "a", answer=ANSWER, related=[X, Y]))
    return Article.objects.get()


def edit(**values):
    article = Article.objects.get()
    return revise(article, replace(article.content(), **values))


def deliver(write, run_import, **values):
    """The file as it came first, with these values."""
    return run_import(write("physics", "a", **{"answer": ANSWER, "related": [X, Y]} | values))


def open_fields():
    return sorted(Conflict.objects.filter(closed_at=None).values_list("field", flat=True))


TITLES = {"article_title": "A?", "question": "A?"}
CORRECTED = ANSWER.replace("Second", "2nd")
# An editor's change, and the values of a file that adopts it.
ADOPTED = {
    "title": ({"title": "Right"}, {"title": "Right", **TITLES}),
    "author": ({"author": "Me"}, {"author": "Me"}),
    "answer": ({"answer": CORRECTED.replace("\\n", "\n")}, {"answer": CORRECTED}),
}


@pytest.mark.parametrize("name", ADOPTED)
def test_the_file_that_goes_back_is_a_conflict(imported, write, run_import, name):
    edited, adopted = ADOPTED[name]
    live = edit(**edited)
    assert deliver(write, run_import, **adopted).counts["unchanged"] == 1
    report = deliver(write, run_import)
    assert (report.counts["conflict"], open_fields()) == (1, [name])
    assert Article.objects.get().content() == live.content()
    conflict = Conflict.objects.get()
    assert (conflict.ours, conflict.theirs) == (
        getattr(live, name),
        getattr(imported.content(), name),
    )
    assert SourceFile.objects.get().read_base() == imported.content()


def test_what_else_that_file_says_is_taken(imported, write, run_import):
    edit(title="Right")
    deliver(write, run_import, title="Right", **TITLES)
    deliver(write, run_import, author="A writer")
    article = Article.objects.get()
    assert (article.title, article.author, open_fields()) == ("Right", "A writer", ["title"])


def test_a_line_of_the_answer_that_goes_back_beside_another_change_is_asked_about(
    imported, write, run_import
):
    edit(answer=CORRECTED.replace("\\n", "\n"))
    deliver(write, run_import, answer=CORRECTED)
    deliver(write, run_import, answer=ANSWER.replace("Third", "3rd"))
    assert open_fields() == ["answer"]
    assert "2nd" in Article.objects.get().answer


def test_a_related_question_that_an_editor_picked_is_not_dropped_without_a_word(
    imported, write, run_import
):
    links = imported.content().related
    live = edit(related=(*links, replace(links[0], path=Z, title=Z)))
    assert deliver(write, run_import, related=[X, Y, Z]).counts["unchanged"] == 1
    assert deliver(write, run_import).counts["conflict"] == 1
    assert (Article.objects.get().content(), open_fields()) == (live.content(), ["related"])


def test_a_file_that_changes_the_correction_further_is_taken(imported, write, run_import):
    edit(answer=CORRECTED.replace("\\n", "\n"), title="Right")
    deliver(write, run_import, answer=CORRECTED, title="Right", **TITLES)
    further = CORRECTED.replace("2nd", "The second").replace("Third", "3rd")
    deliver(write, run_import, answer=further, title="Better", **TITLES)
    article = Article.objects.get()
    assert (article.title, open_fields()) == ("Better", [])
    assert "The second paragraph.\n\n3rd" in article.answer


def test_another_answer_is_taken_as_a_whole(imported, write, run_import):
    edit(answer=CORRECTED.replace("\\n", "\n"), author="Me")
    deliver(write, run_import, answer=CORRECTED, author="Me")
    deliver(write, run_import, answer=OTHER, id=2)
    article = Article.objects.get()
    assert (article.answer, article.author, open_fields()) == (OTHER, "QuickTakes", [])


def test_the_file_s_word_is_taken_where_it_is_asked_for(imported, write, run_import):
    edit(title="Right")
    deliver(write, run_import, title="Right", **TITLES)
    path = write("physics", "a", answer=ANSWER, related=[X, Y])
    run_import(path, on_conflict=OnConflict.THEIRS)
    assert (Article.objects.get().title, open_fields()) == ("A?", [])


def test_it_is_asked_once(imported, write, run_import):
    edit(title="Right")
    deliver(write, run_import, title="Right", **TITLES)
    deliver(write, run_import)
    article = Article.objects.get()
    conflict = Conflict.objects.get()
    decide(article, article.content(), {conflict: Conflict.Decision.OURS})
    assert deliver(write, run_import, author="A writer").counts["updated"] == 1
    assert (Article.objects.get().title, open_fields()) == ("Right", [])


def test_what_a_delivery_changed_after_the_editor_is_the_publisher_s(imported, write, run_import):
    edit(author="Me")
    deliver(write, run_import, author="Me")
    deliver(write, run_import, author="Them")
    deliver(write, run_import)
    assert (Article.objects.get().author, open_fields()) == ("QuickTakes", [])
    assert Revision.objects.filter(kind=Revision.Kind.IMPORTED).count() == 2


def test_what_an_editor_tried_and_gave_up_is_free_for_the_publisher(imported, write, run_import):
    edit(author="Them")
    edit(author="QuickTakes")
    report = deliver(write, run_import, author="Them")
    assert (report.counts["updated"], open_fields()) == (1, [])
    assert Article.objects.get().author == "Them"


def test_what_an_editor_tried_beside_a_correction_that_stands_is_free_too(
    imported, write, run_import
):
    for author in ("Me", "Them", "Me"):
        edit(author=author)
    deliver(write, run_import, author="Me")
    deliver(write, run_import, author="Them")
    assert (Article.objects.get().author, open_fields()) == ("Them", [])


def test_a_correction_of_what_the_publisher_had_adopted_is_asked_about(imported, write, run_import):
    edit(author="Them")
    deliver(write, run_import, author="Them")
    edit(author="QuickTakes")
    deliver(write, run_import)
    assert deliver(write, run_import, author="Them").counts["conflict"] == 1
    assert (Article.objects.get().author, open_fields()) == ("QuickTakes", ["author"])


def test_a_correction_adopted_while_the_editor_was_trying_is_asked_about(
    imported, write, run_import
):
    edit(author="Me")
    deliver(write, run_import, author="Me")
    edit(author="Them")
    edit(author="Me")
    assert deliver(write, run_import).counts["conflict"] == 1
    assert (Article.objects.get().author, open_fields()) == ("Me", ["author"])


def content(word):
    return ArticleContent(title="A", answer="", author=word)


@pytest.mark.parametrize(
    ("deliveries", "left"),
    [
        # (what editors wrote, what the file said then), the first file having said A
        ([("B", "B")], "A"),
        ([("BC", "C")], "AB"),
        ([("BA", "A")], ""),
        ([("BCB", "B")], "A"),
        ([("BAC", "C")], "A"),
        ([("B", "B"), ("A", "A")], "B"),
        ([("B", "B"), ("", "C")], ""),
        ([("B", "C"), ("C", "B")], ""),
        ([("B", "C"), ("", "B")], "C"),
    ],
)
def test_what_a_file_adopted_last_is_defended_without_what_was_tried_and_given_up(deliveries, left):
    live = content("A")
    came = []
    for words, said in deliveries:
        drafts, live = [live, *map(content, words)][:-1], content(words[-1:] or live.author)
        came.append(Delivery(content(said), live, tuple(drafts)))
    parts = adopted(content("A"), came, ["author"])
    assert "".join(part.before for part in parts) == left
