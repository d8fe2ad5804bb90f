r"""Front matter as nearly all files write it, read line by line: a third of the time of a parser.

19 of 20 real files consist of `key: value`, `key: >-` with one line of text below, and one level of
mappings. What is read here is what YAML 1.1 says it is; whatever is written in any other
way (quotes, lists, blank lines, comments, a value that goes on in the next line, `: ` within one, a
name that comes twice) is left to `articles.core.source.front_matter`, and so is every refusal.
"""

import re

from articles.core.source.front_matter import MAXIMUM_VALUES, NULLS, Value

# A name; then nothing (a mapping, or null), a folded scalar of one line, or a plain one that begins
# with none of YAML's signs.
_ENTRY = re.compile(
    r"( *)([A-Za-z_][A-Za-z0-9_]{0,99}):"
    r"(?: (?:>-\n( +)([^ \n][^\n]*)|((?:[A-Za-z0-9/]|-(?=[0-9]))[^\n]*)))?\n"
)
# What YAML takes for a line break or a byte order mark, and tabs, which it allows here and there.
_UNUSUAL = ("\t", "\r", "\x85", "\u2028", "\u2029", "\ufeff")


def read_plainly(text: str) -> dict[str, Value] | None:
    r"""Return the mapping that `parse_front_matter` would, None where the text needs a parser.

    `text` has no control characters, as `articles.core.source.byte_decoding` leaves it.

    >>> read_plainly("id: 7\nseo:\n  title: >-\n    What: is heat?\nscore:\n")
    {'id': '7', 'seo': {'title': 'What: is heat?'}, 'score': None}
    >>> read_plainly("title: What: is heat?\n") is None
    True
    """
    if any(sign in text for sign in _UNUSUAL):
        return None
    values: dict[str, Value] = {}
    inner: dict[str, Value] = {}
    # The name of the last entry where it may begin a mapping; the indent of the one that is open.
    opened, indent = "", ""
    at = count = 0
    while at < len(text):
        # Only here: to look on from each of ten thousand blanks takes seconds.
        entry = _ENTRY.match(text, at)
        if entry is None:
            return None
        at = entry.end()
        count += 1
        margin, key, block_margin, block, plain = entry.groups()
        if margin != indent:
            if not margin:
                indent = ""
            elif opened and not indent:
                values[opened] = inner = {}
                indent = margin
            else:
                return None
        values_here = inner if margin else values
        if key in values_here:
            return None
        opened = ""
        if block is not None:
            if len(block_margin) <= len(margin):
                return None
            values_here[key] = block
        elif plain is None:
            values_here[key] = None
            opened = "" if margin else key
        elif ": " in plain or " #" in plain or plain[-1] in ": ":
            return None
        else:
            values_here[key] = None if plain in NULLS else plain
    return values if 0 < count <= MAXIMUM_VALUES else None
