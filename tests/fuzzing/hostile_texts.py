"""Strategies of texts and values that programs stumble over."""

from random import Random

from hypothesis import strategies as st

from tests.fuzzing.markup_vectors import numbered

VECTORS = tuple(text for _, text in numbered())
vectors = st.sampled_from(VECTORS)

# Signs that mean something to YAML, TOML, JSON, Markdown, TeX, HTML, SQL, a shell, a template.
SIGNS = (
    *("-", "---", "\n---\n", "...", ":", ": ", "#", " # ", "'", '"', "''", "[", "]", "{", "}", ","),
    *(
        "&a",
        "*a",
        "!!python/object:os.system",
        "|",
        ">-",
        ">",
        "%",
        "@",
        "`",
        "```",
        "~~~",
        "\n```\n",
    ),
    *(
        "=",
        "+++",
        "\n+++\n",
        "(",
        ")",
        "![",
        "](",
        "](/x",
        "[^1]",
        "\n[^1]: ",
        "<",
        "</",
        "/>",
        "<!--",
    ),
    *("-->", "<details>", "</details>", "<b>", "<td>", "&amp;", "&#0;", "&#x110000;", "&lt;", "\\"),
    *(
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\frac{",
        "\\text{",
        "\\begin{array}{",
        "\\end{array}",
    ),
    *(
        "\\left(",
        "\\right)",
        "^",
        "_",
        "**",
        "__",
        "*",
        "~~",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        " ",
    ),
    *(
        "\n    ",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n# ",
        "\n### ",
        "\n| ",
        "|---|",
        "\\n",
        "\\n\\n",
        "\\nu",
    ),
    *("%00", "%0d%0aX: y", "../", "..\\", "//", "?", "&", ";", "' OR 1=1 --", "{{ x }}", "{% x %}"),
    *(
        "$(id)",
        "%s%n",
        "{0.__class__}",
        "null",
        "~",
        "true",
        "NaN",
        "-1",
        "0x1",
        "1e999",
        "1_0",
        "0o7",
    ),
)
# Characters: controls, halves of pairs, what is no character, what turns a line around, what looks
# like another, what grows or shrinks when folded, what joins to the one before.
CHARACTERS = (
    *("\0", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f", "\xa0"),
    *("\xad", "\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff", "\U0010ffff", "\ufeff", "\u2028"),
    *("\u2029", "\u200b", "\u200d", "\u202e", "\u2066", "\u2069", "\ue000", "\ue001", "\U000e0041"),
    *("é", "e\u0301", "ß", "ẞ", "İ", "ı", "ﬃ", "ſ", "K", "Å", "ﷺ", "ǆ", "Ω", "а", "١٢٣", "²", "½"),
    *("日本", "한", "ไทย", "עברית", "👩‍👩‍👧", "🏳️‍🌈", "â€œ", "Ã©", "\u0301" * 40, "\U0001d54f"),
)
_WORDS = ("light", "What is light?", "a", "physics", "x^2", "QuickTakes", "2024-12-07")
pieces = st.one_of(
    st.sampled_from(SIGNS),
    st.sampled_from(SIGNS),
    st.sampled_from(CHARACTERS),
    st.sampled_from(_WORDS),
    vectors,
)


def texts(most_pieces: int = 25) -> st.SearchStrategy[str]:
    """Texts of pieces that mean something, and of any characters."""
    return st.one_of(
        st.lists(pieces, max_size=most_pieces).map("".join),
        st.text(max_size=60),
        vectors,
        _many(most_pieces),
        _many(most_pieces * 2),
    )


def _many(most_pieces):
    """As above, longer and made at once: where each piece is drawn by itself, drawing takes longer
    than what is tried. Such a text is not made shorter when it fails."""

    def make(number):
        chance = Random(number)
        kinds = (SIGNS, SIGNS, CHARACTERS, _WORDS, VECTORS)
        count = chance.randint(1, most_pieces)
        return "".join(chance.choice(chance.choice(kinds)) for _ in range(count))

    return st.integers(0, 2**64).map(make)


@st.composite
def repeated(draw, most_characters: int = 20_000) -> str:
    """A text in which a few pieces stand again and again, one within the other or in a row: what
    takes quadratic time or memory shows here."""
    unit = "".join(draw(st.lists(pieces, min_size=1, max_size=3)))
    closing = "".join(draw(st.lists(pieces, max_size=2)))
    count = most_characters // max(len(unit) + len(closing), 1)
    middle = draw(st.sampled_from(["", "x", "\n\n", "$x$"]))
    return (draw(pieces) + unit * count + middle + closing * count)[:most_characters]


# What a box, a parameter or a field may be sent in the place of what it asks for.
NUMBERS = (
    *("0", "-1", "1", "01", "+1", "1.5", "1e5", "1e999", "NaN", "inf", "-0", "0x10", "1_000", "١"),
    *("²", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 400, "None"),
    *("2147483648", "99999999999", " 1 ", "1 OR 1=1", "[]", "{}", "true", "1,2", "1\x00"),
)
DATES = (
    *("2024-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-1-01-01", "today"),
    *(
        "2024-12-07T10:00",
        "2999-01-01T10:00",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "24:00",
        "٢٠٢٤",
    ),
)
ADDRESSES = (
    *(
        "/learn/physics/questions/a",
        "learn",
        "//x.org",
        "///x.org",
        "/\\x.org",
        "\\\\x.org",
        "http:x",
    ),
    *(
        "https://x.org",
        "http:///x.org",
        "https://x.org@y.org",
        "https://[::1",
        "https://[x]/",
        "ftp://x",
    ),
    *(
        "javascript:top.hit(0)",
        "data:text/html,x",
        "/admin/",
        "/" + "a" * 3000,
        "/%2e%2e/",
        "/a\r\nX: y",
    ),
    *(
        "https://x.org\\@y.org",
        "https://x\u3002org",
        "https://xn--/",
        "https://x.org:99999",
        "mailto:a@b",
    ),
    *("a@b", "a@b.example\nbcc: c@d.example", "@", "a" * 300 + "@x.example"),
)
STRUCTURES = (
    "[]",
    "{}",
    "[[]]",
    '["a"]',
    '{"a": 1}',
    "[" * 500,
    '{"a":' * 300,
    "null",
    '"a"',
    "[1e999]",
)


def values() -> st.SearchStrategy[str]:
    """What a single field may be sent."""
    return st.one_of(
        texts(8),
        vectors,
        st.sampled_from(NUMBERS),
        st.sampled_from(DATES),
        st.sampled_from(ADDRESSES),
        st.sampled_from(STRUCTURES),
        st.sampled_from(["", " ", "\0", "x" * 501, "é" * 3000, "\n" * 50]),
    )
