"""Sources as a text: an address a line, and a title behind it."""

import pytest

from articles.core.text.source_list import (
    Source,
    bad_lines,
    read_sources,
    tidy_sources,
    write_sources,
)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("https://a.org", Source("https://a.org")),
        ("  http://a.org/b?c=d#e \t On  heat ", Source("http://a.org/b?c=d#e", "On heat")),
        ("https://a.org/Müller 熱", Source("https://a.org/Müller", "熱")),
        ("https://a.org/x_(y) \u202eTitle", Source("https://a.org/x_(y)", "Title")),
        ("HTTPS://A.org", Source("HTTPS://A.org")),
        ("https://[::1]/", Source("https://[::1]/")),
    ],
)
def test_a_line_names_a_source(line, source):
    assert read_sources(line) == (source,)
    assert bad_lines(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.org",
        "/learn",
        "//a.org",
        "www.a.org",
        "https://",
        "https://user:secret@a.org",
        "https://[::1",
        'https://a.org/"onclick="x',
        "https://a.org/<b>",
        "A book (1999)",
        f"https://a.org/{'a' * 1_000}",
        f"https://a.org {'a' * 301}",
    ],
)
def test_a_line_names_none(line):
    assert read_sources(line) == ()
    assert bad_lines(f"\n{line}\n https://a.org") == [line]


def test_each_address_is_there_once_in_its_order_and_a_hundred_at_most():
    text = "https://b.org B\n\nno\nhttps://a.org\nhttps://b.org Again"
    assert tidy_sources(text) == "https://b.org B\nhttps://a.org"
    many = write_sources(Source(f"https://a.org/{number}") for number in range(101))
    assert len(read_sources(many)) == 100


def test_a_source_is_called_by_its_title_or_its_address():
    assert Source("https://a.org/b/", "On b").name == "On b"
    assert Source("https://a.org/b/").name == "a.org/b"
