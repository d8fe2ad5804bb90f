"""What holds for every answer of the site, whatever it was asked."""

from urllib.parse import urljoin, urlsplit

from lxml import html

HOST = "testserver"
# No page has one of these; a script without a type or of one that runs has an address.
_FORBIDDEN = (
    "//script[not(@src)][not(@type) or contains(@type, 'javascript') or @type='module']"
    " | //iframe | //object | //embed | //base | //*[@style] | //style | //frame | //applet"
    " | //*[@srcdoc] | //*[@http-equiv]"
)
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background")


def assert_answered(response, asked: str) -> None:
    """No fault of the server's, no trace of the program, no way off the site, nothing that runs."""
    assert response.status_code < 500, f"{response.status_code} {asked}"
    for name, value in response.items():
        assert "\r" not in value, (asked, name)
        assert "\n" not in value, (asked, name)
    location = response.get("Location")
    if location is not None:
        assert_stays(location, asked)
    body = response.getvalue() if not response.streaming else b""
    assert b"Traceback (most recent call last)" not in body, asked
    assert b" object at 0x" not in body, asked
    if response.get("Content-Type", "").startswith("text/html") and body.strip():
        assert_harmless_page(body, asked)


def assert_stays(location: str, asked: str) -> None:
    """A redirection leads to this site: as a browser reads it, for which "\\" is "/" and controls
    are nothing."""
    seen = "".join(sign for sign in location if sign > " ").replace("\\", "/")
    target = urlsplit(urljoin(f"http://{HOST}/", seen))
    assert target.scheme in ("http", "https"), (location, asked)
    assert target.netloc == HOST, (location, asked)


def assert_harmless_page(body: bytes, asked: str) -> None:
    tree = html.document_fromstring(body)
    for element in tree.xpath(_FORBIDDEN):
        raise AssertionError((asked, html.tostring(element, encoding="unicode")[:300]))
    for element in tree.iter(html.etree.Element):
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (asked, element.tag, name, value[:200])
            if name in _ADDRESSES:
                scheme = "".join(sign for sign in value if sign > " ").lower()
                assert not scheme.startswith(("javascript:", "vbscript:", "data:text")), (
                    asked,
                    value,
                )
