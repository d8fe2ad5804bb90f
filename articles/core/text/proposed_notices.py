"""Proposed notices for subjects of health and of law, for an editor to take or to write otherwise.

Nothing is published by itself: what a site says to its readers about their health or their rights
is its own word. Google's guidelines call such subjects "Your Money or Your Life" and expect that a
page says how far it may be trusted (Search Quality Rater Guidelines, 2.3).
"""

import re

_HEALTH = (
    "This answer is for learning. It is no medical advice, and takes the place of no examination or"
    " treatment. If you are ill or unsure, ask a doctor or a pharmacist; in an emergency call the"
    " emergency number of your country."
)
_LAW = (
    "This answer is for learning. It is no legal advice. The law differs from country to country,"
    " and changes; for a case of your own ask a lawyer who is admitted where you are."
)
_WORDS = (
    (
        frozenset(
            [
                "medicine",
                "medical",
                "health",
                "healthcare",
                "nursing",
                "nutrition",
                "dietetics",
                "anatomy",
                "pharmacy",
                "pharmacology",
                "pathology",
                "psychiatry",
                "dentistry",
                "surgery",
                "midwifery",
                "paediatrics",
                "pediatrics",
                "oncology",
                "cardiology",
                "epidemiology",
                "physiotherapy",
            ]
        ),
        _HEALTH,
    ),
    (frozenset(["law", "laws", "legal", "jurisprudence"]), _LAW),
)
# Of the laws that nobody breaks, no lawyer is asked.
_OF_NATURE = frozenset(["physics", "nature", "motion", "thermodynamics", "science"])


def proposed_notice(slug: str, name: str) -> str:
    """Return the notice that a subject of health or law should have; "" for all others.

    >>> proposed_notice("bachelor-of-laws", "Bachelor of Laws")[:45]
    'This answer is for learning. It is no legal a'
    >>> proposed_notice("laws-of-nature", "Laws of Nature")
    ''
    """
    words = set(re.findall(r"[a-z]+", f"{slug} {name}".lower()))
    for signs, notice in _WORDS:
        if words & signs and not words & _OF_NATURE:
            return notice
    return ""
