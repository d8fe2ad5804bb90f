"""Colours change no character of the code, and are legible in light and in dark."""

import re
from html import unescape
from pathlib import Path

import pytest

from articles.core.rendering.highlight import CLASSES, LANGUAGES, highlight, highlight_blocks

CSS = Path(__file__).parents[3] / "static" / "css" / "code.css"
ODD = "\n\n  if (a < b && c) { return \"x\\n\"; } // é <b> & 'y'\n\tend # z\n\n"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_every_character_of_the_code_comes_out_again(language):
    html = highlight(ODD, language)
    assert unescape(re.sub(r"<[^>]*>", "", html)) == ODD


@pytest.mark.parametrize(
    ("name", "language"),
    [("Python", "python"), ("C++", "cpp"), ("R", "r"), ("sh", "bash"), ("cmd", "batch")],
)
def test_a_language_is_found_by_its_names(name, language):
    html = highlight_blocks(f'<pre><code class="language-{name}">x</code></pre>')
    assert f'class="language-{language}"' in html


@pytest.mark.parametrize("name", ["plaintext", "excel", "pseudocode", "", "x&quot;y", "../python"])
def test_an_unknown_language_stays_plain(name):
    block = f'<pre><code class="language-{name}">if a &lt; b</code></pre>'
    assert highlight_blocks(block) == '<pre tabindex="0"><code>if a &lt; b</code></pre>'


def test_a_very_long_listing_stays_plain():
    code = "return 1\n" * 3000
    html = highlight_blocks(f'<pre><code class="language-python">{code}</code></pre>')
    assert "<span" not in html


def test_every_class_has_a_colour():
    styled = set(re.findall(r"^pre \.(\w+) ", CSS.read_text("utf-8"), re.MULTILINE))
    assert styled == set(CLASSES.values())


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("block", [0, 1], ids=["light", "dark"])
def test_every_colour_is_legible(block):
    """WCAG 2.2, success criterion 1.4.3: 4.5:1."""
    blocks = re.findall(r":root \{([^}]*)\}", CSS.read_text("utf-8"))
    colours = dict(re.findall(r"--code-(\w+): (#[0-9a-f]{6})", blocks[block]))
    ground = _luminance(colours.pop("background"))
    assert len(colours) == 11
    for name, colour in colours.items():
        lighter, darker = sorted((ground, _luminance(colour)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, name
