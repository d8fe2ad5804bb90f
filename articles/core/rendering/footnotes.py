"""Footnotes as page markup: ids of this text alone, the way back, and how they read as text.

Markdown's engine numbers them and collects them below the answer, as GitHub does. Two texts may
stand on one page (lists, feeds, the full text): each id carries some of its text's digest.
"""

import re
from urllib.parse import unquote

# That of headings too: an answer's ids never take those of the page.
ID_PREFIX = "section-"
LABEL = "Footnotes"
_TARGET = re.compile(r'( id="| href="#)(fn|fnref)-([^"]+)"')
_REFERENCE = re.compile(r'<sup class="footnote-ref"><a href="([^"]*)" id="([^"]*)" [^>]*>')
_BACK = re.compile(
    r'<a href="([^"]*)" class="footnote-backref"[^>]* data-footnote-backref-idx="([^"]*)"[^>]*>'
)
_SECTION = re.compile(r'<section class="footnotes" data-footnotes>')
_NOT_IN_ID = re.compile(r"[^\w-]")
_REFERENCE_TEXT = re.compile(r'<sup class="footnote-ref"><a [^>]*>([^<]*)</a></sup>')
_BACK_TEXT = re.compile(r' ?<a [^>]*class="footnote-backref"[^>]*>↩(?:<sup[^>]*>\d+</sup>)?</a>')
_SECTION_START = '<section class="footnotes"'


def dress_footnotes(html: str, key: str) -> str:
    """The HTML with the engine's footnotes under ids that hold `key`, letters of this text."""
    if 'class="footnote' not in html:
        return html

    def name(match: re.Match[str]) -> str:
        kind = "note" if match[2] == "fn" else "noteref"
        own = _NOT_IN_ID.sub(lambda sign: f"_{ord(sign[0]):x}", unquote(match[3]))
        return f'{match[1]}{ID_PREFIX}{kind}-{own}-{key}"'

    html = _TARGET.sub(name, html)
    html = _REFERENCE.sub(r'<sup class="footnote-ref"><a href="\1" id="\2">', html)
    html = _BACK.sub(
        r'<a href="\1" class="footnote-backref" aria-label="Back to reference \2">', html
    )
    return _SECTION.sub(f'<section class="footnotes" aria-label="{LABEL}">', html)


def without_footnotes(html: str) -> str:
    """What stands before the footnotes, without the references to them: for an excerpt."""
    return _REFERENCE_TEXT.sub("", html.partition(_SECTION_START)[0])


def footnotes_as_text(html: str) -> str:
    """The HTML with references as `[1]` and without the ways back, as nobody reads an arrow."""
    return _BACK_TEXT.sub("", _REFERENCE_TEXT.sub(r"[\1]", html))
