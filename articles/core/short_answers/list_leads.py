"""What stands before the names of a list in a short answer."""

import re
from collections.abc import Iterator, Sequence

from articles.core.short_answers.wordings import ENDS_WHOLE, LEANS, PROMISES, SAYS_THESE
from articles.core.text.description_openings import capitalise

_AS_FOLLOWS = re.compile(
    r",? (?:which |that |and |these |they )?(?:(?:can|may|could) be |are |is )?"
    r"(?:summari[sz]ed|outlined|described|listed|explained|categori[sz]ed|grouped|broken down)?"
    r" ?(?:as follows|in the following ways?|below)\Z",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"here(?:['’]s| (?:are|is)) (?:some (?:of )?|several (?:of )?|a few (?:of )?|an? )?(?:the )?"
    r"(?:(?:most )?notable |detailed |brief |concise |comprehensive )*",
    re.IGNORECASE,
)
# What goes on about things that were promised: ", which can affect safety".
_TAIL = re.compile(r", (?:which|each|all of which|as|and (?:it|they|understanding)|\w+ing)\b")
_LONGEST_LEAD = 170
_SAYS_NOTHING = re.compile(
    r"(?:\w+ ){0,2}(?:points?|overview|breakdown|explanation|summary|look|details?|aspects?"
    r"|insights?|examples?|considerations?|highlights?|analysis|guide|list|comparison)\b"
    r"(?:(?: to consider| to note| regarding (?:this|these|their|its)\b.*| illustrating this\b.*"
    r"| of (?:this|these|their|its|how|each|what)\b.*|(?=\Z)).*)?",
    re.IGNORECASE,
)


def leads(sentences: Sequence[str]) -> Iterator[str]:
    """What may stand before a list's names, of the sentences of the paragraph that announces it:
    the last but one, if it promises them; else the announcement without its "Here are some of
    the", alone and behind that sentence.

    >>> list(leads(["Heat has effects.", "Here are the main effects of heat:"]))
    ['Main effects of heat', 'Heat has effects. Main effects of heat']
    """
    announced = sentences[-1].rstrip(" :")
    before = sentences[-2] if len(sentences) > 1 and not LEANS.match(sentences[-2]) else ""
    promising = _promising(before)
    if promising and len(promising) <= _LONGEST_LEAD:
        yield promising
        return
    match = _HERE.match(announced)
    said = _AS_FOLLOWS.sub("", announced[match.end() if match else 0 :])
    if not said or (match and _SAYS_NOTHING.match(said)):
        return
    said = capitalise(said)
    if len(sentences) == 1 or not (LEANS.match(said) or SAYS_THESE.search(said)):
        yield said
    if before and ENDS_WHOLE.search(before):
        yield f"{before} {said}"


def _promising(sentence: str) -> str:
    """A sentence that promises several things, up to where it goes on about them; else ""."""
    promise = PROMISES.search(sentence)
    if not promise or LEANS.match(sentence):
        return ""
    tail = _TAIL.search(sentence, promise.end())
    return sentence[: tail.start() if tail else None].rstrip(" .")
