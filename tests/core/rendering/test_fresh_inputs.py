"""Inputs that were written down with what is right before any of the code was seen.

Formulas, money, Markdown, front matter, files of other systems and formulas as text; docs/format.md
says how many were right at the first try.
"""

import json
from pathlib import Path

import pytest

from articles.core.rendering import render
from articles.core.source.foreign_places import Origin
from articles.core.source.read_errors import SourceError
from articles.core.source.reader import read_document
from tests.core.rendering.reading import read

CASES = json.loads((Path(__file__).parent / "cases" / "fresh_inputs.json").read_text("utf-8"))


def cases(*, of_files):
    return [pytest.param(case, id=case["label"]) for case in CASES if ("path" in case) is of_files]


def test_there_are_forty():
    assert len(CASES) == 40


@pytest.mark.parametrize("case", cases(of_files=False))
def test_a_text(case):
    source, expected = case["source"], case["expected"]
    rendered = render(source)
    assert rendered.problems == ()
    if "formulas" in expected:
        assert read(source) == expected["formulas"]
    for fragment in expected.get("html", ()):
        assert fragment in rendered.html
    for fragment, count in expected.get("counts", {}).items():
        assert rendered.html.count(fragment) == count
    if "text" in expected:
        assert rendered.plain_text == expected["text"]


@pytest.mark.parametrize("case", cases(of_files=True))
def test_a_file(case):
    expected = case["expected"]
    origin = Origin(case["system"], inside=case["path"]) if "system" in case else None
    if "refused" in expected:
        with pytest.raises(SourceError) as refusal:
            read_document(case["source"].encode(), path=case["path"])
        assert refusal.value.line == int(expected["refused"])
        return
    document = read_document(case["source"].encode(), path=case["path"], origin=origin)
    content = document.content
    found = {
        "title": content.title,
        "answer": content.answer,
        "description": content.seo_description,
        "published_on": str(content.published_on),
        "slug": document.slug,
        "is_draft": document.is_draft,
        "kinds": sorted({problem.kind for problem in document.problems} & {"foreign-markup"}),
    }
    assert {name: found[name] for name in expected} == expected
