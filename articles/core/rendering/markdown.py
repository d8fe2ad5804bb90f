"""GitHub Flavored Markdown to HTML: the only module that imports the Markdown engine.

comrak (Rust) conforms to GitHub's specification; `cmarkgfm` gives the same structure and could
replace it.
"""

import re
from functools import cache
from html import escape

import comrak

from articles.core.rendering.table_limits import has_vast_table

# Quotes and lists inside each other, as GitHub's own limit for lists. Each level is an open
# element that the sanitiser walks through at every tag: 100,000 quote signs would cost minutes.
MAX_NESTING = 100


# Scripts that put no blanks between words: emphasis beside their punctuation is meant, though
# CommonMark leaves the asterisks.
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")


@cache
def _extensions(
    *, table: bool, footnotes: bool, alerts: bool, cjk: bool
) -> comrak.ExtensionOptions:
    extensions = comrak.ExtensionOptions()
    extensions.table = table
    extensions.strikethrough = True
    extensions.autolink = True
    extensions.tasklist = True
    extensions.footnotes = footnotes
    extensions.alerts = alerts
    extensions.cjk_friendly_emphasis = cjk
    return extensions


_PARSING = comrak.ParseOptions()

_RENDERING = comrak.RenderOptions()
# Raw HTML was reduced to a few bare tags before (raw_html.py), the sanitiser has the last word.
_RENDERING.unsafe_ = True

_CONTAINER_TAG = re.compile(r"<(/?)(?:blockquote|ul|ol)\b")


def to_html(markdown: str) -> str:
    """GitHub's HTML for a Markdown text; headings, tables and code are still bare elements.

    A text nested deeper than `MAX_NESTING` is shown as it was typed, in one `<pre>`: nobody
    writes one, so it is damage or an attack, and an editor sees at once what is wrong. Where a
    table is beyond every measure (`table_limits`), the rows of all tables stay lines of text.

    >>> to_html("~~old~~ *new*")
    '<p><del>old</del> <em>new</em></p>\\n'
    """
    # One sign is found ten times as fast as two.
    has_brackets = "[" in markdown
    extensions = _extensions(
        table=not has_vast_table(markdown),
        # Each is on where its signs stand: an option of no use to a text cannot harm it.
        footnotes=has_brackets and "[^" in markdown and "]:" in markdown,
        alerts=has_brackets and "[!" in markdown,
        cjk="*" in markdown and not markdown.isascii() and _CJK.search(markdown) is not None,
    )
    html = comrak.render_markdown(markdown, extensions, _PARSING, _RENDERING)
    containers = html.count("<blockquote>") + html.count("<ul>") + html.count("<ol")
    # Counting is all that an ordinary answer pays for the guard.
    if containers > MAX_NESTING and _nesting_of(html) > MAX_NESTING:
        return f"<pre><code>{escape(markdown, quote=False)}</code></pre>\n"
    return html


def _nesting_of(html: str) -> int:
    depth = deepest = 0
    for tag in _CONTAINER_TAG.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest
