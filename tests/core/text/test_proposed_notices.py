"""Which subjects a notice is proposed for."""

import pytest

from articles.core.text.proposed_notices import proposed_notice


@pytest.mark.parametrize(
    ("slug", "name", "word"),
    [
        ("nursing", "Nursing", "medical advice"),
        ("health-and-nutrition", "Health and nutrition", "medical advice"),
        ("bachelor-of-laws", "Bachelor of Laws", "legal advice"),
        ("llb", "Constitutional law", "legal advice"),
        ("laws-of-motion", "Laws of motion", None),
        ("physics", "Physics", None),
        ("lawn-care", "Lawn care", None),
        ("healthy-code", "Clean code", None),
    ],
)
def test_a_notice_is_proposed_for_health_and_law_alone(slug, name, word):
    notice = proposed_notice(slug, name)
    assert (word in notice) if word else notice == ""
