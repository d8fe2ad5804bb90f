"""HTML as a browser reads it, against the list of what may reach a reader."""

import re

import html5lib
from html5lib.constants import namespaces

from tests.core.rendering.test_sanitizer import ATTRIBUTES, TAGS

TAG_SET, ATTRIBUTE_SET = set(TAGS.split()), set(ATTRIBUTES.split()) | {"srcset", "sizes"}
_OF_MATHML = {
    *("math", "semantics", "annotation", "mstyle", "mrow", "mi", "mn", "mo", "mtext", "ms"),
    *("mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover"),
    *("munderover", "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd", "mpadded"),
    *("mphantom", "menclose"),
}
_ADDRESSES = ("href", "src")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SCHEMES = ("http", "https", "mailto")


def assert_well_formed_and_allowed(html: str) -> None:
    """What an answer is printed as: no error of parsing, no element, attribute or address beyond
    the list, each element in its namespace, no name that could stand for one of the page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    # A fragment is read as it stands in the page, within an element.
    tree = parser.parseFragment(html, container="section")
    assert not parser.errors, (parser.errors[:3], html[:500])
    for element in tree.iter():
        if not isinstance(element.tag, str):
            raise AssertionError(f"a comment: {html[:500]}")
        if element is tree:
            continue
        namespace, _, name = element.tag.rpartition("}")
        assert name in TAG_SET, name
        wanted = namespaces["mathml" if name in _OF_MATHML else "html"]
        assert namespace.strip("{") == wanted, (name, namespace)
        _assert_attributes(name, element.attrib)


def _assert_attributes(tag, attributes):
    for name, value in attributes.items():
        assert isinstance(name, str), (tag, name)
        assert name in ATTRIBUTE_SET, (tag, name)
        if name in _ADDRESSES:
            # As it was read: what is left of an entity is part of a path.
            scheme = _SCHEME.match(re.sub(r"[\x00-\x20]+", "", value))
            assert scheme is None or scheme[1].lower() in _SCHEMES, value
        if name == "srcset":
            assert re.fullmatch(r"(/media/images/\S+ \d+w(, )?)+", value), value
        if name == "id":
            assert value.startswith("section-"), value
