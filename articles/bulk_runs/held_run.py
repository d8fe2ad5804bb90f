"""The row of a run, held until a transaction ends: alone, or beside others."""

from typing import Any

from django.db import connection

from articles.models import BulkRun


def held(run: BulkRun, *states: str) -> tuple[str, Any] | None:
    """Return state and order of a run in one of some states, which nobody changes until the
    transaction ends; None where it is in none of them, or gone."""
    rows = BulkRun.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=run.pk, state__in=states).values_list("state", "order").first()


def holds_state(run: BulkRun) -> bool:
    """Keep a run in its state until the transaction ends, beside others who do; False, with the
    state that it has, where that is another by now. SQLite has one writer."""
    share = " FOR SHARE" if connection.features.has_select_for_update else ""
    quote, meta = connection.ops.quote_name, BulkRun._meta
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM {quote(meta.db_table)} WHERE id = %s{share}", [run.pk])
        row = cursor.fetchone()
    is_same = row == (run.state,)
    if not is_same:
        run.state = row[0] if row else BulkRun.State.STOPPED
    return is_same
