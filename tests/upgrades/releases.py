"""The releases, oldest first, each with its newest migration of the library.

Whoever releases adds a line. What comes behind the last one belongs to the next release; migrations
up to the first one are of a time when nobody upgraded a running site, and are not judged.
"""

RELEASES = (("0.1.0", "0031_accounts"),)
