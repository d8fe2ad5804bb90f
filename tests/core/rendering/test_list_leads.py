"""Anchors of the bold leads of list items."""

import re

import pytest

from articles.core.rendering import render


def anchors(markdown):
    return re.findall(r'<li id="([^"]+)">', render(markdown).html)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("- **Heat flow**: it flows", ["section-heat-flow"]),
        ("1. **Heat:** it flows", ["section-heat"]),
        ("- **Heat**: a\n\n- **Cold**: b", ["section-heat", "section-cold"]),
        ("- **Heat**: a\n- **Heat**: b", ["section-heat", "section-heat-1"]),
        ("### Heat\n\n- **Heat**: a", ["section-heat-1"]),
        ("- **Heat**: a\n  - **Below**: b", ["section-heat"]),
        ("> - **Heat**: a", []),
        ("- **Heat** flows", []),
        ("- Heat: **flows**: so", []),
        (f"- **{'long ' * 20}**: a", []),
        ("**Heat**: a", []),
    ],
)
def test_leads_of_first_lists_have_ids(markdown, expected):
    assert anchors(markdown) == expected


def test_many_equal_leads_take_no_time():
    assert len(set(anchors("- **Heat**: a\n" * 3_000))) == 3_000
