"""The site's settings with little patience, and little room where the environment says so.

MAXIMUM_PAGES is a limit of SQLite on its own file (sqlite.org/pragma.html#pragma_max_page_count),
for machines on which no small disk can be mounted. READ_ONLY is what SQLite says of a file that may
not be written to, also to root, whom no file's mode stops (#pragma_query_only).
"""

import os

from qtsite.settings import *  # noqa: F403
from qtsite.settings import DATABASES

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["timeout"] = 1
    if pages := os.environ.get("MAXIMUM_PAGES"):
        DATABASES["default"]["OPTIONS"]["init_command"] += f"PRAGMA max_page_count={int(pages)};"
    if os.environ.get("READ_ONLY"):
        DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA query_only=1;"
