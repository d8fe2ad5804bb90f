"""Cards as pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from articles.core.cards import Card, draw, typefaces
from articles.core.cards.typefaces import SYMBOLS, TEXT, runs_of

HEADINGS = [
    "What is light?",
    "What is the difference between correlation and causation and why can two variables be"
    " strongly correlated even when neither has any effect on the other?",
    r"Why is $\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}$?",
    r"How do you balance \(\ce{Cr2O7^2- + Fe^2+ -> Cr^3+ + Fe^3+}\) in acid?",
    "ما هو الضوء وكيف ينتقل في الفراغ؟",
    "光とは何ですか？",
    "🙂",
    "",
    " ",
    "a" * 3_000,
    "x^" * 500,
    "\x00\ud800",
    "{}^_\\$ `",
]


def picture(heading, rubric="Physics", brand="QuickTakes"):
    data = draw(Card(heading, rubric, brand))
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("heading", HEADINGS, ids=lambda heading: heading[:20])
def test_every_heading_has_a_card_of_the_right_size_and_weight(heading):
    data = draw(Card(heading, "Physics", "QuickTakes"))
    image = Image.open(BytesIO(data))
    image.load()
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(data) < 60_000


def test_nothing_is_drawn_over_the_edge():
    """The margin at the right stays as it is on a card without a headline."""
    empty = picture("x", "x", "x").convert("RGB").crop((1140, 0, 1200, 300))
    for heading in HEADINGS:
        margin = picture(heading, "S" * 300, "B" * 300).convert("RGB").crop((1140, 0, 1200, 300))
        box = ImageChops.difference(margin, empty).getbbox()
        assert box is None, heading


def test_a_card_shows_its_heading_its_subject_and_the_site():
    whole = picture("What is light?").convert("RGB")
    for other in (
        picture("What is heat?"),
        picture("What is light?", rubric="Biology"),
        picture("What is light?", brand="Learn"),
    ):
        assert ImageChops.difference(whole, other.convert("RGB")).getbbox()


def test_a_text_stands_below_a_heading_that_leaves_room():
    plain = picture("What is light?").convert("RGB")
    text = "Light is a wave, and a stream of photons."
    card = Card("What is light?", "Physics", "QuickTakes", text=text * 9)
    drawn = Image.open(BytesIO(draw(card))).convert("RGB")
    assert ImageChops.difference(plain, drawn).getbbox()
    # Neither the name of the site nor the right margin is touched.
    for box in ((0, 512, 1200, 630), (1140, 0, 1200, 300)):
        difference = ImageChops.difference(plain.crop(box), drawn.crop(box)).convert("L")
        assert difference.getextrema()[1] < 40  # another palette, and no letter
    for heading, other in (
        ("word " * 60, text),
        ("What is light?", "光とは何ですか？"),
        ("光", text),
    ):
        without = draw(Card(heading, "Physics", "QuickTakes"))
        assert draw(Card(heading, "Physics", "QuickTakes", text=other)) == without


def test_a_script_without_a_face_shows_the_subject_instead():
    assert draw(Card("光とは何ですか？", "Physics", "Site")) == draw(Card("物", "Physics", "Site"))
    assert draw(Card("物", "物", "Site")) == draw(Card("🙂", "", "Site"))
    assert draw(Card("物", "Physics", "物"))


def test_a_machine_without_fribidi_shows_the_subject_of_arabic(monkeypatch):
    monkeypatch.setattr("articles.core.cards.typesetting.CAN_SET_RIGHT_TO_LEFT", False)
    assert draw(Card("ما هو", "Physics", "Site")) == draw(Card("物", "Physics", "Site"))


def test_a_font_of_the_site_is_asked_last(tmp_path):
    font = tmp_path / "own.ttf"
    font.write_bytes(Path(SYMBOLS).read_bytes())
    assert runs_of("⅗", (TEXT, str(font)))[0][0].face == str(font)
    card = Card("What is ⅗?", "Physics", "Site", fonts=(str(font),))
    assert card.digest != Card("What is ⅗?", "Physics", "Site").digest
    assert draw(card) == draw(Card("What is ⅗?", "Physics", "Site"))


def test_the_same_card_is_the_same_bytes():
    card = Card("What is $x^2$?", "Physics", "QuickTakes")
    assert draw(card) == draw(card)


def test_the_digest_names_everything_that_is_shown(monkeypatch):
    card = Card("a", "b", "c")
    others = {Card("x", "b", "c"), Card("a", "x", "c"), Card("a", "b", "x"), Card("ab", "", "c")}
    others.add(Card("a", "b", "c", text="x"))
    digests = {card.digest, *(other.digest for other in others)}
    monkeypatch.setattr("articles.core.cards.card.DESIGN_VERSION", 0)
    digests.add(card.digest)
    assert len(digests) == 7
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in digests)


def test_every_font_has_its_licence_beside_it():
    folder = Path(typefaces.TEXT).parent
    assert {path.name for path in folder.glob("*.txt")} == {
        "LITERATA-OFL.txt",
        "DEJAVU-LICENSE.txt",
        "GUST-FONT-LICENSE.txt",
    }
