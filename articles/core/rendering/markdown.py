"""GitHub Flavored Markdown to HTML: the only module that imports the Markdown engine.

comrak (Rust) conforms to GitHub's specification; `cmarkgfm` gives the same structure and could
replace it.
"""

import re
from html import escape

import comrak

from articles.core.rendering.table_limits import has_vast_table

# Quotes and lists inside each other, as GitHub's own limit for lists. Each level is an open
# element that the sanitiser walks through at every tag: 100,000 quote signs would cost minutes.
MAX_NESTING = 100


def _extensions(*, table: bool) -> comrak.ExtensionOptions:
    extensions = comrak.ExtensionOptions()
    extensions.table = table
    extensions.strikethrough = True
    extensions.autolink = True
    extensions.tasklist = True
    return extensions


_EXTENSIONS = _extensions(table=True)
_WITHOUT_TABLES = _extensions(table=False)
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
    extensions = _WITHOUT_TABLES if has_vast_table(markdown) else _EXTENSIONS
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
