"""SQL for the highest numbers that a database has given (`articles.page_store.freshness`)."""

from articles.models import Change, PageStamp

CHANGES = Change._meta.db_table
STAMPS = PageStamp._meta.db_table
# Each is the end of an index; NULL where nothing is numbered.
HIGHEST_COLUMNS = f"(SELECT max(number) FROM {CHANGES}), (SELECT max(number) FROM {STAMPS})"
HIGHEST = f"SELECT {HIGHEST_COLUMNS}"
