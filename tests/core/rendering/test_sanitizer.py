"""Nothing that runs, loads, frames, styles or names may leave the renderer.

Each attack goes through the whole renderer and, alone, through the sanitiser, whose result is
parsed as a browser would and held against an allow-list that is written down here a second time.
"""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html as lxml_html

from articles.core.rendering import render
from articles.core.rendering.sanitizer import sanitize

ATTACKS = json.loads((Path(__file__).parent / "cases" / "attacks.json").read_text("utf-8"))

TAGS = (
    "p br wbr hr h3 h4 h5 h6 strong em b i u s del ins mark small sub sup kbd code samp var q "
    "cite dfn a img ul ol li blockquote pre table thead tbody tr th td section span math semantics "
    "abbr bdi ruby rt rp strike tt dl dt dd caption tfoot details summary figure figcaption "
    "annotation mstyle mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder "
    "mover munderover mmultiscripts mprescripts mtable mtr mtd mpadded mphantom menclose"
)
ATTRIBUTES = (
    "href title rel src alt loading decoding start id class tabindex role aria-label scope "
    "display encoding mathvariant stretchy symmetric largeop movablelimits form lspace rspace "
    "minsize maxsize width height depth voffset linethickness accent accentunder displaystyle "
    "scriptlevel notation open colspan rowspan"
)
TAG_SET, ATTRIBUTE_SET = set(TAGS.split()), set(ATTRIBUTES.split())


class Collector(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements = []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.elements.append(("!--", {}))

    def handle_decl(self, decl):
        self.elements.append(("!", {}))

    def handle_pi(self, data):
        self.elements.append(("?", {}))


def elements_of(html):
    """As Python's parser and as libxml2 read it; a disagreement between two is how mutation
    attacks work."""
    collector = Collector()
    collector.feed(html)
    collector.close()
    found = collector.elements
    html = re.sub(r"[\x00-\x08\x0b-\x1f]", "", html)
    if html.strip():
        tree = lxml_html.fragment_fromstring(html, create_parent="article")
        found += [(str(element.tag), dict(element.attrib)) for element in tree.iterdescendants()]
    return found


def assert_harmless(html):
    for tag, attributes in elements_of(html):
        assert tag in TAG_SET, tag
        for name, value in attributes.items():
            assert name in ATTRIBUTE_SET, (tag, name)
            if name in {"href", "src"}:
                assert_leads_nowhere_bad(value)
            if name == "id":
                assert value.startswith("section-")
    assert sanitize(html) == html


def assert_leads_nowhere_bad(address):
    plain = re.sub(r"[\x00-\x20]+", "", unescape(address)).lower()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain)
    assert scheme is None or scheme[1] in {"http", "https", "mailto"}, address


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_comes_to_nothing(attack):
    assert_harmless(render(attack).html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_inside_a_sentence_comes_to_nothing(attack):
    assert_harmless(render(f"A <b>word</b> $x$ {attack} and $y$ *more*\n\n- {attack}\n").html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_sanitiser_alone_is_enough(attack):
    """The second wall holds without the first: as if every tag had come through Markdown."""
    assert_harmless(sanitize(attack))


@pytest.mark.parametrize("name", ["script", "iframe", "T", "int", "svg", "h1", "math", "x-y"])
def test_an_unknown_tag_is_shown_not_lost(name):
    assert f"a <{name}> b" in render(f"a <{name}> b").plain_text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h3 id="content">a</h3>', '<h3 id="section-content">a</h3>'),
        ('<p id="x" class="btn">a</p>', "<p>a</p>"),
        ('<span class="k evil">a</span>', '<span class="k">a</span>'),
        ('<a href="/x" target="_blank">a</a>', '<a href="/x">a</a>'),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ('<td style="text-align:right">a</td>', "a"),
        ('<mtd style="width:50%"></mtd>', ""),
        ('<section role="main" aria-label="Site">a</section>', "<section>a</section>"),
        ("<div>a</div>", "a"),
        ("<h1>a</h1>", "a"),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        ("<b>a", "<b>a</b>"),
        ("</div></article></main>a", "a"),
        (
            "<math><semantics><mi>x</mi><annotation-xml encoding='text/html'><b>y</b>"
            "</annotation-xml></semantics></math>",
            "<math><semantics><mi>x</mi></semantics></math>",
        ),
    ],
)
def test_allow_list(html, expected):
    assert sanitize(html) == expected
