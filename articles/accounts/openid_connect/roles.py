"""Roles by the provider: the groups that OIDC_ROLES names are its own to give and to take."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group

logger = logging.getLogger(__name__)


def roles_of(claimed: frozenset[str]) -> list[Group]:
    """Return the groups that values of the provider's claim stand for."""
    names = {group for value, group in settings.OIDC_ROLES.items() if value in claimed}
    found = list(Group.objects.filter(name__in=names))
    if missing := names - {group.name for group in found}:
        logger.warning("OIDC_ROLES names groups that are not there: %s", ", ".join(sorted(missing)))
    return found


def take_over_roles(account: Any, claimed: frozenset[str]) -> None:
    """Put an account into the groups that the provider gives it, and out of those of OIDC_ROLES
    that it does not. Other groups, and what else an account may, are the administrators'."""
    if not settings.OIDC_ROLES:
        return
    wanted = {group.pk for group in roles_of(claimed)}
    governed = Group.objects.filter(name__in=set(settings.OIDC_ROLES.values()))
    lost = governed.filter(user=account).exclude(pk__in=wanted)
    account.groups.remove(*lost)
    account.groups.add(*wanted)
