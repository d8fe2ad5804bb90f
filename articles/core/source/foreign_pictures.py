"""Pictures in the text of a file of another system: where their files may lie, and their addresses
in the file once the library has them.

An address is the page's in its system: `/a.png` lies in the folder “static” for Hugo, Zola
and Docusaurus, in the site's root for Jekyll; a note of Obsidian's names a path or a mere name.
As names of fields by a mapping, addresses are changed in the bytes when they come
(docs/decisions/0026-translation-depends-on-bytes.md); nothing else is.
"""

import json
import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from articles.core.source.foreign_places import PAGE_FOLDERS
from articles.core.text.markdown_scanner import find_spans

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
# The folders whose files a system serves from the root of its site.
_SERVED = {
    "hugo": ("static", "assets", ""),
    "jekyll": ("", "assets"),
    "obsidian": ("",),
    "docusaurus": ("static", ""),
    "zola": ("static", "content", ""),
}
_LIQUID = r"\{\{[^{}\n]{1,200}\}\}[^\s()<>]*"
_ADDRESS = rf"(?:<[^<>\n]{{1,500}}>|{_LIQUID}|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
_PICTURE = re.compile(
    rf"!\[(?:[^\[\]\n\\]|\\.){{0,300}}\]\([ \t]*(?P<address>{_ADDRESS})"
    r"(?=[ \t]*(?:\)|[ \t][\"'(]))"
)
_EMBED = re.compile(
    r"!\[\[(?P<name>[^\[\]\n|#]{1,300})(?:#[^\[\]\n|]*)?(?:\|(?P<words>[^\[\]\n]*))?\]\]"
)
_SIZE = re.compile(r"\d+(?:x\d+)?")
_BASE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")
_FILTERED = re.compile(r"\{\{-?\s*[\"']([^\"']+)[\"']\s*\|[^{}]*\}\}")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_DOTS = re.compile(r"^\.\.\.[ \t]*\r?$", re.MULTILINE)
_FENCE = re.compile(r"\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n")


class Picture(NamedTuple):
    """`text[start:end]` is what makes room for an address; `form` is how it does, with `{}` for
    it. `address` is the one that the text has."""

    start: int
    end: int
    address: str
    form: str


def pictures_in(text: str, system: str) -> Iterator[Picture]:
    """Yield the pictures of a whole file's text that have no library's address, code left out."""
    if "![" not in text:
        return
    start = _body_start(text)
    body = text[start:]
    spans = find_spans(body)
    starts = [span.start for span in spans]
    found = [
        Picture(*match.span("address"), match["address"].strip("<>"), "{}")
        for match in _PICTURE.finditer(body)
    ]
    if system == "obsidian":
        found += [
            Picture(*match.span(), match["name"], f"![{_words(match)}]({{}})")
            for match in _EMBED.finditer(body)
            if match["name"].strip().lower().endswith(SUFFIXES)
        ]
    for picture in sorted(found):
        index = bisect_right(starts, picture.start) - 1
        if index < 0 or picture.start >= spans[index].end:
            yield picture._replace(start=picture.start + start, end=picture.end + start)


def find_file(address: str, *, inside: str, system: str, files: Mapping[str, str]) -> str | None:
    """The file of a picture that the page `inside` of a site names; None where there is none.

    `files`: all pictures of the site, each under its path and, where only one has it, its name.

    >>> find_file("a.png", inside="b/c.md", system="hugo", files={"b/a.png": "b/a.png"})
    'b/a.png'
    """
    plain = _FILTERED.sub(r"\1", _BASE.sub("", address)).strip()
    if _ELSEWHERE.match(plain) or "{" in plain:
        return None
    plain = unquote(re.split(r"[?#]", plain, maxsplit=1)[0])
    for path in _places(plain, inside, system):
        known = posixpath.normpath(path)
        if known in files:
            return files[known]
    return None


def with_addresses(data: bytes, system: str, address_of: Callable[[str], str | None]) -> bytes:
    r"""A file's bytes with other addresses for the pictures that `address_of` gives one for.

    >>> with_addresses(b"![A](a.png)", "hugo", lambda address: "../images/b.webp")
    b'![A](../images/b.webp)'
    """
    text = text_of(data)
    pieces: list[str] = []
    position = 0
    for picture in pictures_in(text, system):
        address = address_of(picture.address)
        if address is not None and picture.start >= position:
            pieces += (text[position : picture.start], picture.form.format(address))
            position = picture.end
    return "".join([*pieces, text[position:]]).encode() if pieces else data


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8; "" of any other, whose pictures stay where they are."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def _words(match: re.Match[str]) -> str:
    """What an embed says of its picture; a size says nothing, and then its name must do."""
    words = (match["words"] or "").strip()
    stem = posixpath.splitext(posixpath.basename(match["name"].strip()))[0]
    shown = stem if not words or _SIZE.fullmatch(words) else words
    return re.sub(r"[\\{}]", "", shown)


def _places(address: str, inside: str, system: str) -> Iterator[str]:
    """Where the file may lie, the likeliest place first."""
    folders = inside.replace("\\", "/").split("/")[:-1]
    roots = PAGE_FOLDERS[system]
    at = next((place for place, each in enumerate(folders) if each in roots), None)
    root = "/".join(folders[:at]) if at is not None else ""
    bare = address.removeprefix("@site/")
    if bare != address:
        yield posixpath.join(root, bare)
        return
    if not address.startswith("/"):
        yield posixpath.join(*folders, address) if folders else address
    bare = address.lstrip("/")
    for served in _SERVED[system]:
        yield posixpath.join(root, served, bare)
    if system == "obsidian":
        yield posixpath.basename(bare)


def _body_start(text: str) -> int:
    """Where the body begins; the end of a text whose front matter does not end."""
    opening = _FENCE.match(text)
    if opening:
        fence = re.compile(rf"^{re.escape(opening[1])}[ \t]*\r?$", re.MULTILINE)
        closing = fence.search(text, opening.end()) or _DOTS.search(text, opening.end())
        return closing.end() if closing else len(text)
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if text.startswith("{", start) and not text.startswith("{{", start):
        try:
            return json.JSONDecoder().raw_decode(text, start)[1]
        except (ValueError, RecursionError):
            return len(text)
    return 0
