"""Detection of answers that a model's length limit cut off."""

import re

# What may close a sentence's stop, or stand at the end of markup: nothing is said by it.
_CLOSERS = "*_\"'”’»)]"
_STOPS = ".!?…。"
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)]|[a-zA-Z][.)])\s")
_HEADING = re.compile(r"#{1,6} ")


def breaks_off(answer: str) -> bool:
    """True if the answer stops in the middle: of a sentence, a list's promise, a listing.

    11,550 of 11,573 answers end in a full stop; code, tables, formulas, quotations and lists
    whose items have no stops may end otherwise. About 49 of 35,915 break off.

    >>> breaks_off("Despite this, the initial")
    True
    """
    text = answer.rstrip()
    if not text or text[-1] in _STOPS:
        return text.count("```") % 2 == 1
    last = text.rstrip(_CLOSERS)[-1:]
    if text.count("```") % 2 == 1:
        return True
    if text[-1] in "`|$}>\\;=" or last in _STOPS or last == "":
        return False
    lines = text.split("\n")
    if last in ",:–—-" or _HEADING.match(lines[-1]):
        return True
    if text[-1] in _CLOSERS:
        return False
    return last.isalnum() and not _is_item_without_stops(lines)


def _is_item_without_stops(lines: list[str]) -> bool:
    """True if the last line is a list item and the one before it ends without a stop too."""
    if not _LIST_ITEM.match(lines[-1]):
        return False
    for line in reversed(lines[:-1]):
        stripped = line.strip()
        if stripped and not stripped.endswith(":"):
            return _LIST_ITEM.match(line) is not None and stripped[-1] not in _STOPS
    return False
