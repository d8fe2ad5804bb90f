"""Detection of files that a later file of the same name supersedes within one run.

Only the last version counts. Importing the earlier ones first would write a revision for each, on
every run. Names are compared before any file is read, so that a million files are not read twice.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from articles.core.source.article_paths import (
    is_bundle,
    location_of,
    parse_article_path,
    source_path,
)

# The address that a file declares, where it stands as it does in all real files; a related
# question's is indented.
_URL = re.compile(rb"""^url:\s*(?:[>|]-?\s+)?["']?([^\s"']+)""", re.MULTILINE)


def name_key(path: str) -> int:
    """Return 8 bytes for the last folder and the file's name, in an archive or not; a million names
    would take 100 MB. An `index.md` has the key of the file that its folder stands for.

    Python's hash of a text is SipHash under a key of the process's own, so that no name can be made
    to meet another; of a million two meet by chance in one run of 30 million.
    """
    if is_bundle(path):
        path = f"{path.rpartition('/')[0]}.md"
    *folder, name = path.rsplit("/", 2)
    return hash((folder[-1].rpartition("!")[2] if folder else "", name))


class Repeats:
    """Counts down the files of each name that comes more than once; sorting the keys of a million
    files takes 40 MB for half a second."""

    def __init__(self, keys: Iterable[array]) -> None:
        every = sorted(key for some in keys for key in some)
        self._left = Counter(key for key, following in pairwise(every) if key == following)

    def is_followed(self, path: str) -> bool:
        """Take note that the file has come; return whether another of its name will."""
        if not self._left:
            return False
        key = name_key(path)
        if not self._left[key]:
            return False
        self._left[key] -= 1
        return True


def declares_its_name(path: str, data: bytes) -> bool:
    """True unless the file says that it is another article than its name says: those of its name
    are then no later versions of it."""
    found = _URL.search(data)
    declared = parse_article_path(found[1].decode(errors="replace")) if found else None
    return declared is None or source_path(*declared) == location_of(path)
