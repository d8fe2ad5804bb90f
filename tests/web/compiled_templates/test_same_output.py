"""A compiled template prints what Django prints, sign by sign."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from articles.seo.jsonld import script_json
from articles.web import compiled_templates
from articles.web.compiled_templates.compiler import NotCompilable, compile_template

FILES = {
    "base": "<{% block head %}head {{ word }}{% endblock %}>{% block main %}{% endblock %}!",
    "middle": '{% extends "base" %}{% block main %}({% block inner %}middle{% endblock %})'
    "{% endblock %}",
    "part": "[{{ word }}|{{ own }}|{{ item }}]",
    "loop-part": "{% for item in items %}{{ item }}{% if not forloop.last %},{% endif %}"
    "{% endfor %}",
}


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    pair: tuple[str, str] = ("x", "y")

    def address(self):
        return f"/{self.text}"

    def with_argument(self, needed):
        return needed

    def delete(self):
        raise AssertionError("a template deletes nothing")

    delete.alters_data = True

    @property
    def broken(self):
        return {}["missing"]


CONTEXT = {
    "word": "a<b>&'\"“é”",
    "safe": mark_safe("<i>it</i>"),
    "data": script_json({"a": "</script>"}),
    "none": None,
    "zero": 0,
    "many": 12345,
    "ratio": 1.5,
    "price": Decimal("2.50"),
    "yes": True,
    "day": date(2024, 12, 7),
    "moment": datetime(2024, 12, 7, 23, 30, tzinfo=UTC),
    "items": ["one", "<two>", mark_safe("<b>")],
    "empty": [],
    "pairs": [("a", 1), ("<b>", None)],
    "link": Link("here"),
    "links": [Link("b"), Link("b"), Link("a")],
    "words": {"text": "of a dictionary", "items": "an entry", "0": "nought"},
    "call": lambda: "called",
    "item": "outer",
    "long": "x" * 100,
}

CASES = json.loads(Path(__file__).with_name("cases.json").read_text())


def cases(name):
    return [pytest.param(case["template"], id=case["label"]) for case in CASES[name]]


def engine_with(source):
    files = {**FILES, "page": source}
    return Engine(
        loaders=[("django.template.loaders.locmem.Loader", files)],
        libraries={"static": "django.templatetags.static"},
    )


def context():
    return {**CONTEXT, "generator": (number for number in range(2))}


@pytest.mark.parametrize("source", cases("same"))
def test_the_same_is_printed(source):
    engine = engine_with(source)
    expected = engine.get_template("page").render(Context(context()))
    assert compile_template(engine, "page")(context()) == expected


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ link.broken }}", KeyError),
        ("{% for a, b, c in pairs %}{{ a }}{% endfor %}", ValueError),
    ],
)
def test_what_raises_there_raises_here(source, error):
    engine = engine_with(source)
    with pytest.raises(error):
        engine.get_template("page").render(Context(context()))
    with pytest.raises(error):
        compile_template(engine, "page")(context())


@pytest.mark.parametrize("source", cases("not_compiled"))
def test_what_is_not_known_is_not_compiled(source):
    with pytest.raises(NotCompilable):
        compile_template(engine_with(source), "page")


def templates_of_pages():
    folder = settings.BASE_DIR / "templates"
    return sorted(path.name for path in folder.glob("*.html"))


@pytest.mark.parametrize("name", templates_of_pages())
def test_every_page_but_one_is_compiled(name):
    """503.html holds a form of the desk, with its token."""
    assert (compiled_templates._compile(name) is None) == (name == "503.html")


def test_in_debug_templates_are_read_anew(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(compiled_templates, "_compile", None)  # not called
    assert "x = 1" in compiled_templates.render("_prose.html", {"html": "x = 1"})
