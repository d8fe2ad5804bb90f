"""Style sheets: legible colours, and the promises that they make."""

import gzip
import re
from pathlib import Path

import pytest

from articles.models.accent_colours import DARK_GROUNDS, LIGHT_GROUNDS, contrast
from qtsite.style_sheet_bundle import BUNDLE, BundleFinder, bundle

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
OURS = ("tokens", "base", "layout", "components", "print")
TOKENS = (CSS / "tokens.css").read_text()
LIGHT = TOKENS.partition("prefers-color-scheme: dark")[0]
DARK = TOKENS.partition("prefers-color-scheme: dark")[2]
PAIRS = [
    ("ink", "ground"),
    ("ink", "ground-quiet"),
    ("ink-quiet", "ground"),
    ("ink-quiet", "ground-quiet"),
    ("ink-visited", "ground"),
    ("link", "ground"),
    ("rubric", "ground"),
    ("notice-ink", "notice-ground"),
    ("focus", "ground"),
    ("link", "ground-quiet"),
    ("rubric", "ground-quiet"),
]


def colours(scheme):
    """{name: "#rrggbb"} of a part of the tokens."""
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", scheme))
    return {
        name: f"#{''.join(digit * 2 for digit in value[1:])}" if len(value) == 4 else value
        for name, value in found.items()
    }


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_legible(scheme, text, ground):
    tokens = colours(scheme)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_box_is_seen(scheme):
    """WCAG 2.2, 1.4.11: 3:1 for what tells a control from the page."""
    tokens = colours(scheme)
    assert contrast(tokens["field-line"], tokens["ground"]) >= 3


def test_accents_are_judged_on_the_grounds_that_pages_have():
    for scheme, grounds in ((LIGHT, LIGHT_GROUNDS), (DARK, DARK_GROUNDS)):
        tokens = colours(scheme)
        assert grounds == (tokens["ground"], tokens["ground-quiet"])


@pytest.mark.parametrize("name", OURS)
def test_every_custom_property_is_defined(name):
    sheet = (CSS / f"{name}.css").read_text()
    defined = set(re.findall(r"(--[a-z0-9-]+):", TOKENS))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheet)) <= defined


@pytest.mark.parametrize("name", ["base", "layout", "components"])
def test_colours_stand_in_the_tokens_alone(name):
    sheet = (CSS / f"{name}.css").read_text()
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet)


@pytest.mark.parametrize("name", OURS)
def test_directions_are_logical(name):
    """`inline-start`, not `left`: a page in Arabic or Hebrew needs no second sheet."""
    sheet = (CSS / f"{name}.css").read_text()
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b"
        r"|text-align: (?:left|right)"
    )
    assert not re.findall(physical, sheet)


def test_the_first_view_stays_light():
    """Style sheet and text font; less than 50 kB with a compressed page of 4 kB."""
    font = (CSS.parent / "fonts" / "literata-latin.woff2").stat().st_size
    sheet = len(gzip.compress(bundle(CSS).encode()))
    assert font <= 30_000
    assert font + sheet < 39_000


def test_the_bundle_is_the_sheets_in_their_order():
    text = bundle(CSS)
    assert text.index("--ground: #fff") < text.index("box-sizing") < text.index(".prose")
    assert text.rindex("@media print {") > text.index(".prose")
    assert "/*" not in text
    assert text.count("{") == text.count("}")


def test_the_bundle_is_found_and_follows_its_sheets(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    finder = BundleFinder()
    found = Path(finder.find(BUNDLE))
    assert found.read_text() == bundle(CSS)
    assert [(name, storage.exists(name)) for name, storage in finder.list([])] == [(BUNDLE, True)]
    found.write_text("old")
    assert Path(finder.find(BUNDLE)).read_text() == bundle(CSS)
    assert finder.find("css/tokens.css") == []
