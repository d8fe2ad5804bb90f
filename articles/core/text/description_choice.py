"""Choice between a file's description and the first sentences of the answer.

Many descriptions of the publisher's files name a topic ("The role of metaethics in understanding
ethical concepts.") where the answer's first sentence says something ("Metaethics examines the
nature of moral judgements."). docs/corpus.md, "Page heads" has the rule and how it was judged.
"""

import re
from enum import Enum
from typing import NamedTuple

from articles.core.text.description_cuts import LIMIT
from articles.core.text.description_length import file_description, first_sentence
from articles.core.text.description_openings import speaks_of_the_text
from articles.core.text.finite_verbs import has_verb
from articles.core.text.lost_letters import restore_letters
from articles.core.text.script_signs import set_typed_scripts
from articles.core.text.sentences import find_sentence_ends

_SHORTEST = 70
# Of an answer that is read for its first sentences.
_LOOKED_AT = 1_000

_FEWEST_NEW = 3
_OF_A_BARE_TOPIC = 2
# What a sentence that only promises ("several challenges") is worth less.
_PROMISED = 3
# The answer says the same to the end with this share of a description's telling words, and as
# many new ones but for so few.
_THE_SAME, _A_FEW = 0.65, 1
# A description that compares is better than a sentence that tells nothing apart.
_COMPARES = re.compile(r"\b(?:differences?|distinctions?|compar\w+|contrasts?|differ\w*)\b", re.I)
_TELLS_APART = re.compile(
    r"\b(?:differ\w*|unlike|whereas|while|but|distin\w+|both|contrast\w*|compar\w+|var\w+"
    r"|separate|respectively)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:several|various|multiple|numerous|many"
    r"|(?:variety|range|number|set|series|combination) of)\b"
)
_WORD = re.compile(r"[^\W_]{3,}")
# Words of any description of any article.
_FILLERS = frozenset(
    """about across affect affected affects after allow allows also among analysis and approach
    approaches are aspect aspects available before between both but can challenge challenges
    characteristic characteristics complex component components comprehensive concept
    concepts content context contexts contribution contributions could critical crucial
    defined describes detailing did different discusses distinct does during each effective
    effectively element elements emphasizing enhance enhanced enhances enhancing especially
    essence essential examining example examples explains explanation exploration explore
    explores exploring factor factors feature features field fields first focusing for form
    forms from fundamental fundamentally had has have help helps her here highlight
    highlighting highlights his how impact impacted impacts importance important include
    includes including influence influenced influences insights into involve involves its
    key known lasting made main make makes many may means method methods might more most
    much multifaceted multiple nature not notable number numbers numerous offer offers one
    other others over overview part particularly parts pivotal play played playing plays
    primarily primary process processes profound profoundly provide provides providing range
    ranges refer refers resource resources role roles serve served serves serving several
    shape shaped shaping should significance significant significantly since some specific
    such technique techniques term terms than that the their them then there these they this
    those through tool tools topic two type types under understand understanding unique
    until use used uses using various very vital was way ways were what when where which
    while who whom whose why will with within would""".split()  # noqa: SIM905
)
_TOPIC = re.compile(
    r"(?:an?|the)?\s*(?:\w+\s){0,3}?(?:overview|exploration|analysis|explanation|examination|guide"
    r"|discussion|comparison|look|insights?|summary|introduction|study|review|description"
    r"|definitions?|strategies|examples|techniques|best practices|tips|steps|methods)\b"
    r"(?= (?:of|on|into|to|for|in|at|about|between)\b)"
    r"|(?:explor|examin|discuss|explain|describ|analyz|learn|discover|understand|investigat|compar"
    r"|highlight|detail|outlin|defin|delv|find out|provid|identif|summari|cover|clarif)"
    r"(?:e|es|s|ing|ed|er|ies|y|ze|zes|izes|ses)?\b",
    re.IGNORECASE,
)
# What stands for something said before, or speaks to somebody.
_NOT_ALONE = re.compile(
    r"(?:it|they|he|she|these|those|this|here|however|additionally|furthermore|moreover|therefore"
    r"|thus|such|in this|for this|to (?:determine|solve|find|calculate|answer|compute|show|prove"
    r"|see|derive|evaluate|analy[sz]e|identify)|let|given|if we|we|i|based on|according to the"
    r"|in the (?:context|given|provided)|sure|certainly|yes|no|unfortunately|answer|step"
    r"|question)\b",
    re.IGNORECASE,
)
# What only says that something will be said.
_ANNOUNCES = re.compile(
    r":\s*\Z|\b(?:here (?:are|is)|(?:the|as) follow(?:s|ing)|below|let['’]s|we (?:will|can|need)"
    r"|(?:several|many|various|multiple|some|a few|numerous|different|two|three|four|five|key|main"
    r"|distinct) (?:\w+ )?(?:reasons|ways|factors|aspects|key points|steps|areas|respects|points"
    r"|considerations)"
    r"|gathered|provided (?:information|context|text|content)|the (?:context|passage|text|document"
    r"|information|content)\b|(?:these|the) steps|you can|can be (?:summarized|summarised|outlined"
    r"|broken down|explored|understood|analyzed|categorized)|sources?\b|I['’]m|\bI\b)",
)
# Formulas that have no readable form in running text, marks of Markdown, and what is no sentence.
_UNREADABLE = re.compile(r"[\\^_{}|*#`\t]|https?:|\d\. \Z")


