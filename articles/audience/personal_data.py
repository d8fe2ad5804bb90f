"""Recognition of searches that may say who somebody is, which are not kept. Pure.

Cautious: a search that is left out is one line less in a list, one that is kept by mistake is
somebody's. What cannot be recognised is a bare name, which may be Napoleon's: it goes with its row,
or when somebody at the desk deletes it.
"""

import re

# "1914-1918" and "1939 to 1945" are no telephone numbers.
_YEARS = re.compile(r"\b(?:1\d|20)\d\d\s*(?:-|–|/|to|and|or|,)\s*(?:1\d|20)?\d\d\b")
_PERSONAL = re.compile(
    # An e-mail address, or the name of somebody in a social network.
    r"\S@\S|(?:\A|\s)@\w"
    # A web address: with its query string it may be a key to somebody's account.
    r"|\w://|\bwww\.|\b[\w-]+\.(?:com|org|net|edu|gov|io|de|uk|fr)(?:/|\b\?)"
    # Seven digits with nothing but signs between: telephones, cards, accounts, dates of birth.
    r"|\d(?:[\s().+/-]{0,3}\d){6}"
    # A token or password: sixteen signs without a blank, digits and letters mixed.
    r"|(?=[\w-]*\d)(?=[\w-]*[^\W\d])[\w-]{16}"
    r"|\b(?:password|passwort|passcode|pin|ssn|social security)(?: number)?(?: is\b|:)"
    # Who somebody is, in their own words.
    r"|\bmy (?:full |first |last |middle |sur)?name(?: is|'?s|:)|\bi ?['’]?a?m (?:called|named)\b"
    r"|\bmein name\b|\bich hei(?:ß|ss)e\b|\bje m['’ ]appelle\b|\bme llamo\b|\bmi nombre es\b"
    r"|\bmi chiamo\b|\bmeu nome\b"
    r"|\bi live (?:at|in|on)\b|\bmy (?:home )?address\b|\bmy (?:phone|mobile|student id|id) "
    # A house in a street, American and German.
    r"|\b\d{1,5}[a-z]? (?:\w+ ){1,3}(?:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd)\b"
    r"|(?:straße|strasse|str\.) \d",
    re.IGNORECASE,
)


def may_be_personal(text: str) -> bool:
    """Return whether what was typed may say who somebody is, or open what is theirs.

    >>> [may_be_personal(text) for text in ("causes of ww1 1914-1918", "jane@example.org")]
    [False, True]
    """
    return bool(_PERSONAL.search(_YEARS.sub(" ", text)))
