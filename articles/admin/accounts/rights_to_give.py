"""Which rights somebody may give, and whose account they may change: none that they have not, and
nobody's who has more than they.

Django lets whoever may change accounts make themselves superusers ("Permissions and Authorization"
of its documentation warns of it), and a password for somebody with more rights is their rights.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest


def may_manage(request: HttpRequest, account: Any) -> bool:
    """Return whether who asks has every right that an account has, or would have if it were
    active."""
    if request.user.is_superuser:
        return True
    held = Permission.objects.filter(Q(user=account.pk) | Q(group__user=account.pk))
    return not account.is_superuser and not beyond(request.user, held)


def may_manage_group(request: HttpRequest, group: Group) -> bool:
    """Return whether who asks has every right of a group."""
    return not beyond(request.user, Permission.objects.filter(group=group.pk))


def groups_to_give(actor: Any) -> QuerySet[Group]:
    """Return the groups into which somebody may put others."""
    rights = Permission.objects.filter(group__isnull=False).distinct()
    lacking = [right.pk for right in rights if _name(right) in beyond(actor, rights)]
    return Group.objects.exclude(permissions__in=lacking).order_by("name")


def beyond(actor: Any, rights: Iterable[Permission]) -> set[str]:
    """Return the names of those rights that somebody has not himself."""
    if actor.is_active and actor.is_superuser:
        return set()
    if isinstance(rights, QuerySet):
        rights = rights.select_related("content_type")
    return {_name(right) for right in rights} - actor.get_all_permissions()


class GivesOwnRights(forms.ModelForm):
    """The form of an account or a group, with `actor`, who fills it in. What somebody has already
    may stay; what is added must be the actor's own."""

    actor: Any = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, rights_of in (
            ("user_permissions", lambda added: added),
            ("permissions", lambda added: added),
            ("groups", lambda added: Permission.objects.filter(group__in=added)),
        ):
            if name in self.cleaned_data:
                added = set(self.cleaned_data[name]) - set(self._had(name))
                if lacking := beyond(self.actor, rights_of(added)):
                    self.add_error(name, _refusal(lacking))
        return data

    def _had(self, name: str) -> Iterable[Any]:
        return getattr(self.instance, name).all() if self.instance.pk else ()


def _refusal(lacking: set[str]) -> str:
    shown = ", ".join(sorted(lacking)[:3]) + (" …" if len(lacking) > 3 else "")
    return f"Nobody gives a right that they do not have themselves: {shown}."


def _name(right: Permission) -> str:
    return f"{right.content_type.app_label}.{right.codename}"
