"""Links of an answer that get another address, or become their words."""

import pytest

from articles.core.text.inline_links import readdressed, unlinked

OLD, NEW = "/learn/physics/questions/old", "/learn/physics/questions/new"


def follow(text):
    return readdressed(text, lambda path: NEW if path == OLD else "")


def drop(text):
    return unlinked(text, lambda path: path == OLD)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"See [it]({OLD}).", f"See [it]({NEW})."),
        (f"[a]({OLD}#part) and [b]({OLD}?x=1 'T')", f"[a]({NEW}#part) and [b]({NEW}?x=1 'T')"),
        (f"[a][1]\n\n[1]: {OLD}", f"[a][1]\n\n[1]: {NEW}"),
        (f"`[a]({OLD})` and {OLD} in prose", None),
        (f"[a]({OLD}er)", None),
        (f"[a](https://elsewhere.example{OLD})", None),
        ("No link at all.", None),
    ],
)
def test_another_address(text, expected):
    assert follow(text) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"See [it]({OLD}).", "See it."),
        (f"[**a** [b]]({OLD} 'T') c", "**a** [b] c"),
        (f"[a](<{OLD}>) [b]({OLD}#x)", "a b"),
        (f"[a]({NEW}) then [b]({OLD})", f"[a]({NEW}) then b"),
        (f"[x] and \\[y [a]({OLD})", "[x] and \\[y a"),
        (f"![a]({OLD})", None),
        (f"[a][1]\n\n[1]: {OLD}", None),
        (f'<a href="{OLD}">a</a>', None),
        (f"```\n[a]({OLD})\n```", None),
        (f"[a]({OLD}", None),
    ],
)
def test_words_alone(text, expected):
    assert drop(text) == (text if expected is None else expected)
