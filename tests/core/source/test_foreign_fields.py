"""What other systems call the fields, and what of a file is read and what is kept."""

import pytest

from articles.core.source.foreign_fields import is_foreign, read_foreign
from articles.core.source.reader import read_document
from articles.core.source.slugs import slug_of, words_of

PATH = "physics/what-is-heat.md"


def read(matter, body="Energy.\n"):
    return read_document(f"---\n{matter}\n---\n\n{body}".encode(), path=PATH)


FIELDS = [
    ("description: About heat.", "seo_description", "About heat."),
    ("summary: About heat.", "seo_description", "About heat."),
    ("excerpt: >\n  About\n  heat.", "seo_description", "About heat."),
    ("description: One.\nsummary: Two.", "seo_description", "One."),
    ("Description: About heat.", "seo_description", "About heat."),
    ("tags: [a, b]", "seo_keywords", "a, b"),
    ("tags:\n  - a\n  - b", "seo_keywords", "a, b"),
    ("tags: a, b", "seo_keywords", "a, b"),
    ("tags: '#a #b'", "seo_keywords", "a, b"),
    ("keywords: [a]\ntags: [b, a]", "seo_keywords", "a, b"),
    ("categories: [x, y]\ntags: [a]", "seo_keywords", "a, y"),
    ("author: Ann", "author", "Ann"),
    ("authors: [Ann, Bob]", "author", "Ann, Bob"),
    ("authors:\n  - name: Ann\n    url: x\n  - name: Bob", "author", "Ann, Bob"),
    ("noindex: true", "no_index", "True"),
    ("unlisted: true", "no_index", "True"),
    ("robots: noindex, follow", "no_index", "True"),
    ("robots: all", "no_index", "False"),
    ("date: 2024-12-07", "published_on", "2024-12-07"),
    ("pubDate: Dec 7, 2024", "published_on", "2024-12-07"),
    ("publishDate: 2024-12-07T10:00:00Z", "published_on", "2024-12-07"),
    ("published: 2024-12-07", "published_on", "2024-12-07"),
    ("created: 2024-12-07", "published_on", "2024-12-07"),
    ("lastmod: 2024-12-07", "published_on", "2024-12-07"),
    ("date: 2024-12-07\ncreated: 2023-01-01", "published_on", "2024-12-07"),
]


@pytest.mark.parametrize(("matter", "field", "expected"), FIELDS)
def test_a_field_of_another_name_is_read(matter, field, expected):
    document = read(f"title: What is heat?\n{matter}")
    assert str(getattr(document.content, field)) == expected


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("categories: [Modern Physics, x]", "Modern Physics"),
        ("category: Physics", "Physics"),
        ("categories: Physics, Heat", "Physics"),
        ("tags: [Physics]", ""),
    ],
)
def test_the_first_category_names_the_subject(matter, expected):
    assert read(f"title: A\n{matter}").subject_name == expected


@pytest.mark.parametrize("field", ["layout: post", "weight: 3", "aliases: [/x]", "toc: true"])
def test_what_is_not_used_is_kept_and_told(field):
    name = field.partition(":")[0]
    document = read(f"title: A\n{field}")
    assert list(document.extra) == [name]
    assert ("unknown-key", name) in [(x.kind, x.field) for x in document.problems]


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ({"title": "A"}, True),
        ({"title": "A", "url": "/blog/a/", "id": "a"}, True),
        ({"title": "A", "url": "/learn/physics/questions/a"}, True),
        ({"title": "A", "_schema": "default"}, False),
        ({"title": "A", "answer": ""}, False),
        ({"title": "A", "question": "A", "related_article1": None}, True),
    ],
)
def test_which_front_matter_is_another_system_s(matter, expected):
    assert is_foreign(matter) is expected


def test_the_library_s_own_files_are_read_as_they_are():
    document = read("_schema: default\ntitle: A\ndescription: About.\ntags: [a]")
    assert (document.content.seo_description, document.content.seo_keywords) == ("", "")
    assert document.extra == {"description": "About.", "tags": ["a"]}


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("# What is heat?\n\nEnergy.\n", "Energy."),
        ("#  What  is heat? #\nEnergy.", "Energy."),
        ("# what is HEAT?\n\n    listing\n", "    listing"),
        ("# Another\n\nEnergy.\n", "# Another\n\nEnergy."),
        ("## What is heat?\n\nEnergy.\n", "## What is heat?\n\nEnergy."),
        ("Energy.\n\n# What is heat?\n", "Energy.\n\n# What is heat?"),
    ],
)
def test_a_heading_that_repeats_the_title_is_none_of_the_answer(body, answer):
    assert read("title: What is heat?", body).content.answer == answer


def test_jekyll_s_categories_are_words():
    assert read_foreign({"categories": "a b"}, splits_words=True).categories == ("a", "b")
    assert read_foreign({"categories": "a b"}).categories == ("a b",)
    assert read_foreign({"category": "a b"}, splits_words=True).categories == ("a b",)
    tags = read_foreign({"tags": "a b"}, splits_words=True).values["seo"]
    assert tags == {"page_keywords": "a, b"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("what-is-heat", "what-is-heat"),
        ("My_Post v1.2", "my-post-v1-2"),
        ("What is Heat?", "what-is-heat"),
        ("Don’t panic", "dont-panic"),
        ("Über größere Œuvres", "uber-grossere-oeuvres"),
        ("C++ & C#", "c-c"),
        ("Łódź", "lodz"),
        ("ﬁne", "fine"),
        ("--a--", "a"),
        ("你好", ""),
        ("!?", ""),
    ],
)
def test_a_name_gives_an_address(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("slug", "words"), [("what-is-heat", "What is heat"), ("NASA", "NASA"), ("a_b c", "A b c")]
)
def test_an_address_gives_words(slug, words):
    assert words_of(slug) == words
