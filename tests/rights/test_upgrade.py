"""Migration 0021: whoever changed and published articles before there were roles still does."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from tests.factories import make_user

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0021_roles")
NEW = {"publish_article", "every_subject"}
UPLOADING = {"view_image", "add_image"}
TENDING = {*UPLOADING, "change_image", "delete_image"}


def own(holder):
    field = "permissions" if isinstance(holder, Group) else "user_permissions"
    return set(getattr(holder, field).values_list("codename", flat=True))


@pytest.fixture
def before():
    """The rights as they were: the new ones did not exist."""
    Permission.objects.filter(codename__in=NEW | TENDING).delete()
    users = {
        right: make_user(right, permissions=[right])
        for right in ("change_article", "add_article", "add_redirect", "view_finding")
    }
    group = Group.objects.create(name="Before")
    group.permissions.add(Permission.objects.get(codename="change_article"))
    other = Group.objects.create(name="Accounts")
    other.permissions.add(Permission.objects.get(codename="change_user"))
    return {**users, "group": group, "other": other}


def test_everybody_may_do_what_he_did(before):
    migration.keep_rights(apps, None)
    assert own(before["group"]) == {"change_article", *NEW, *TENDING}
    images = {"change_article": TENDING, "add_article": UPLOADING, "add_redirect": set()}
    for right, more in images.items():
        assert own(before[right]) == {right, *NEW, *more}


def test_nobody_gets_more(before):
    migration.keep_rights(apps, None)
    assert own(before["view_finding"]) == {"view_finding", "every_subject"}
    assert own(before["other"]) == {"change_user"}


def test_a_new_site_gets_no_rights_that_it_does_not_need():
    Group.objects.all().delete()
    Permission.objects.filter(codename__in=NEW | TENDING).delete()
    migration.keep_rights(apps, None)
    assert not Permission.objects.filter(codename__in=NEW | TENDING).exists()
