"""Names of fields are changed where they name a field of the highest level, and nowhere else."""

import pytest

from articles.core.source.field_mapping import rename_fields

MAPPING = {"headline": "title", "written on": "date"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nheadline: A\nwritten on: x\n---\n", "---\ntitle: A\ndate: x\n---\n"),
        ('---\r\n"headline" : A\r\n---\r\n', '---\r\n"title" : A\r\n---\r\n'),
        ("+++\nheadline='A'\n[x]\nheadline='B'\n+++\n", "+++\ntitle='A'\n[x]\nheadline='B'\n+++\n"),
        ('{\n    "n": {\n        "headline": 1\n    },\n    "headline": "A"\n}\n',
         '{\n    "n": {\n        "headline": 1\n    },\n    "title": "A"\n}\n'),
        ('{"headline": "ü"}\n"headline": x', '{"title": "ü"}\n"headline": x'),
    ],
)  # fmt: skip
def test_a_name_is_changed(before, after):
    assert rename_fields(before.encode(), MAPPING).decode() == after


@pytest.mark.parametrize(
    "text",
    ["headline: A\n", "---\nx:\n  headline: A\n---\nheadline: B\n", "---\nheadlines: A\n---\n",
     "---\ntitle: B\nheadline: A\n---\n", "---\nheadline: A\n", "",
     '{"x": "headline"}\n"headline": x', '{"headline": ', "---\nx: 'headline: a'\n---\n"],
)  # fmt: skip
def test_anything_else_stays(text):
    assert rename_fields(text.encode(), MAPPING).decode() == text
