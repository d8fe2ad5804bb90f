"""Page markup for Markdown's tables, links, images and task lists.

Each function works on HTML that comrak wrote, in which only a few bare tags come from the author
(raw_html.py). The shapes are known, so regular expressions are sufficient.
"""

import re

from articles.core.images.image_names import ImageName, read_address

# The names of an answer's tables: landmarks of one page must not be called alike.
TABLE_NAMES = ("Table", *(f"Table {number}" for number in range(2, 100)))
ALERTS = ("note", "tip", "important", "warning", "caution")
_TABLE = re.compile("<table>")
_ALIGN = re.compile(r'<(t[hd]) align="(left|center|right)">')
_LINK = re.compile(r'<a href="((?:[A-Za-z][A-Za-z0-9+.-]*:|//)[^"]*)"')
# An address that the sanitiser would take away, as `ftp:`: of the link its words are left.
_DEAD_LINK = re.compile(
    r'<a href="(?!(?:https?|mailto):)[A-Za-z][A-Za-z0-9+.-]*:[^"]*"[^>]*>(.*?)</a>',
    re.DOTALL | re.IGNORECASE,
)
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")? />')
# A path on this site: one slash, not two (another host), nor a backslash that browsers read so.
_OWN_PATH = re.compile(r"/(?![/\\])[^\\]*\Z")
# An article's column (static/css/tokens.css, --measure), and the window less its margins.
IMAGE_SIZES = "(min-width: 41rem) 38rem, calc(100vw - 2.25rem)"
_ALERT = re.compile(r'<div class="markdown-alert markdown-alert-([a-z]+)">')
_ALERT_TITLE = re.compile(r'<p class="markdown-alert-title">(.*?)</p>', re.DOTALL)
_TASK = re.compile(r'<input type="checkbox"( checked="")? disabled="" />')


def dress_blocks(html: str) -> str:
    """The HTML with tables, links, images and tasks as the page wants them.

    Each step is guarded by a search for its tag: most answers hold none of them.
    """
    if "markdown-alert" in html:
        html = _dress_alerts(html)
    if "<table>" in html:
        html = _dress_tables(html)
    if "<a href=" in html:
        html = _DEAD_LINK.sub(r"\1", html)
        html = _LINK.sub(r'<a rel="nofollow noopener" href="\1"', html)
    if "<img " in html:
        html = _IMAGE.sub(_dress_image, html)
    if "<input " in html:
        html = _TASK.sub(_dress_task, html)
    return html


def _dress_alerts(html: str) -> str:
    """GitHub's alerts are quotes with a title. No other `div` stands in the engine's HTML."""
    html = _ALERT.sub(r'<blockquote class="alert alert-\1">', html)
    html = _ALERT_TITLE.sub(r'<span class="alert-title">\1</span>', html)
    return html.replace("</div>", "</blockquote>")


def _dress_tables(html: str) -> str:
    """Tables scroll inside themselves and can be scrolled by keyboard (WCAG 2.1.1).

    `align` is obsolete in HTML; a class does not ask for inline style.
    """
    names = iter(TABLE_NAMES)
    html = _TABLE.sub(lambda _: _open_table(next(names, TABLE_NAMES[-1])), html)
    html = html.replace("</table>", "</table></section>")
    html = _ALIGN.sub(r'<\1 class="align-\2">', html)
    return html.replace("<th>", '<th scope="col">').replace("<th class", '<th scope="col" class')


def _open_table(name: str) -> str:
    return f'<section class="table-scroll" tabindex="0" aria-label="{name}"><table>'


def _dress_image(match: re.Match[str]) -> str:
    """An image of this site, or the alternative text of one from elsewhere.

    A foreign image would tell another host who reads which page; there is none in the library.
    """
    source, alternative, title = match[1], match[2], match[3]
    name = read_address(source)
    if name is None and not _OWN_PATH.match(source):
        return alternative
    attributes = f'src="{name.path if name else source}" alt="{alternative}"'
    if title:
        attributes += f' title="{title}"'
    if name:
        attributes += _room_for(name)
    return f'<img {attributes} loading="lazy" decoding="async">'


def _room_for(name: ImageName) -> str:
    """What a browser needs before the image is there: how much room it takes, so that nothing
    below it moves, and in which widths it can be had."""
    room = f' width="{name.width}" height="{name.height}"'
    if not name.smaller_widths:
        return room
    folder = name.path.removesuffix(name.file_name)
    files = [f"{folder}{name.smaller_file_name(w)} {w}w" for w in name.smaller_widths]
    widths = ", ".join([*files, f"{name.path} {name.width}w"])
    return f'{room} srcset="{widths}" sizes="{IMAGE_SIZES}"'


def _dress_task(match: re.Match[str]) -> str:
    """A mark instead of a disabled form control, which would want a label of its own."""
    if match[1]:
        return '<span class="task" role="img" aria-label="Done">☑</span>'
    return '<span class="task" role="img" aria-label="To do">☐</span>'
