"""What a question asks for: a definition, several things, a reason, a number."""

import re
from dataclasses import dataclass
from typing import Self

from articles.core.text.description_choice import telling_words

_LIST = re.compile(
    r"(?:what|which)(?: \w+)? (?:are|were|do|did|can|could|have|should)\b"
    r"|(?:can|could) you (?:provide|give|list|name)\b"
    r"|(?:list|name|identify|outline|enumerate|give)\b|in what ways"
    r"|what (?:\w+ ){1,4}(?:are|were|do|did|can|made|make|contribute\w*|influence\w*)\b",
    re.IGNORECASE,
)
# "What are isotopes, and how do they differ?" wants to know what they are, not which.
_WHAT_THEY_ARE = re.compile(
    r"what (?:are|were) (?!the |some |its |their )[^?,]{1,45},? and (?:how|why|what)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"(?:what (?:is|are|was|were|does)|define|explain (?:the (?:concept|term|meaning)|what)|who"
    r"|describe|(?:can|could) you (?:please )?(?:explain|describe|define)"
    r"|how (?:is|are) [^?]{2,60} defined)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:why|how|role|impact|affect|influence|effect|cause)", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\b(?:differ\w*|compar\w+|contrast\w*|distin\w+|versus|vs)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\bhow (?:many|much|long|far|old|fast|large)\b|\bwhen\b", re.IGNORECASE)
_CALCULATION = re.compile(
    r"\b(?:calculat\w+|comput\w+|find|solve|determin\w+|evaluate|simplify|express\w*|deriv\w+"
    r"|formula|equation|value|how (?:many|much))\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|must)\b",
    re.IGNORECASE,
)
_TWO_PARTS = re.compile(r",? and (?:how|what|why|when|where|which|who|in what)\b", re.IGNORECASE)
# What asks, before what is asked for.
_ASKING = re.compile(
    r"\s*(?:(?:can|could|would) you (?:please )?)?"
    r"(?:(?:explain|describe|discuss|define|identify|list|outline|summari[sz]e|compare|analy[sz]e"
    r"|elaborate on|provide|give|state|name) )?"
    r"(?:(?:some|an?|the) )?(?:(?:examples?|concept|idea|notion|meaning|definition) (?:of|for) )?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """`asked` are the telling words of what is asked for; `has_two_parts`: "What is X, and how does
    it …?"."""

    asked: frozenset[str]
    wants_list: bool
    wants_definition: bool
    wants_reason: bool
    wants_difference: bool
    wants_number: bool
    wants_calculation: bool
    wants_yes_or_no: bool
    has_two_parts: bool

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what the text of a question asks for.

        >>> Question.read("What are isotopes, and how do they differ?").wants_definition
        True
        """
        is_what_they_are = _WHAT_THEY_ARE.match(text) is not None
        wants_list = _LIST.match(text) is not None and not is_what_they_are
        return cls(
            asked=telling_words(_ASKING.sub("", text, count=1)),
            wants_list=wants_list,
            wants_definition=_DEFINITION.match(text) is not None and not wants_list,
            wants_reason=_REASON.search(text) is not None,
            wants_difference=_DIFFERENCE.search(text) is not None,
            wants_number=_NUMBER.search(text) is not None,
            wants_calculation=_CALCULATION.search(text) is not None,
            wants_yes_or_no=_YES_OR_NO.match(text) is not None,
            has_two_parts=_TWO_PARTS.search(text) is not None,
        )
