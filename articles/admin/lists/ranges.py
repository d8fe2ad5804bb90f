"""Conditions of range tokens: from a number or a day to another."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.admin.lists.conditions import Asked, Condition, walked_by


def by_range(
    column: str, ends: Mapping[str, Any], keys: QuerySet | None = None, key_column: str = ""
) -> Condition:
    """Return the condition on a column of {lookup: end}; `keys` are rows that have it as
    `key_column` in an index of theirs, with the key of the list's row as their own."""
    natural = Q(**{f"{column}__{lookup}": end for lookup, end in ends.items()})
    walked: Asked = Q()
    for lookup, end in ends.items():
        walked &= Q(walked_by(column, lookup, end))
    if keys is not None:
        found = {f"{key_column or column}__{lookup}": end for lookup, end in ends.items()}
        keys = keys.filter(**found).order_by().values_list("pk")
    return Condition(natural, walked, keys=keys, column=column)


def ends_of(low: Any, high: Any) -> dict[str, Any]:
    """Return {lookup: end} of a range that includes both ends, either of which may be missing."""
    ends = {"gte": low, "lte": high}
    return {lookup: end for lookup, end in ends.items() if end is not None}


def moments_of(low: date | None, high: date | None) -> dict[str, datetime]:
    """Return {lookup: moment} from the first moment of a day to the last one of another."""
    ends = {} if low is None else {"gte": _beginning(low)}
    return (
        ends if high is None or high == date.max else ends | {"lt": _beginning(high + timedelta(1))}
    )


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
