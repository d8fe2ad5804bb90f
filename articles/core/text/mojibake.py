"""Detection and repair of UTF-8 that was read as Windows-1252 or Latin-1.

The owner's sample file contains `Hereâ€™s`, and none of 35,915 files contains any, so a repair must
be certain (docs/corpus.md, "Damaged text"). ftfy also changes intact text (4,860 typographic
quotes, the C code `&num;`), so this module recognises sequences of UTF-8 and nothing else.
Legitimate letters that look alike stay: `château`, `AÇÃO`, `5 Å²`, `« voilà »`.
"""

import re
from typing import NamedTuple

# What Windows-1252 shows for the bytes 80 to 9F; where it shows nothing, Latin-1's control.
_SHOWN = {
    char: byte
    for byte in range(0x80, 0xA0)
    if (char := bytes([byte]).decode("cp1252", "ignore") or chr(byte))
}
_BYTES = {**{chr(byte): byte for byte in range(0x80, 0x100)}, **_SHOWN}
_CONTINUATION = "".join(re.escape(c) for c in _SHOWN) + "\x80-\xbf"
# Latin symbols and accents (one continuation byte) need no further evidence; the accented
# capital "Ã" does, as Portuguese writes it in front of quotes and signs.
_SEQUENCE = re.compile(
    rf"(?P<four>ð[Ÿ\x90-\x9f][{_CONTINUATION}]{{2}})"
    rf"|(?P<three>[âï][{_CONTINUATION}]{{2}})"
    r"|(?P<quote>â€(?:\ufffd|(?=[\s.,;:!?)*]|\Z)))"
    rf"|(?P<latin>(?<![A-ZÀ-Þ])[ÂÃ][{_CONTINUATION}])"
    rf"|(?P<run>(?:[Î-ÑØ-Û][{_CONTINUATION}]){{2,}}|(?:[à-í][{_CONTINUATION}]{{2}}){{2,}})"
)
# "…" and a closing quote after the end of a French word (`voilâ…”`) are no third of anything.
_PUNCTUATION = frozenset("…’”»›\xa0")
# Every sequence starts so: a lead and a continuation. One quick search spares accented texts the
# twenty times slower one.
_PAIR = re.compile(rf"[ÂÃâïðÎ-ÑØ-Ûà-í][{_CONTINUATION}]")
_MAXIMUM_PASSES = 3


class Repair(NamedTuple):
    """One kind of replacement made in a text: `count` times `before` became `after`; `line`
    (from 1) is the first one's. Replayed in order, they make the repaired text."""

    before: str
    after: str
    count: int
    line: int


def repair_mojibake(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The text with its mojibake repaired, and what was replaced.

    Texts encoded twice are repaired twice, at most three times.

    >>> repair_mojibake("Hereâ€™s how")
    ('Here’s how', (Repair(before='â€™', after='’', count=1, line=1),))
    """
    if text.isascii() or not _PAIR.search(text):
        return text, ()
    repairs: list[Repair] = []
    for _ in range(_MAXIMUM_PASSES):
        found = _find_replacements(text)
        if not found:
            break
        for before, after in found.items():
            if before not in text:  # a longer sequence has taken it along
                continue
            line = text.count("\n", 0, text.index(before)) + 1
            repairs.append(Repair(before, after, text.count(before), line))
            text = text.replace(before, after)
    return text, tuple(repairs)


def _find_replacements(text: str) -> dict[str, str]:
    """Garbled sequence -> what it was, longest first so that none is torn by a shorter one."""
    found: dict[str, str] = {}
    for match in _SEQUENCE.finditer(text):
        garbled = match[0]
        if match["quote"]:
            found[garbled] = "”"
        elif not _is_innocent(match):
            repaired = _decode(garbled)
            if repaired:
                found[garbled] = repaired
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _is_innocent(match: re.Match[str]) -> bool:
    garbled = match[0]
    if match["three"]:
        return garbled[1] in _PUNCTUATION and garbled[2] in _PUNCTUATION
    if match["latin"]:
        return garbled[1] in "’”»›" or (garbled[0] == "Ã" and garbled[1] in "“‘–—…")
    return False


def _decode(garbled: str) -> str | None:
    try:
        return bytes(_BYTES[char] for char in garbled).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
