"""Related questions: a block that stays the same stays the same to the byte."""

import pytest

from articles.core.article_content import RelatedLink
from articles.core.source.reader import read_document
from articles.core.source.related_writer import Target
from tests.core.source.files import PATH, make_file, related
from tests.core.source.writing import changed_lines, edit

A, B, C = (f"/learn/physics/questions/{name}" for name in "abc")
DATA = make_file(**related(1, A, "'A: one'"), **related(2, B), **related(3, C, '"C"'))
LINKS = read_document(DATA, path=PATH).content.related
NEW = RelatedLink("/learn/biology/questions/what-is-a-cell", "What is a cell?")


def test_a_link_that_is_taken_out_moves_the_ones_below_up_word_for_word():
    written = edit(DATA, related=(LINKS[0], LINKS[2])).decode()

    assert f'\nrelated_article2: \n  id: 1\n  title: "C"\n  url: {C}\n---\n' in written
    assert B not in written


def test_the_last_link_takes_its_lines_with_it():
    lines = changed_lines(DATA, related=LINKS[:2])

    assert lines == ["-related_article3: ", "-  id: 1", '-  title: "C"', f"-  url: {C}"]


def test_links_that_change_places_do_so_word_for_word():
    written = edit(DATA, related=LINKS[::-1]).decode()

    assert f'\nrelated_article1: \n  id: 1\n  title: "C"\n  url: {C}\nrelated_article2:' in written
    assert written.endswith(
        f"\nrelated_article3: \n  id: 1\n  title: 'A: one'\n  url: {A}\n---\n\n&nbsp;"
    )


def test_a_new_link_says_what_is_known_of_its_article_in_the_style_of_the_others():
    targets = {NEW.path: Target(4711, "Biology")}

    assert changed_lines(DATA, related=(*LINKS, NEW), targets=targets) == [
        "+related_article4:",
        "+  id: 4711",
        "+  title: 'What is a cell?'",
        "+  subject: Biology",
        f"+  url: {NEW.path}",
    ]


def test_the_first_links_of_a_file_have_the_style_of_the_house():
    assert changed_lines(make_file(), related=(NEW,)) == [
        "+related_article1:",
        "+    title: >-",
        "+        What is a cell?",
        f"+    url: {NEW.path}",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Why not?", "+  title: Why not?"), ("", "+  title: ''")],
)
def test_another_title_changes_its_line(title, expected):
    links = (LINKS[0], RelatedLink(B, title), LINKS[2])

    assert changed_lines(DATA, related=links) == ["-  title: Why?", expected]


def test_a_title_where_there_was_none():
    data = make_file(related_article1=A, related_article2=f"\n  id: 3\n  url: {B}")
    links = (RelatedLink(A, "A"), RelatedLink(B, "B"))

    edit(data, related=links)


def test_all_links_can_go():
    assert len(changed_lines(DATA, related=())) == 12


def test_repeated_and_damaged_blocks_stay_while_they_can():
    data = make_file(**related(1, A), **related(2, A), related_article3="~", **related(4, B, "Old"))

    assert changed_lines(data, related=(RelatedLink(A, "Why?"), RelatedLink(B, "New"))) == [
        "-  title: Old",
        "+  title: New",
    ]


def test_a_repeated_block_goes_where_it_would_count():
    data = make_file(**related(1, A), **related(2, A), **related(3, B))

    edit(data, related=(RelatedLink(B, "Why?"),))
    edit(data, related=(RelatedLink(B, "Why?"), NEW, RelatedLink(A, "Why?")))


def test_a_block_in_braces_keeps_its_form_where_it_only_moves():
    data = make_file(related_article1=f"{{url: {A}, title: A}}", **related(2, B))
    first, second = read_document(data, path=PATH).content.related

    assert (
        f"\nrelated_article2: {{url: {A}, title: A}}\n"
        in edit(data, related=(second, first)).decode()
    )
    edit(data, related=(RelatedLink(A, "Another"), second))


def test_a_link_to_the_article_itself_is_left_out():
    own = RelatedLink("/learn/physics/questions/how-do-tides-work", "Itself")

    with pytest.raises(AssertionError):  # what is read back lacks the link
        edit(make_file(), related=(own, NEW))
