"""Style sheets: legible colours, and the promises that they make."""

import re
from pathlib import Path

import pytest

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
]


def luminance(colour):
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_legible(scheme, text, ground):
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", scheme))
    light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


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
    """Style sheets and text font; less than 50 kB with a compressed page of 4 kB."""
    fonts = (CSS.parent / "fonts" / "literata-latin.woff2").stat().st_size
    sheets = sum((CSS / f"{name}.css").stat().st_size for name in OURS)
    assert fonts <= 30_000
    assert fonts + sheets / 3 < 42_000
