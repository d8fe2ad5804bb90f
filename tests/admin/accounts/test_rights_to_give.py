"""Whoever may change accounts gives no right that he has not, and takes over nobody who has
more."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.models import AccountLink, RoleGroup
from tests.factories import make_user
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
MANAGES = ("view_user", "add_user", "change_user", "delete_user", "change_group", "view_group")


def role_group(role):
    return RoleGroup.objects.get(role=role).group


@made_once
def manager():
    """An editor who may manage accounts, by a group of the site's own."""
    user = make_user("manager", role="editor")
    user.user_permissions.add(*Permission.objects.filter(codename__in=MANAGES))
    return user


@made_once
def root():
    return make_user("root", is_superuser=True, email="root@example.org")


@made_once
def chief():
    return make_user("chief", role="administrator")


@made_once
def writer():
    return make_user("writer", role="writer")


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def sent(account, **changed):
    values = {
        "username": account.username,
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in account.groups.all()],
        "user_permissions": [right.pk for right in account.user_permissions.all()],
        "date_joined_0": f"{account.date_joined:%Y-%m-%d}",
        "date_joined_1": f"{account.date_joined:%H:%M:%S}",
    }
    return values | changed


def change(desk, account, **changed):
    address = reverse("admin:auth_user_change", args=[account.pk])
    return desk.post(address, sent(account, **changed))


def rights(user):
    return get_user_model().objects.get(pk=user.pk).get_all_permissions()


def test_nobody_makes_himself_a_superuser(manager, chief):
    for user in (manager, chief):
        assert change(desk_of(user), user, is_superuser="on").status_code == 302
        user.refresh_from_db()
        assert not user.is_superuser


@pytest.mark.parametrize("whom", ["manager", "writer"])
def test_nobody_gives_a_group_or_a_right_that_he_has_not(manager, writer, whom):
    account = {"manager": manager, "writer": writer}[whom]
    desk, before = desk_of(manager), rights(account)
    groups = [role_group("administrator").pk]
    assert "do not have themselves" in change(desk, account, groups=groups).content.decode()
    right = Permission.objects.get(codename="change_sitesettings")
    page = change(desk, account, user_permissions=[right.pk])
    assert "articles.change_sitesettings" in page.content.decode()
    assert rights(account) == before


def test_what_he_has_he_gives_and_what_is_there_stays(manager, writer):
    other = Permission.objects.get(codename="change_logentry")
    groups = [role_group("editor").pk]
    assert change(desk_of(manager), writer, groups=groups).status_code == 302
    assert "articles.publish_article" in rights(writer)
    root_desk = desk_of(make_user("root2", is_superuser=True))
    assert change(root_desk, writer, user_permissions=[other.pk]).status_code == 302
    assert "admin.change_logentry" in rights(writer)


@pytest.mark.parametrize("whom", ["root", "chief", "inactive"])
def test_nobody_takes_over_who_has_more_rights(manager, root, chief, whom):
    account = root if whom == "root" else chief
    if whom == "inactive":
        get_user_model().objects.filter(pk=account.pk).update(is_active=False)
    desk = desk_of(manager)
    for name in ("link", "sessions", "provider", "password_change", "change", "delete"):
        address = reverse(f"admin:auth_user_{name}", args=[account.pk])
        assert desk.post(address, {"post": "yes"}).status_code == 403, name
    assert not AccountLink.objects.exists()
    listed = {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"}
    desk.post(reverse("admin:auth_user_changelist"), listed)
    assert get_user_model().objects.filter(pk=account.pk).exists()


def test_an_administrator_is_no_superuser(chief, root, writer):
    desk = desk_of(chief)
    assert desk.post(reverse("admin:auth_user_link", args=[root.pk])).status_code == 403
    assert desk.post(reverse("admin:auth_user_link", args=[writer.pk])).status_code == 200
    groups = [role_group("administrator").pk]
    assert change(desk, writer, groups=groups).status_code == 302


def test_he_invites_nobody_to_more_than_he_is(manager, chief):
    data = {"username": "ben", "email": "ben@example.org", "role": role_group("administrator").pk}
    address = reverse("admin:auth_user_invite")
    assert desk_of(manager).post(address, data).status_code == 200
    assert not get_user_model().objects.filter(username="ben").exists()
    offered = desk_of(manager).get(address).context["form"].fields["role"].queryset
    assert [group.name for group in offered] == ["Editor", "Subject editor", "Writer"]
    assert desk_of(chief).get(address).context["form"].fields["role"].queryset.count() == 5


def test_a_group_gets_no_right_that_who_changes_it_has_not(manager, chief):
    right = Permission.objects.get(codename="change_sitesettings")
    own = Group.objects.create(name="Own")
    manager.groups.add(own)
    address = reverse("admin:auth_group_change", args=[own.pk])
    data = {"name": "Own", "permissions": [right.pk]}
    assert "do not have themselves" in desk_of(manager).post(address, data).content.decode()
    assert not own.permissions.exists()
    assert desk_of(chief).post(address, data).status_code == 302
    assert own.permissions.get() == right
    administrators = reverse("admin:auth_group_change", args=[role_group("administrator").pk])
    assert desk_of(manager).post(administrators, {"name": "Mine"}).status_code == 403
