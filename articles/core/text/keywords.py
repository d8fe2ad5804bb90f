"""Keywords of an article: one string in its file, separated by commas."""

from articles.core.text.description_length import is_damaged
from articles.core.text.lost_letters import restore_letters


def shown_keywords(keywords: str, plain_text: str) -> list[str]:
    """Return the keywords as a page names them: letters with accents restored from the answer, and
    without those that have lost letters for good; none of a list that is damaged otherwise."""
    if is_damaged(keywords):
        return []
    restored = restore_letters(keywords, plain_text)
    lost = set(restored.lost)
    found = split_keywords(restored.text)
    return [word for word in found if lost.isdisjoint(word.split())] if lost else found


def split_keywords(keywords: str) -> list[str]:
    """The keywords of a comma-separated string, without empty and repeated ones.

    >>> split_keywords("heat,energy, Heat,, work")
    ['heat', 'energy', 'work']
    """
    found: dict[str, str] = {}
    for part in keywords.split(","):
        keyword = " ".join(part.split())
        if keyword:
            found.setdefault(keyword.casefold(), keyword)
    return list(found.values())
