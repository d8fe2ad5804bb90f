"""Signs that turn the writing around: named, taken out, shown."""

import pytest

from articles.core.text.bidi_controls import name_directions, show_directions, strip_directions


@pytest.mark.parametrize(
    "sign", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]
)
def test_each_sign(sign):
    text = f"a{sign}b"
    name = f"U+{ord(sign):04X}"
    assert strip_directions(text) == "ab"
    assert name_directions(text) == name
    assert show_directions(text) == f"a‹{name}›b"


@pytest.mark.parametrize(
    "text", ["", "plain", "Ölçü", "שלום", "مرحبا", "a\u200eb", "a\u200fb", "a\u200db", "👩\u200d🔬"]
)
def test_every_other_text_stays(text):
    assert strip_directions(text) == show_directions(text) == text
    assert name_directions(text) == ""
