"""Time that reading an answer takes."""

import re

# Adults read 238 words of non-fiction a minute (Brysbaert 2019, "How many words do we read per
# minute?", Journal of Memory and Language 109); a text to learn from is read more slowly.
WORDS_A_MINUTE = 230
# Estimates: nobody has measured either over a library like this one. A line of code is read for its
# structure and not for its words, a displayed formula beside the time for its signs.
_SECONDS_A_CODE_LINE = 3
_SECONDS_A_DISPLAY = 5
_CODE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_DISPLAY = 'class="math-display'


def reading_minutes(html: str, plain_text: str) -> int:
    """Return how many minutes an answer takes to read, at least 1.

    `html` is its rendering, `plain_text` that without markup, in which a formula counts by its
    words.

    >>> reading_minutes("", "word " * 600)
    3
    """
    code_words = code_lines = 0
    if "<pre" in html:
        for block in _CODE.findall(html):
            code = _TAG.sub("", block)
            code_words += len(code.split())
            code_lines += sum(1 for line in code.split("\n") if line.strip())
    words = max(0, len(plain_text.split()) - code_words)
    seconds = words * 60 / WORDS_A_MINUTE
    seconds += code_lines * _SECONDS_A_CODE_LINE + html.count(_DISPLAY) * _SECONDS_A_DISPLAY
    return max(1, round(seconds / 60))
