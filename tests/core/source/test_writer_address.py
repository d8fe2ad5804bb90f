"""A moved article, and one that no file made."""

import pytest

from articles.core.article_content import ArticleContent, RelatedLink
from articles.core.source.reader import read_document
from articles.core.source.related_writer import Target
from articles.core.source.writer import Unwritable, Wanted, write_new
from tests.core.source.files import make_file
from tests.core.source.writing import changed_lines

HOUSE = b"""---
_schema: default
id: 7
date: 2024-12-07
title: >-
    What is light?
article_title: >-
    What is light?
date_format: MMM DD, YYYY
post_on_text: Posted on
seo:
  title: QuickTakes | Physics
  page_description: >-
    Explains: light.
  page_keywords: >-
    light, radiation
author: QuickTakes
question: >-
    What is light?
no_index: True
answer: >-
    Light is **radiation**.\\n\\nIt travels at $c$.
subject: Physics
file_name: what-is-light.md
url: /learn/physics/questions/what-is-light
score: -1.0
related_article1:
    id: 8
    title: >-
        What is a photon?
    subject: Physics
    url: /learn/physics/questions/what-is-a-photon
---

&nbsp;"""


def wanted(**values):
    content = {"title": "What is light?", "answer": "Light."}
    facts = {"subject_slug": "physics", "slug": "what-is-light", "subject_name": "Physics"}
    facts |= {"source_id": None, "targets": {}}
    for name, value in values.items():
        (facts if name in facts else content)[name] = value
    return Wanted(content=ArticleContent(**content), **facts)


def test_a_moved_article_changes_its_address_and_its_subject():
    assert changed_lines(
        make_file(), subject_slug="ecology", slug="tides", subject_name="Ecology"
    ) == [
        "-subject: Physics",
        "-file_name: how-do-tides-work.md",
        "-url: /learn/physics/questions/how-do-tides-work",
        "+subject: Ecology",
        "+file_name: tides.md",
        "+url: /learn/ecology/questions/tides",
    ]


def test_an_article_that_moved_within_its_subject_keeps_the_subject_s_line():
    data = make_file(subject="PHYSICS", without=("file_name",), url="'/learn/physics/questions/x'")

    assert changed_lines(data, path="physics/x.md", slug="y") == [
        "-url: '/learn/physics/questions/x'",
        "+file_name: y.md",
        "+url: '/learn/physics/questions/y'",
    ]


def test_another_id_changes_its_line():
    assert changed_lines(make_file(), source_id=5) == ["-id: 97115", "+id: 5"]
    assert changed_lines(make_file(), source_id=None) == ["-id: 97115"]


def test_the_house_format_is_that_of_the_owner_s_files():
    document = read_document(HOUSE, path="physics/what-is-light.md")
    link = RelatedLink("/learn/physics/questions/what-is-a-photon", "What is a photon?")
    assert document.content.related == (link,)

    written = write_new(
        Wanted(
            "physics",
            "what-is-light",
            "Physics",
            7,
            document.content,
            {link.path: Target(8, "Physics")},
        )
    )

    assert written == HOUSE


def test_what_a_new_article_lacks_is_left_out():
    assert write_new(wanted()).decode() == (
        "---\n_schema: default\ntitle: >-\n    What is light?\ndate_format: MMM DD, YYYY\n"
        "post_on_text: Posted on\nanswer: >-\n    Light.\nsubject: Physics\n"
        "file_name: what-is-light.md\nurl: /learn/physics/questions/what-is-light\n---\n\n&nbsp;"
    )


@pytest.mark.parametrize("name", ["No", "null", "1e3", "a: b", "# x", "Œuvres"])
def test_a_subject_may_have_any_name(name):
    document = read_document(write_new(wanted(subject_name=name)), path="physics/what-is-light.md")

    assert document.subject_name == name


def test_an_article_without_a_text_has_no_file():
    with pytest.raises(Unwritable, match="answer"):
        write_new(wanted(answer=" "))
