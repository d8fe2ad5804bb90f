"""An edit of a file of another system: in its own syntax and names, and nothing else touched."""

from dataclasses import replace

import pytest

from articles.core.article_content import RelatedLink
from articles.core.source.foreign_places import Origin
from articles.core.source.reader import read_document
from articles.core.source.writer import rewrite
from tests.core.source.writing import difference, wanted_of

PATH = "physics/light.md"
YAML = """---
title: "What is light?"
date: 2024-12-07T10:00:00+01:00 # when it came
description: About light.
tags: ["optics", "waves"] # two
categories:
  - Physics
layout: single
---

# What is light?

Light is **fast**.
"""
TOML = """+++
title = "What is light?" # asked often
date = 2024-12-07T10:00:00+01:00
description = 'About light.'
tags = [
  "optics",
  "waves",
]
draft = true

[params]
title = "another"
+++

Light is **fast**.
"""
JSON = """{
  "title": "What is light?",
  "date": "2024-12-07",
  "description": "About light.",
  "tags": ["optics", "waves"],
  "draft": true,
  "params": {"title": "another"}
}

Light is **fast**.
"""
NONE = """# What is light?

Light is **fast**.
"""
DOTS = YAML.replace("single\n---", "single\n...")
FILES = {"yaml": YAML, "toml": TOML, "json": JSON, "none": NONE, "dots": DOTS}
WITH_FIELDS = ("yaml", "toml", "json")


def edit(text, *, path=PATH, is_published=False, **changes):
    """The file with the changes made, which is checked to read back as the changed content."""
    data = text if isinstance(text, bytes) else text.encode()
    document = read_document(data, path=path, origin=Origin())
    wanted = replace(wanted_of(document, **changes), is_published=is_published)
    written = rewrite(data, path=path, base=document.content, wanted=wanted)
    origin = Origin(title=document.content.title)
    again = read_document(written, path=wanted.path, origin=origin)
    assert again.content == wanted.content
    assert (again.subject_slug, again.slug) == (wanted.subject_slug, wanted.slug)
    assert again.extra == document.extra
    return written


def changed_lines(text, **changes):
    return difference(text.encode(), edit(text, **changes))


@pytest.mark.parametrize("name", FILES)
def test_nothing_changed_is_byte_for_byte(name):
    assert edit(FILES[name]) == FILES[name].encode()


@pytest.mark.parametrize("name", FILES)
def test_the_answer_is_changed_in_the_body_alone(name):
    written = edit(FILES[name], answer="Light is slow.\n\n    x = 1").decode()
    assert written == FILES[name].replace("Light is **fast**.", "Light is slow.\n\n    x = 1")


LINES = [
    ("yaml", {"seo_description": "New."}, ["-description: About light.", "+description: New."]),
    (
        "toml",
        {"seo_description": "New."},
        ["-description = 'About light.'", '+description = "New."'],
    ),
    (
        "json",
        {"seo_description": 'A "new" one.'},
        ['-  "description": "About light.",', '+  "description": "A \\"new\\" one.",'],
    ),
    (
        "yaml",
        {"seo_keywords": "optics, speed"},
        ['-tags: ["optics", "waves"] # two', '+tags: ["optics", "speed"] # two'],
    ),
    (
        "json",
        {"seo_keywords": "speed"},
        ['-  "tags": ["optics", "waves"],', '+  "tags": ["speed"],'],
    ),
    (
        "toml",
        {"seo_keywords": ""},
        ["-tags = [", '-  "optics",', '-  "waves",', "-]", "+tags = []"],
    ),
    ("yaml", {"author": "Ann"}, ["+author: Ann"]),
    ("toml", {"author": "Ann"}, ['+author = "Ann"']),
    ("json", {"author": "Ann"}, 3),
    ("toml", {"title": "What light is"}, 2),
    ("json", {"title": "What light is"}, 2),
    ("toml", {"is_published": True}, ["-draft = true"]),
    ("json", {"is_published": True}, ['-  "draft": true,']),
    ("toml", {"no_index": True}, ["+no_index = true"]),
    ("toml", {"score": 1.5}, ["+score = 1.5"]),
    ("toml", {"source_id": 7}, ["+id = 7"]),
]


@pytest.mark.parametrize(("name", "changes", "lines"), LINES)
def test_a_field_is_changed_where_the_file_has_it(name, changes, lines):
    changed = changed_lines(FILES[name], **changes)
    assert (len(changed) if isinstance(lines, int) else changed) == lines


