"""Where one field changes, only its lines do, and they keep the style of the file."""

from datetime import date

import pytest

from articles.core.source.reader import read_document
from articles.core.source.writer import Unwritable, rewrite
from tests.core.source.files import PATH, make_file
from tests.core.source.writing import changed_lines, edit, wanted_of

FOLDED = ">-\n    How do tides work?"


@pytest.mark.parametrize(
    ("written", "title", "expected"),
    [
        ("Old", "New", ["+title: New"]),
        ("Old   # kept", "New", ["+title: New   # kept"]),
        ("'Old'", "It's new", ["+title: 'It''s new'"]),
        ('"Old"', 'A "new" one', ['+title: "A \\"new\\" one"']),
        (">-\n    Old", "New: yes", ["+    New: yes"]),
        (">-\n  Old", "New", ["+  New"]),
        (">-\n      Old\n      text", "New", ["+      New"]),
        ("Old\n  text", "New", ["+title: New"]),
        ("|-\n   Old", "New", ["+   New"]),
        ("\n    Old", "New", ["+    New"]),
        ("Old", "null", ["+title: >-", "+    null"]),
        ("Old", "New: yes", ["+title: >-", "+    New: yes"]),
        ("Old", "# New", ["+title: >-", "+    # New"]),
        ("Old", " New", ["+title: >4-", "+     New"]),
        ("Old", "New\nlines", ["+title: |-", "+    New", "+    lines"]),
        ("Old", "New\n", ["+title: >", "+    New"]),
    ],
)
def test_a_text_keeps_its_style_while_that_can_hold_it(written, title, expected):
    lines = changed_lines(make_file(title=written), title=title)

    assert [line for line in lines if line.startswith("+")] == expected


def test_a_folded_title_changes_one_line():
    data = make_file(title=FOLDED, question=FOLDED)

    assert changed_lines(data, question="How do the tides work?") == [
        "-    How do tides work?",
        "+    How do the tides work?",
    ]


def test_fields_of_the_seo_group_change_alone():
    assert changed_lines(make_file(), seo_description="All: about tides.") == [
        "-  page_description: Explains tides.",
        "+  page_description: >-",
        "+    All: about tides.",
    ]


@pytest.mark.parametrize(
    "field", ["article_title", "question", "author", "seo_title", "post_on_text"]
)
def test_a_cleared_text_leaves_its_key(field):
    lines = changed_lines(make_file(), **{field: ""})

    assert len(lines) == 2
    assert lines[1].endswith(": ''")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("score", None, ["-score: -1.0"]),
        ("score", 0.5, ["-score: -1.0", "+score: 0.5"]),
        ("no_index", True, ["+no_index: True"]),
        ("reviewed_on", date(2025, 1, 2), ["+reviewed_on: 2025-01-02"]),
        ("review_again_by", date(2027, 1, 2), ["+review_again_by: 2027-01-02"]),
        ("reviewed_by", "Dr: Roe", ["+reviewed_by: >-", "+    Dr: Roe"]),
        ("short_answer", "So.", ["+short_answer: >-", "+    So."]),
        ("published_on", None, ["-date: 2024-12-07"]),
        ("published_on", date(2025, 1, 2), ["-date: 2024-12-07", "+date: 2025-01-02"]),
    ],
)
def test_values_that_are_no_texts(field, value, expected):
    assert changed_lines(make_file(), **{field: value}) == expected


A, B = "https://example.org/a", "https://example.org/b?c=d#e"


@pytest.mark.parametrize(
    ("written", "sources", "expected"),
    [
        (None, A, ["+sources:", f"+    - {A}"]),
        (None, f"{A}\n{B} On b: two", [
            *("+sources:", f"+    - {A}", "+    - title: >-", "+          On b: two"),
            f"+      url: {B}",
        ]),
        (f"[{A}]", f"{A}\n{B}", [f"-sources: [{A}]", "+sources:", f"+    - {A}", f"+    - {B}"]),
        (f"\n- {A}\n- {B}", A, ["-sources: ", f"-- {A}", f"-- {B}", "+sources:", f"+    - {A}"]),
        (f"\n  - {A}", "", ["-sources: ", f"-  - {A}"]),
    ],
)  # fmt: skip
def test_sources_are_one_list_in_lines(written, sources, expected):
    data = make_file(**({"sources": written} if written else {}))
    assert changed_lines(data, sources=sources) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b'{"title": "Tides", "sources": ["https://a.org"]}\n\nThe moon.\n',
            b'{"title": "Tides", "sources": ["https://b.org", {"title": "C", "url": "http://c.org"}]'
            b"}\n\nThe moon.\n",
        ),
        (
            b'+++\ntitle = "Tides"\n+++\nThe moon.\n',
            b'+++\ntitle = "Tides"\nsources = ["https://b.org", { title = "C", url ='
            b' "http://c.org" }]\n+++\nThe moon.\n',
        ),
    ],
)
def test_sources_in_json_and_toml(data, expected):
    assert edit(data, sources="https://b.org\nhttp://c.org C") == expected


