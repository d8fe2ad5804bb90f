import pytest

from articles.core.text.link_targets import links_in

PATH = "/learn/physics/questions/what-is-light"


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (f"See [light]({PATH}).", [PATH]),
        (f"See [light](<{PATH}> 'Light').", [PATH]),
        (f"See [light][1].\n\n[1]: {PATH}#why", [f"{PATH}#why"]),
        (f'See <a href="{PATH}?a=1">light</a>.', [f"{PATH}?a=1"]),
        (f"See https://example.org{PATH}.", [f"https://example.org{PATH}"]),
        (f"See <https://example.org{PATH}>.", [f"https://example.org{PATH}"]),
        (f"The path {PATH} is written so.", []),
        (f"In code: `[light]({PATH})`.", []),
        (f"```\n[light]({PATH})\n```", []),
        ("Elsewhere: [x](https://example.org/a).", []),
    ],
)
def test_links_into_the_library(text, addresses):
    found = list(links_in(text))
    assert [link.address for link in found] == addresses
    for link in found:
        assert text[link.start :].startswith(link.address)
        assert link.path == PATH


def test_a_link_has_its_line():
    assert [link.line for link in links_in(f"One.\n\nSee [light]({PATH}).")] == [3]
