"""Canonical form of a requested path. Pure."""

import re

# The old site joined a relative link to the page's own address: `/learn/X/questions/undefined`
# and then the real path. Crawlers still ask for these; the last `/learn/` is what was meant.
_LEAKED = re.compile(r"\A.*/undefined(?=/learn(?:/|\Z))", re.DOTALL)
_SLASHES = re.compile(r"/{2,}")
# What a text puts behind an address, and a mail program takes for a part of it.
_STRAY = " /)]}>.,;:!?'\"*’”"
_ENDING = re.compile(r"(?:/index)?\.html?\Z")
# The first page of a list has the list's own address; a subject's page is the list of its questions
# and of its topics.
_FIRST_PAGE = re.compile(
    r"\A(/learn/[^/]+(?:/topics/[^/]+)?|/people/[^/]+)/(?:page/0*1|page)\Z"
    r"|\A(/learn/[^/]+)/(?:questions|topics)\Z"
)


def canonical_path(path: str) -> str:
    """Return the path as the library writes it; it always begins with exactly one slash.

    Mended are slashes (doubled, at the end), capitals, `.html`, blanks around, a bracket or stop
    that belonged to the sentence around it, the leaked form, and the first page of a list under a
    number. The result need not exist.

    >>> canonical_path("/learn/a/questions/undefined/learn//Physics/questions/Heat.html/")
    '/learn/physics/questions/heat'
    """
    text = _SLASHES.sub("/", "/" + path.strip()).lower()
    text = _LEAKED.sub("", text).rstrip(_STRAY)
    text = _ENDING.sub("", text).rstrip("/ ")
    return _FIRST_PAGE.sub(lambda found: found[1] or found[2], text) or "/"