CHANGES = [
    {"title": "What light is"},
    {"title": 'A "quoted": \\ title # with signs\u2028'},
    {"published_on": None},
    {"author": "Ann"},
    {"author": "Ann", "seo_description": "New.", "seo_keywords": "x", "seo_title": "S"},
    {"seo_title": "S"},
    {"seo_description": ""},
    {"seo_description": "Two\nlines"},
    {"seo_keywords": ""},
    {"seo_keywords": "a, b, c"},
    {"question": "Really?", "article_title": "Light!"},
    {"date_format": "YYYY", "post_on_text": ""},
    {"no_index": True, "score": -1.0, "source_id": 12},
    {"related": (RelatedLink("/learn/physics/questions/heat", 'What is "heat"?'),)},
    {"related": tuple(RelatedLink(f"/learn/a/questions/b{n}", f"B{n}") for n in range(5))},
    {"answer": "x", "title": "Y"},
    {"answer": "    listing\n\ntext"},
    {"answer": "# Another heading\n\ntext"},
    {"slug": "light-again"},
    {"subject_slug": "optics", "subject_name": "Optics", "slug": "b"},
]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("changes", CHANGES, ids=lambda changes: "+".join(changes))
def test_every_field_can_be_edited_and_reads_back(name, changes):
    written = edit(FILES[name], **changes).decode()
    if name == "none":
        assert "Light is **fast**." in written or "answer" in changes
    else:
        assert written[:3] == FILES[name][:3]
    if name == "yaml":
        assert "# when it came" in written or "published_on" in changes
        assert "layout: single" in written
    if name == "toml":
        assert '[params]\ntitle = "another"' in written
    if name == "json":
        assert '"params": {"title": "another"}' in written


@pytest.mark.parametrize("name", FILES)
def test_two_edits_one_after_the_other(name):
    first = edit(FILES[name], title="Light", seo_keywords="x, y", author="Ann")
    second = edit(first, title="Light again", answer="New.", no_index=True)
    assert edit(second) == second


@pytest.mark.parametrize("name", FILES)
def test_windows_line_ends_stay(name):
    data = FILES[name].replace("\n", "\r\n").encode()
    written = edit(data, answer="One.\n\nTwo.", author="Ann")
    assert written.count(b"\r\n") == written.count(b"\n")


@pytest.mark.parametrize(
    "matter",
    [
        '"title" = "A"\n',
        "title = 'A'\n",
        'title = """A"""\n',
        'title = "A"\n"x y" = 1\n',
        'title = "A"\nx = [ "]", "}" ] # c ]\n',
        'title = "A"\nx = { a = "}", b = [1, 2] }\n',
        "title = \"A\"\nx = '''\nd ''' # c\n",
        'title = "A"\nx = 1979-05-27 07:32:00 # c\n',
        'title = "A"\nx.y = 1\n[z]\n',
        '# first\n\ntitle = "A" # c',
    ],
)
def test_toml_in_all_its_forms_keeps_the_other_fields(matter):
    text = f"+++\n{matter.rstrip(chr(10))}\n+++\nText.\n"
    written = edit(text, author="Ann", seo_description="D").decode()
    lines = written.split("\n")
    assert 'author = "Ann"' in lines
    assert [x for x in lines if x not in ('author = "Ann"', 'description = "D"')] == text.split(
        "\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A"}\nText.\n',
        '{"title": "A"}Text.\n',
        '{ "title" : "A" , "x": [1, {"y": "}"}] }\n\nText.\n',
        '{\n\t"title": "A",\n\t"x": null\n}\nText.\n',
    ],
)
def test_json_in_all_its_forms_keeps_the_other_fields(text):
    written = edit(text, author="Ann", seo_description="D").decode()
    assert written.endswith("Text.\n")
    assert edit(written, author="", seo_description="").decode().count("x") == text.count("x")


TOGETHER = [
    "---\ntitle: A\nkeywords: [k]\ntags: [x, y]\n---\nB\n",
    "---\ntitle: A\ntags: [x]\ncategories: [P, q]\n---\nB\n",
    "+++\ntitle = 'A'\nkeywords = ['k']\ntags = ['x', 'y']\n+++\nB\n",
    '{"title": "A", "keywords": ["k"], "tags": ["x", "y"]}\nB\n',
]


@pytest.mark.parametrize("text", TOGETHER)
@pytest.mark.parametrize("keywords", ["x", "k, new"])
def test_keywords_that_several_fields_hold_can_be_fewer(text, keywords):
    written = edit(edit(text, seo_keywords=keywords), title="New", seo_description="D.")
    assert b"x" in written


@pytest.mark.parametrize(
    "text", ["+++\n+++\n# H\n\nB\n", "{}\n# H\n\nB\n", "\n\n+++\n\n+++\n# H\n\nB\n"]
)
def test_an_empty_front_matter_takes_a_field(text):
    assert edit(text, title="New").decode().count("New") == 1
    assert edit(text, answer="C").decode() == text.replace("B", "C")
