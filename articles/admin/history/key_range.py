"""Which keys of a table lie in a time, where the keys grow with it and no index has the moments."""

from datetime import datetime

from django.db.models import Model

# Of fewer keys a reading of them all costs no more than looking for the ends. So far, too, may two
# rows be out of order, as those of two processes at once are.
_FEW = 1_000
# So many rows are looked at by their keys in a query; three queries find an end among a million.
_LOOKS = 64


def keys_between(
    model: type[Model], moment: str, since: datetime | None, until: datetime | None
) -> tuple[int, int] | None:
    """Return the first and the last key between which the rows of a time lie, and some 2,000 more;
    None where no time is asked for, or the table is short. `moment` is the column with the time of
    a row. Where rows are gone more remains."""
    if since is None and until is None:
        return None
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    first, last = keys.first(), keys.last()
    if first is None or last - first < _FEW:
        return None
    low, high = first, last
    if since is not None:
        low, _ = _narrow(model, moment, since, first, last)
    if until is not None:
        _, high = _narrow(model, moment, until, first, last)
    return low - _FEW, high + _FEW


def _narrow(
    model: type[Model], column: str, moment: datetime, first: int, last: int
) -> tuple[int, int]:
    """Return two keys, the moment between them: all before the first are older, and none behind the
    second is."""
    while last - first > _FEW:
        step = (last - first) // _LOOKS + 1
        rows = model._default_manager.filter(pk__in=range(first + step, last, step))
        found = list(rows.order_by("pk").values_list("pk", column))
        older = [key for key, made_at in found if made_at < moment]
        newer = [key for key, made_at in found if made_at >= moment]
        ends = max(older, default=first), min(newer, default=last)
        if ends == (first, last) or ends[0] > ends[1]:
            break
        first, last = ends
    return first, last
