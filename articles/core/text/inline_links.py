"""Other addresses for links of an answer to pages of a library, and links made plain words.

Only `/learn/…` of the answer's own site is touched, as it is written there without a host, and
never in code.
"""

from collections.abc import Callable

from articles.core.text.link_targets import STEM, links_in


def readdressed(answer: str, address_of: Callable[[str], str]) -> str:
    """Return the answer with the paths of links as `address_of(path)` says, which returns "" for
    one that stays. Query and fragment stay.

    >>> readdressed("See [it](/learn/a/questions/b#c).", lambda path: "/learn/a/questions/d")
    'See [it](/learn/a/questions/d#c).'
    """
    if STEM not in answer:
        return answer
    for link in reversed(list(links_in(answer))):
        if not link.host and (path := address_of(link.path)):
            end = link.start + len(link.path)
            answer = answer[: link.start] + path + answer[end:]
    return answer


def unlinked(answer: str, is_away: Callable[[str], bool]) -> str:
    """Return the answer with the words alone of inline links whose path is away. Links of another
    form (a reference's, HTML's) stay: what should stand in their place is a person's to say.

    >>> unlinked("See [the *b*](/learn/a/questions/b 'B').", lambda path: True)
    'See the *b*.'
    """
    if STEM not in answer:
        return answer
    for link in reversed(list(links_in(answer))):
        if link.host or not is_away(link.path):
            continue
        opening = _bracket_before(answer, link.start)
        end = answer.find(")", link.start + len(link.address))
        rest = answer[link.start + len(link.address) : end]
        # A title may follow the address, and nothing else: another line is another text.
        if opening is None or end < 0 or "\n" in rest or "](" in rest:
            continue
        words_end = answer.rfind("](", opening, link.start)
        words = answer[opening + 1 : words_end]
        answer = answer[:opening] + words + answer[end + 1 :]
    return answer


def _bracket_before(answer: str, start: int) -> int | None:
    """Where the `[` of the inline link stands whose address begins at `start`; None of an image,
    and of what is no inline link."""
    at = start - 1
    if at >= 0 and answer[at] == "<":
        at -= 1
    if answer[max(0, at - 1) : at + 1] != "](":
        return None
    depth = 0
    for place in range(at - 1, -1, -1):
        sign = answer[place]
        if sign == "\n" and answer[place - 1 : place] == "\n":
            return None
        if place and answer[place - 1] == "\\":
            continue
        if sign == "]":
            depth += 1
        elif sign == "[":
            depth -= 1
            if depth == 0:
                return None if place and answer[place - 1] == "!" else place
    return None