def test_a_source_that_a_merge_has_twice_is_written_once():
    document = read_document(make_file(), path=PATH)
    wanted = wanted_of(document, sources=f"{A}\n{B}\n{A} Again")
    written = rewrite(make_file(), path=PATH, base=document.content, wanted=wanted)
    assert read_document(written, path=PATH).content.sources == f"{A}\n{B}"


def test_a_mark_that_is_taken_off_takes_its_line():
    assert changed_lines(make_file(no_index="True"), no_index=False) == ["-no_index: True"]


def test_a_missing_field_comes_to_its_place_in_the_house():
    data = make_file(without=("article_title", "author", "score", "seo"))

    written = edit(
        data, author="A. Nother", score=-1.0, article_title="Tides", seo_title="T"
    ).decode()

    assert "\ntitle: How do tides work?\narticle_title: >-\n    Tides\ndate_format:" in written
    assert "\npost_on_text: Posted on\nseo:\n  title: T\nauthor: A. Nother\nquestion:" in written
    assert "\nscore: -1.0\n---\n" in written


def test_an_empty_text_is_written_where_its_absence_means_something_else():
    data = make_file(without=("date_format",))

    assert changed_lines(data, date_format="") == ["+date_format: ''"]


def test_a_group_in_braces_is_unfolded_and_keeps_what_is_not_known():
    data = make_file(seo="{title: Old, other: 'x: y', page_keywords: a}")

    assert changed_lines(data, seo_title="New") == [
        "-seo: {title: Old, other: 'x: y', page_keywords: a}",
        "+seo:",
        "+  other: 'x: y'",
        "+  title: New",
        "+  page_keywords: >-",
        "+    a",
    ]
    assert (
        read_document(edit(data, seo_title="", seo_keywords=""), path=PATH).content.seo_title == ""
    )


def test_keywords_given_as_a_list_become_a_text_when_they_change():
    seo = "\n  title: T\n  page_keywords:\n    - a\n    - b"

    assert changed_lines(make_file(seo=seo), seo_keywords="a, c") == [
        "-  page_keywords:",
        "-    - a",
        "-    - b",
        "+  page_keywords: >-",
        "+    a, c",
    ]


def test_comments_unknown_fields_and_their_order_stay():
    data = make_file(title="Old", zebra="1  # one", answer="Text", _note="\n  - {a: b}\n\n# end")

    assert changed_lines(data, answer="New") == ["-answer: Text", "+answer: New"]


def test_blank_lines_and_comments_behind_a_folded_text_stay():
    data = make_file(title=">-\n    Old\n\n# a comment\n")

    assert changed_lines(data, title="New") == ["-    Old", "+    New"]


def test_a_title_that_was_read_in_the_question_stays_when_the_question_changes():
    data = make_file(without=("title",))

    assert changed_lines(data, question="Why?") == [
        "+title: >-",
        "+    How do tides work?",
        "-question: How do tides work?",
        "+question: Why?",
    ]


def test_front_matter_in_braces_is_written_anew_with_everything_in_it():
    data = b"---\n{title: Why?, answer: Because., other: {a: 'no'}, id: 3}\n---\nSome body"

    written = edit(data, title="Why so?").decode()

    assert written.startswith("---\n_schema: default\nid: 3\ntitle: >-\n    Why so?\n")
    assert "\nother:\n  a: 'no'\n" in written
    assert written.endswith("---\nSome body")


def test_a_field_as_it_came_keeps_its_lines_whatever_a_newer_reader_sees_in_them():
    data = make_file()
    reading = read_document(data, path=PATH)
    base = wanted_of(reading, answer="As an older reader saw it.").content
    wanted = wanted_of(reading, answer=base.answer, title="New")

    written = rewrite(data, path=PATH, base=base, wanted=wanted)

    assert written == data.replace(b"\ntitle: How do tides work?", b"\ntitle: New")


def test_an_unchanged_file_is_returned_as_it_is():
    data = b"\xef\xbb\xbf" + make_file(title="'x'").replace(b"\n", b"\r\n")
    reading = read_document(data, path=PATH)

    assert rewrite(data, path=PATH, base=reading.content, wanted=wanted_of(reading)) is data


def test_what_no_file_can_hold_is_refused_with_its_field():
    data = make_file()
    torn = "1. Run:\n   ```\nls\n   ```\n"

    with pytest.raises(Unwritable, match=r"tides-work\.md: the field “answer” has a listing"):
        edit(data, answer=torn)


def test_control_characters_are_refused_by_name():
    with pytest.raises(Unwritable, match="“title” holds control characters"):
        edit(make_file(), title="N\x0bew")


def test_a_stored_file_that_cannot_be_read_is_refused():
    reading = read_document(make_file(), path=PATH)

    with pytest.raises(Unwritable, match="stored file cannot be read"):
        rewrite(b"", path=PATH, base=reading.content, wanted=wanted_of(reading, title="New"))


@pytest.mark.parametrize("text", ["Hereâ€™s how", "It was “â€œ” once"])
def test_garbled_characters_that_are_meant_are_written_so_that_no_reader_repairs_them(text):
    assert b"\\u00e2" in edit(make_file(), title=text)
