"""What the audit log says of a change: the state of an account or a group, and how two differ."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

from articles.models import Subject

State = Mapping[str, str | bool | frozenset[str]]
_MOST_OF_VALUE = 100


def account_state(account: Any) -> State:
    """Return what decides who an account is and what it may do, as the database has it now."""
    stored = type(account).objects.get(pk=account.pk)
    return {
        "Name": stored.get_username(),
        "E-mail": stored.email,
        "Active": stored.is_active,
        "Staff": stored.is_staff,
        "Superuser": stored.is_superuser,
        "Groups": _names(Group.objects.filter(user=account.pk), "name"),
        "Rights": _rights(Permission.objects.filter(user=account.pk)),
        "Subjects": _names(Subject.objects.filter(editors=account.pk), "name"),
    }


def group_state(group: Group) -> State:
    """Return the name and the rights of a group, as the database has them now."""
    return {
        "Name": Group.objects.get(pk=group.pk).name,
        "Rights": _rights(Permission.objects.filter(group=group.pk)),
    }


def differences(before: State, after: State) -> str:
    """Return what became different, a line each; "" where nothing did.

    >>> differences({"Staff": False, "Groups": frozenset({"Writer"})},
    ...             {"Staff": True, "Groups": frozenset({"Editor", "Writer"})})
    'Staff: no → yes\\nGroups: added Editor'
    """
    # Of what was not there before, what is empty says nothing.
    pairs = ((label, before.get(label, type(value)()), value) for label, value in after.items())
    return "\n".join(f"{label}: {_change(old, new)}" for label, old, new in pairs if old != new)


def in_short(value: Any) -> str:
    """Return a value as a line of the log.

    >>> [in_short(value) for value in (True, "", "Answers")]
    ['yes', '–', '“Answers”']
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = " ".join(str(value or "").split())
    if not text:
        return "–"
    return f"“{text[:_MOST_OF_VALUE]}{'…' if len(text) > _MOST_OF_VALUE else ''}”"


def _change(before: Any, after: Any) -> str:
    if not isinstance(after, frozenset):
        return f"{in_short(before)} → {in_short(after)}"
    parts = (("added", after - before), ("removed", before - after))
    return "; ".join(f"{verb} {', '.join(sorted(names))}" for verb, names in parts if names)


def _names(rows: QuerySet, column: str) -> frozenset[str]:
    return frozenset(rows.values_list(column, flat=True))


def _rights(rows: QuerySet) -> frozenset[str]:
    pairs: Iterable[tuple[str, str]] = rows.order_by().values_list(
        "content_type__app_label", "codename"
    )
    return frozenset(f"{label}.{codename}" for label, codename in pairs)
