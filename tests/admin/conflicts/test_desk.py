"""The conflict desk: fields and held replacements, and a person's decisions."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles import publishing
from articles.models import Conflict, Revision
from tests.admin.conflicts.makers import BASE, OTHER, collide, desk_url, hold
from tests.admin.conftest import fresh
from tests.factories import make_article

OVERHEAD = 4


def test_three_panes_mark_what_each_side_changed(desk, in_answer):
    html = desk.get(desk_url(in_answer)).content.decode()
    assert "<del>First</del> paragraph." in html
    assert "<ins>The editor&#x27;s first</ins> paragraph." in html
    assert "<ins>The file&#x27;s first</ins> paragraph." in html
    assert 'class="chunk chunk-both"' in html
    assert 'class="chunk chunk-theirs"' in html


def test_the_desk_costs_the_same_however_much_waits(desk, article, django_assert_num_queries):
    # The article, its related questions, its conflicts, its files; how many others wait and the
    # next; the decided ones.
    collide(article, base={"author": "x"}, author="y")
    other = make_article()
    collide(other, base={"author": "x"}, author="y")
    with django_assert_num_queries(OVERHEAD + 7):
        desk.get(desk_url(article))
    hold(article)
    collide(article, base={"seo_keywords": "x", "title": "x"}, seo_keywords="y", title="y")
    with django_assert_num_queries(OVERHEAD + 7):
        assert desk.get(desk_url(article)).status_code == 200


@pytest.mark.parametrize(
    ("choices", "answer", "decision", "revisions"),
    [
        ({"choice_answer": "ours"}, None, "ours", 0),
        ({"choice_answer": "theirs"}, "The file's first|The file's third", "theirs", 1),
        ({"choice_answer": "joined"}, "The editor's first|The file's third", "edited", 1),
        ({"choice_answer": "edited", "edited_answer": "Mine.\r\n\r\nAll."}, "Mine.\n\nAll.",
         "edited", 1),
        ({"choice_answer": "edited"}, None, "ours", 0),
    ],
)  # fmt: skip
def test_one_decision_is_one_revision(
    in_answer, decide, editor, choices, answer, decision, revisions
):
    before = fresh(in_answer).content()
    assert "Decided: Answer." in decide(in_answer, **choices).content.decode()
    conflict = Conflict.objects.get()
    assert (conflict.decision, conflict.closed_by) == (decision, editor)
    expected = before.answer
    if answer and "|" in answer:
        first, third = answer.split("|")
        expected = BASE.replace("First", first).replace("Third", third)
    elif answer:
        expected = answer
    assert fresh(in_answer).content() == replace(before, answer=expected)
    assert Revision.objects.filter(kind="decided", actor=editor).count() == revisions
    assert LogEntry.objects.get().get_change_message() == "Decided: Answer."


def test_the_timeline_tells_of_the_decision_in_words(article, decide, desk):
    collide(article, base={"seo_keywords": "a"}, seo_keywords="b")
    decide(article, **{"choice_seo_keywords": "theirs"})
    url = reverse("admin:articles_article_history", args=[article.pk])
    html = desk.get(url).content.decode()
    assert "Conflict decided by <strong>editor</strong>" in html
    assert "Decided: Keywords" in html


def test_saying_what_the_file_says_is_taking_its_word(in_answer, decide):
    theirs = Conflict.objects.get().theirs
    decide(in_answer, choice_answer="edited", edited_answer=theirs.replace("\n", "\r\n"))
    assert Conflict.objects.get().decision == "theirs"


def test_every_field_is_decided_by_itself_and_all_at_once(article, decide):
    collide(
        article,
        base={"author": "A", "seo_keywords": "a", "seo_description": "a", "score": 1.0},
        author="B",
        seo_keywords="b",
        seo_description="b",
        score=3.5,
    )
    decide(
        article,
        choice_author="theirs",
        **{"choice_seo_keywords": "ours", "choice_score": "edited", "edited_score": "2.25"},
    )
    after = fresh(article)
    assert (after.author, after.score) == ("B", 2.25)
    assert after.version == article.version + 1
    left = Conflict.objects.filter(closed_at=None)
    assert [conflict.field for conflict in left] == ["seo_description"]


def test_names_that_wait_alike_are_one_decision(decide, desk):
    names = ("title", "article_title", "question")
    article = make_article(title="The editor's?")
    collide(article, base=dict.fromkeys(names, "Old?"), **dict.fromkeys(names, "The file's?"))
    html = desk.get(desk_url(article)).content.decode()
    assert html.count("<fieldset") == 1
    decide(article, choice_title="theirs")
    after = fresh(article)
    assert {getattr(after, name) for name in names} == {"The file's?"}
    assert Conflict.objects.filter(decision="theirs").count() == 3


@pytest.mark.parametrize(
    ("field", "base", "theirs", "typed", "message"),
    [
        ("title", "Old?", "The file's?", "", "This field is required."),
        ("author", "a", "b", "x" * 201, "at most 200 characters"),
        ("author", "a", "b", "a\0b", "Null characters are not allowed."),
        ("published_on", date(2020, 1, 1), date(2021, 1, 1), "31. 2. 2020", "Enter a valid date."),
        ("published_on", date(2020, 1, 1), date(2021, 1, 1), "", "needs its date"),
        ("score", 1.0, 2.0, "many", "Enter a number."),
    ],
)
def test_what_cannot_be_saved_is_a_sentence_and_stays_on_the_screen(
    article, decide, field, base, theirs, typed, message
):
    publishing.revise(article, replace(article.content(), score=9.0))
    collide(article, base={field: base}, **{field: theirs})
    html = decide(
        article, **{f"choice_{field}": "edited", f"edited_{field}": typed}
    ).content.decode()
    assert message in html
    assert f'name="choice-{field.replace("_", "_")}" value="edited" checked' in html
    assert Conflict.objects.get().closed_at is None


def test_a_choice_that_the_page_does_not_offer_is_none(article, decide):
    publishing.revise(article, replace(article.content(), no_index=True))
    Conflict.objects.create(article=article, field="no_index", base=None, theirs=False)
    html = decide(article, choice_no_index="edited", edited_no_index="x").content.decode()
    assert "Choose at least once" in html
    decide(article, choice_no_index="theirs")
    assert fresh(article).no_index is False


def test_nothing_chosen_decides_nothing(in_answer, decide):
    assert "Choose at least once" in decide(in_answer).content.decode()
    assert Conflict.objects.get().closed_at is None


def test_the_desk_is_escaped(desk):
    evil = "</textarea><script>alert(1)</script>"
    article = make_article(answer=f"ours {evil}", author=f"ours {evil}")
    collide(
        article,
        base={"answer": f"base {evil}", "author": f"base {evil}"},
        answer=f"theirs {evil}",
        author=f"theirs {evil}",
    )
    hold(article, seo_keywords=evil, title=evil)
    html = desk.get(desk_url(article)).content.decode()
    assert html.count("&lt;script&gt;") > 8
    assert "<script>alert" not in html
    assert " style=" not in html


# Held replacements


def test_both_answers_stand_side_by_side_as_wholes(desk, article):
    hold(article, published_on=date(2025, 2, 2))
    html = desk.get(desk_url(article)).content.decode()
    assert OTHER in html
    for text in ("Live now", "Offered by the file", "2025-02-02", "Id in the source", "77"):
        assert text in html
    assert "What editors had changed here" in html
    assert "as it was" in html


def test_approved_it_takes_the_place_as_a_whole(article, decide, editor):
    collide(article, base={"author": "x"}, author="y")
    hold(article, published_on=date(2025, 2, 2))
    decide(article, choice_replacement="theirs")
    after = fresh(article)
    assert (after.answer, after.source_id, after.published_on) == (OTHER, 77, date(2025, 2, 2))
    assert after.version == article.version + 1
    decisions = dict(Conflict.objects.values_list("field", "decision"))
    assert decisions == {"author": "outdated", "replacement": "theirs"}


def test_refused_the_answer_stays(article, decide):
    hold(article)
    html = decide(article, choice_replacement="ours").content.decode()
    assert "The article stays as it was." in html
    assert "Nothing waits for a decision here." in html
    assert "Decided before" in html
    assert fresh(article).version == article.version
    assert Conflict.objects.get().decision == "ours"
