"""A sheet of articles, edited and brought back: what it changes, and what it does not."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from articles import publishing
from articles.bulk_runs import begin_undo, planning, tally_of, work
from articles.bulk_runs.sheet_rows import HEADING, begin_from_sheet, rows_of, understand
from articles.core.article_content import FIELDS
from articles.core.sheets import BadSheet, read_sheet, write_csv
from articles.models import Article, BulkRun
from tests.bulk_runs.library_digest import library_digest
from tests.core.sheets.workbooks import workbook
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

HOSTILE = ["=1+1", "'=1", "-1", "@x", "\t=2", " +3", "ends \r\n", 'ä €, "b"; c', "1905"]


@made_once
def head():
    return make_user("head", role="head-of-content")


def exported(articles=None, kind="xlsx"):
    articles = Article.objects.order_by("pk") if articles is None else articles
    rows = list(rows_of(articles))
    return workbook(HEADING, rows) if kind == "xlsx" else write_csv(HEADING, rows).encode()


def edited(data, cells):
    """The workbook with other cells, {(row, heading): value}."""
    book = load_workbook(BytesIO(data))
    for (row, name), value in cells.items():
        book.active.cell(row, HEADING.index(name) + 1).value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def brought(data, actor):
    run = begin_from_sheet(understand(read_sheet(data)), "articles.xlsx", actor=actor)
    assert planning.plan(run, actor=actor)
    return run


def run_whole(run, actor):
    assert planning.begin_planned(run, tally_of(run).waiting)
    assert work(run, actor=actor)


def fresh(article):
    return Article.objects.get(pk=article.pk)


def notes(run):
    return dict(run.items.filter(state="skipped").values_list("key", "note"))


def problems(*rows, heading=("Key", "Address", "Version", "Title")):
    return understand(read_sheet(workbook(heading, rows)))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_there_and_back_changes_nothing(head, kind):
    for text in HOSTILE:
        make_article(title=f"{text}?", seo_title=text, seo_description=text, seo_keywords=text)
    make_article(title="Two", article_title="Other", author="", published_on=None, status="draft")
    before = library_digest()[0]
    run = brought(exported(kind=kind), head)
    assert tally_of(run).same == len(HOSTILE) + 1
    assert library_digest()[0] == before


def test_each_cell_that_was_edited_is_changed_and_given_back(head):
    article = make_article(seo_description="-1 is a number.")
    before = library_digest()[0]
    data = edited(
        exported(),
        {
            (2, "Title"): "What is heat?",
            (2, FIELDS["seo_description"].label): "'=2 is none.",
            (2, "Published on"): 45633,  # a day that has lost its format
            (2, "Author"): 7,
        },
    )
    run = brought(data, head)
    run_whole(run, head)
    now = fresh(article)
    assert (now.title, now.article_title, now.question) == ("What is heat?",) * 3
    assert (now.seo_description, now.author) == ("=2 is none.", "7")
    assert now.published_on.isoformat() == "2024-12-07"
    assert str(run) == "From the sheet articles.xlsx: 1"
    begin_undo(run)
    work(run, actor=head)
    assert library_digest()[0] == before


def test_what_changed_since_the_sheet_was_made_stays(head):
    """An untouched cell never takes a change of somebody else back, a touched one is not merged."""
    one, other = make_article(), make_article()
    data = edited(exported(), {(2, "Author"): "Ann", (3, "Keywords"): "heat"})
    publishing.revise(one, replace(one.content(), seo_keywords="theirs"))
    publishing.revise(other, replace(other.content(), seo_keywords="theirs"))
    run = brought(data, head)
    assert notes(run) == {other.pk: "“Keywords” was changed since the sheet was made"}
    run_whole(run, head)
    assert (fresh(one).author, fresh(one).seo_keywords) == ("Ann", "theirs")


def test_rows_that_cannot_be_used_are_named(head):
    one, other, third = make_article("one"), make_article("two"), make_article("three")
    address = one.get_absolute_url()
    found = problems(
        (one.pk, address, 1, "A?"),
        (999_999, "", 1, "B?"),
        ("", "", "", "C?"),
        (other.pk, address, 1, "D?"),
        (third.pk, "", 1, "E?"),
        ("", third.get_absolute_url(), 1, "F?"),
        ("nine", "", 1, "G?"),
        ("", "/learn/physics/questions/unknown", 1, "H?"),
    )
    assert set(found.plans) == {one.pk}
    assert found.problems == [
        (3, "no such article"),
        (4, "it names no article"),
        (5, "its key and its address name different articles"),
        (6, "its article stands in two rows"),
        (7, "its article stands in two rows"),
        (8, "no such article"),
        (9, "no such article"),
    ]


def test_an_article_is_known_by_its_address_and_by_an_old_one(head):
    article = make_article("one")
    old = article.get_absolute_url()
    publishing.move(article, make_subject("chemistry"), "moved")
    heading = ("Address", "Author")
    now = fresh(article).get_absolute_url()
    for path in (old, now, f"https://www.example.org{now}"):
        understood = understand(read_sheet(workbook(heading, [(path, "Ann")])))
        assert list(understood.plans) == [article.pk], path
    assert set(problems((article.pk, old, 3, "A?")).plans) == {article.pk}


def test_formulas_are_not_taken_for_texts(head):
    article = make_article()
    data = edited(exported(), {(2, "Title"): '=HYPERLINK("https://a.example")'})
    understood = understand(read_sheet(data))
    assert understood.problems == [(2, "“Title” holds a formula")]
    assert not understood.plans
    assert fresh(article).title == article.title


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        (("Schlüssel", "Title"), "The first row is no heading with “Key” or “Address”."),
        (("Key", "Text"), "The sheet has no column that can be changed"),
        (("Key", "Title", "title"), "The heading “title” stands there twice."),
    ],
)
def test_another_heading_is_said_to_be(db, heading, words):
    with pytest.raises(BadSheet, match=words):
        problems((1, "x", "y"), heading=heading)


def test_what_else_stands_in_the_sheet_is_ignored_and_said(head):
    article = make_article()
    rows, heading = [(article.pk, "Ann", "soon")], ("key", "AUTHOR", "My notes")
    understood = understand(read_sheet(workbook(heading, rows)))
    assert understood.ignored == ["My notes"]
    assert understood.plans[article.pk]["cells"] == {"author": "Ann"}


def test_days_and_rules_are_those_of_the_form(head):
    wrong, empty, unknown = make_article(), make_article(), make_article()
    data = edited(
        exported(),
        {
            (2, "Published on"): "7.12.2024",
            (3, "Title"): None,
            (4, "Version"): 17,
            (4, "Title"): "X",
        },
    )
    assert notes(brought(data, head)) == {
        wrong.pk: "“Published on” is no day as 2024-01-31",
        empty.pk: "“Title” would be empty",
        unknown.pk: "nothing is known of the version that the sheet was made of",
    }


def test_the_cells_stay_when_somebody_would_say_it_otherwise(head):
    make_article()
    run = brought(edited(exported(), {(2, "Author"): "Ann"}), head)
    assert not planning.give_order(run, {"kind": "set", "field": "author", "value": "Bob"})
    assert run.state == BulkRun.State.PLANNED


def test_rows_cost_a_query_for_five_hundred(head, django_assert_num_queries):
    for _ in range(3):
        make_article()
    with django_assert_num_queries(2):
        assert len(list(rows_of(Article.objects.order_by("-pk")))) == 3


def test_a_row_that_does_not_say_its_version_is_not_used(head):
    """It would put what the sheet says over whatever somebody has changed since."""
    words, _, _ = make_article(), make_article(), make_article()
    cells = {(2, "Version"): "newest", (3, "Version"): None, (4, "Version"): "=1+0"}
    understood = understand(read_sheet(edited(exported(), cells)))
    assert not understood.plans
    assert understood.problems == [
        (2, "“Version” is no number: leave it as it was"),
        (3, "“Version” is empty: leave it as it was"),
        (4, "“Version” holds a formula"),
    ]
    without = problems((words.pk, "A?"), heading=("Key", "Title"))
    assert without.plans[words.pk]["base"] is None, "a list of one's own says of no version"
