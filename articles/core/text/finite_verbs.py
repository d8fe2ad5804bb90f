"""Whether an English text has a finite verb, as far as the verbs of descriptions tell."""

import re

# Finite verbs that a statement of these descriptions has; a word in "-ed" may as well be a
# participle, and counts before an article or a possessive alone.
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|will|would|must|should|does|did|do"
    r"|became|began|led|made|gave|took|held|built|brought|drew|sought|saw|won|wrote|rose|grew"
    r"|(?:reflect|shape|play|serve|involve|include|provide|use|enhance|influence|impact|allow|enable"
    r"|require|create|help|represent|describe|refer|occur|differ|depend|contribut|offer|promot"
    r"|significantly|aim|consist|combin|focus|state|suggest|relat|produc|form|measur|determin"
    r"|affect|improv|reduc|increas|address|emphasi[sz]e|face|symboli[sz]e|challenge|critique"
    r"|illustrate|demonstrate|indicate|explain|lead|mark|employ|convey|show|ensure|facilitate)e?s"
    r"|\w+ed (?:the|a|an|its|their|his|her|to|by|in|from|as|into))\b",
    re.IGNORECASE,
)


def has_verb(text: str) -> bool:
    """Return whether the text says something of something: "Tides are caused by the moon", but not
    "The causes of tides".

    >>> has_verb("Tides are caused by the moon."), has_verb("The causes of tides.")
    (True, False)
    """
    return _VERB.search(text) is not None
