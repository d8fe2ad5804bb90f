"""What the wording of a sentence tells: whether it stands by itself, and what it only promises.

English alone, as are the articles; the words are those of 330 openings and closings that were read.
"""

import re

# "In summary, heat flows": what only says that the text ends.
CLOSES = re.compile(
    r"(?:(?:in|to) (?:summary|conclusion|short|brief|essence|sum)|to (?:summari[sz]e|conclude"
    r"|sum up)|overall|in sum|ultimately|all in all|thus|therefore|hence|consequently"
    r"|as a result|so)(?:, |: | (?=the |an? ))",
    re.IGNORECASE,
)
OPENS_WITH = re.compile(
    r"(?:certainly|sure|of course|great question)[!,.]\s*|(?:answer|solution|short answer"
    r"|definition(?: of [\w ]{1,40})?):\s*",
    re.IGNORECASE,
)
# What stands for something said before, or goes on with it.
LEANS = re.compile(
    r"(?:it|its|they|their|them|he|his|she|her|we|our|i|these|those|this|that|such|here|there is"
    r" also|however|additionally|furthermore|moreover|also|for (?:example|instance)|similarly"
    r"|likewise|specifically|in (?:this|these|that|those|addition|contrast|other words|particular"
    r"|doing so|turn)|on the other hand|conversely|instead|meanwhile|nevertheless|nonetheless|then"
    r"|next|finally|first(?:ly)?|second(?:ly)?|by (?:these|this|following|understanding"
    r"|implementing|incorporating|integrating|using (?:this|these)|doing|addressing|considering"
    r"|focusing|examining|analy[sz]ing|applying|leveraging|employing|adopting|combining|carefully"
    r"|thoughtfully)|through (?:these|this|his|her|its|their)|as (?:such|a result|mentioned"
    r"|technology|these|the)|both (?:of )?(?:these|types|methods|approaches|are)\b|each"
    r"|understanding|given|let|if (?:we|you)|to (?:solve|find|calculate|determine|compute|evaluate"
    r"|answer|see|prove|show|illustrate|compare|understand|explain|describe|address)|one of|another"
    r"|some|other|the (?:latter|former|above|following|other|second|next|interplay"
    r"|process (?:of|typically) )|now|note|where"
    r"|[^.,]{1,40}, (?:on the other hand|however|by contrast|in contrast|in turn|then|also"
    r"|meanwhile|therefore|thus|for (?:example|instance)))\b",
    re.IGNORECASE,
)
# Within a sentence, what points to something that is not shown with it, or to where it was found.
POINTS = re.compile(
    r"\b(?:here(?:['’]s| (?:are|is))|(?:as|the) follow(?:s|ing)\b|below\b|above\b|let['’]s"
    r"|the (?:provided|given) (?:context|text|passage|information|content)|gathered information"
    r"|cannot (?:answer|provide|find)|(?:provided|given) in the (?:context|text|passage)"
    r"|I (?:can|will|would|do|am)|I['’]m"
    r"|we (?:first |also )?(?:need|will|should|must|have to|can (?:follow|use|consider|examine))"
    r"|sources?\b(?=[^.]{0,20}\bprovided)|step \d|mentioned (?:earlier|above))",
    re.IGNORECASE,
)
SAYS_THESE = re.compile(
    r"\b(?:these (?!days\b)\w+|this (?:\w+ )?(?:example|process|approach|method|concept"
    r"|distinction|case|question|section|article|answer|context|relationship|framework))\b",
    re.IGNORECASE,
)
# A second sentence that only praises what the first has said.
ADDS_NOTHING = re.compile(
    r"(?:understanding|recogni[sz]ing|by \w+ing|(?:this|these|it|they|such|its|their)"
    r" (?:\w+ ){0,3}?(?:is|are|plays?|has|have|remains?|makes?) (?:\w+ly )?(?:an? |the )?"
    r"(?:crucial|essential|vital|important|fundamental|significant|pivotal|critical|integral"
    r"|powerful|widely|valuable|key|cornerstone|foundational)\b)",
    re.IGNORECASE,
)
_THEN_SAID = r"(?![^.;]{0,90}(?::|\b(?:including|such as|namely)\b))"
# Words that promise what they do not say: "several factors", but not "two factors: heat and light".
PROMISES = re.compile(
    r"\b(?:several|various|numerous|multiple|a (?:\w+ )?(?:number|variety|range|series) of)\b"
    rf"{_THEN_SAID}"
    r"|\b(?:many|different|distinct|key|main|important|significant)(?: \w+){0,2}"
    r" (?:reasons|ways|factors|aspects|points|mechanisms|methods|elements|components|steps"
    r"|characteristics|features|purposes|roles|challenges|benefits|strategies|approaches|forms"
    r"|types|respects|means|implications|areas|dimensions|impacts|advantages|principles|criteria)"
    rf"\b{_THEN_SAID}"
    r"|\bmultifaceted\b|\bcomplex (?:interplay|relationship|and)\b|\bfollow(?:s|ing)\b",
    re.IGNORECASE,
)
PRAISES = re.compile(
    r"\b(?:not (?:only|just|merely)|enduring|lasting|extends? (?:far )?beyond|continues? to"
    r"|landscape|tapestry|journey|testament|driving force|crucial|essential|vital|pivotal"
    r"|significant|important|fundamental|integral|critical|invaluable|powerful|profound(?:ly)?"
    r"|significantly|cornerstone|indispensable|key)\b",
    re.IGNORECASE,
)
# "… is essential for understanding it": a predicate that answers nobody's question.
ONLY_PRAISES = re.compile(
    r"\b(?:is|are|was|were|being) (?:\w+ly )?(?:crucial|essential|vital|pivotal|important|critical"
    r"|integral|fundamental|indispensable|significant|necessary)(?: (?:for|in|to|as)\b|\.)"
    r"|\bplay\w* (?:an? )?(?:\w+ )?(?:crucial|vital|pivotal|significant|important|central|critical"
    r"|key|essential|fundamental|multifaceted) roles?\b(?!.{0,90}\b(?:by|through|as)\b)",
    re.IGNORECASE,
)
ENDS_WHOLE = re.compile(r"[.!?…][\"'”’)\]]*\Z")
