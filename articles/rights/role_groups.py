"""Groups of the roles: made after each migration, and given what the table has new for them."""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from articles.models import RoleGroup
from articles.rights.roles import ROLES, Role

_APPS = ("articles", "auth")


def make_role_groups() -> None:
    """Make the group of each role that has none, and give each what it was never given.

    A right is given once: who takes it from the group keeps it away, and who gives the group more,
    names it otherwise or deletes it, is left alone. One query where nothing is due.
    """
    known = {row.role: row for row in RoleGroup.objects.all()}
    due = [role for role in ROLES if _lacks(role, known.get(role.slug))]
    if not due:
        return
    # Django makes them after a migration as well, but for each application in turn: when it is this
    # one's turn, its own may not be there yet, and those of accounts are not.
    for label in _APPS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    keys = _permission_keys()
    with transaction.atomic():
        for role in due:
            _give(role, known.get(role.slug), keys)


def _lacks(role: Role, row: RoleGroup | None) -> bool:
    """A group that somebody has deleted is not wanted."""
    return row is None or (row.group_id is not None and not role.rights <= set(row.given))


def _permission_keys() -> dict[str, int]:
    rows = Permission.objects.filter(content_type__app_label__in=_APPS).order_by()
    names = ("content_type__app_label", "codename", "pk")
    return {f"{label}.{codename}": key for label, codename, key in rows.values_list(*names)}


def _give(role: Role, row: RoleGroup | None, keys: Mapping[str, int]) -> None:
    if row is None:
        group = Group.objects.create(name=_free_name(role.name))
        row = RoleGroup(role=role.slug, group=group)
    new = sorted((role.rights - set(row.given)) & keys.keys())
    row.group.permissions.add(*(keys[right] for right in new))
    row.given = sorted({*row.given, *new})
    row.save()


def _free_name(name: str) -> str:
    """A group of that name that the site has already is another: its members get nothing new."""
    return next(one for one in _names(name) if not Group.objects.filter(name=one).exists())


def _names(name: str) -> Iterable[str]:
    yield name
    yield f"{name} (role)"
    number = 2
    while True:
        yield f"{name} (role {number})"
        number += 1
