"""A replica in the place of a primary that does not answer: for readers alone.

Nothing is written while the primary is gone, so a replica that has all that the primary had is as
good for a reader. That cannot be asked any more; what is known is asked of the replica instead: the
last place of the primary's log that this process has noted, a second ago at most
(`articles.database.replica_watch`), and the highest numbers that any request of it had read. So a
reader is shown nothing older than anybody was by this process. What another process has saved
within that second, and the primary had not sent when it died, is missing until it is back.
"""

from contextlib import suppress

from django.db import Error, connections

from articles.database.replica_watch import REPLICA_PLACE, replica_watch
from articles.page_store.numbered_tables import HIGHEST_COLUMNS

_STATE = f"SELECT {REPLICA_PLACE}, {HIGHEST_COLUMNS}"


def stand_in(least: tuple[int, int]) -> tuple[str, tuple[int, int]] | None:
    """Return the name of a replica that has at least those numbers and all that is known of the
    primary, with its own numbers; None where there is none, or no replicas are watched here."""
    watch = replica_watch()
    for alias in watch.usable() if watch else ():
        try:
            place, change, stamp = _state_of(alias)
        except Error as error:
            watch.leave_out(alias, error)
            with suppress(Error):
                connections[alias].close()
            continue
        watch.note_reader(alias, connections[alias].connection)
        numbers = change or 0, stamp or 0
        if watch.has_all_known(place) and numbers[0] >= least[0] and numbers[1] >= least[1]:
            return alias, numbers
    return None


def _state_of(alias: str) -> tuple[int | None, ...]:
    """A connection that the replica's restart has cut is opened anew, once."""
    wrapper = connections[alias]
    if wrapper.connection is not None:
        with suppress(Error):
            return _row(wrapper)
        wrapper.close()
    return _row(wrapper)


def _row(wrapper: object) -> tuple[int | None, ...]:
    with wrapper.cursor() as cursor:
        cursor.execute(_STATE)
        return cursor.fetchone()