class Origin(Enum):
    """Where a shown description comes from. ANSWER_SAYS_MORE: there is a description, but the
    answer's first sentences say more; ANSWER_STANDS_IN: there is none, or it is damaged."""

    FILE = 1
    ANSWER_SAYS_MORE = 2
    ANSWER_STANDS_IN = 3


class Description(NamedTuple):
    """One line of at most 155 characters, and where it comes from."""

    text: str
    origin: Origin


def choose_description(
    raw: str, *, question: str, plain_text: str, short_answer: str = "", is_own: bool = False
) -> Description:
    """Return what a page shows as its description: the file's, or the answer's first sentences.

    `question` is the heading above it, `plain_text` the answer's, a block a line, `short_answer`
    its short one; `is_own`: an editor wrote that. The answer is chosen where its sentences fit
    whole, say something, and the file's description only names a topic, is cut off, or repeats the
    question, and has not much more to say.
    """
    restored = restore_letters(set_typed_scripts(raw), plain_text)
    own = "" if restored.lost else file_description(restored.text)
    # Half of it may leave out what the question asks.
    short = short_answer if len(short_answer) <= LIMIT else ""
    if not own:
        return Description(short or first_sentence(plain_text), Origin.ANSWER_STANDS_IN)
    answer = (short if is_own else "") or answer_sentences(plain_text) or short
    if answer and _says_more(answer, own, restored.text, question):
        return Description(answer, Origin.ANSWER_SAYS_MORE)
    return Description(own, Origin.FILE)


def answer_sentences(plain_text: str) -> str:
    """Return the first sentences of an answer that stand by themselves, whole, in 70 to 155
    characters; "" where there are none: where the first is longer, announces what follows, or
    speaks of something that is not shown.

    >>> answer_sentences("Tides come twice a day.")
    ''
    """
    paragraph = _first_prose(plain_text[:_LOOKED_AT])
    if not paragraph or _NOT_ALONE.match(paragraph):
        return ""
    taken, start = 0, 0
    for end in find_sentence_ends(paragraph):
        if end > LIMIT or _ANNOUNCES.search(paragraph, start, end):
            break
        if start and _NOT_ALONE.match(paragraph[start:].lstrip()) and taken >= _SHORTEST:
            break
        taken = start = end
    text = paragraph[:taken]
    return text if taken >= _SHORTEST and not _UNREADABLE.search(text) else ""


def _first_prose(plain_text: str) -> str:
    """The first line that is no heading, on one line; "" where a list follows at once."""
    lines = [line.strip() for line in plain_text.split("\n") if line.strip()]
    if lines and len(lines) > 1 and not lines[0].endswith((".", "!", "?", ":", ",", ";")):
        lines = lines[1:]
    return " ".join(lines[0].split()) if lines else ""


def _says_more(answer: str, own: str, raw: str, question: str) -> bool:
    asked, of_answer, of_own = telling_words(question), telling_words(answer), telling_words(own)
    new_in_answer, new_in_own = len(of_answer - asked), len(of_own - asked)
    if _PROMISE.search(answer):
        new_in_answer -= _PROMISED
    if new_in_answer < _FEWEST_NEW or (_COMPARES.search(own) and not _TELLS_APART.search(answer)):
        return False
    if new_in_own <= (_OF_A_BARE_TOPIC if names_a_topic(own, raw) else 1):
        return True
    # It breaks off where the answer says the same to the end. Else even its half is better: of a
    # list of what the article holds, or of a statement, readers like the particulars.
    return (
        own.endswith("…")
        and new_in_answer >= new_in_own - _A_FEW
        and len(of_own & of_answer) >= _THE_SAME * len(of_own)
    )


def names_a_topic(own: str, raw: str) -> bool:
    """Return whether a description says what the text is about, instead of what is true."""
    return (
        speaks_of_the_text(" ".join(raw.split()))
        or _TOPIC.match(own) is not None
        or not has_verb(own)
    )


def telling_words(text: str) -> frozenset[str]:
    """The beginnings of the words that say something, so that "impact" is "impacted"."""
    words = _WORD.findall(text.lower())
    return frozenset(word[:5] for word in words if word not in _FILLERS)
