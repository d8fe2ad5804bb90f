"""Groups of the roles: made by `migrate`, and left to the site's administrator afterwards."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from articles.models import RoleGroup
from articles.rights import role_groups
from articles.rights.role_groups import make_role_groups
from articles.rights.roles import EDITOR, ROLES, WRITER, Role

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def rights_of(group):
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in rows}


def group_of(role):
    return RoleGroup.objects.select_related("group").get(role=role.slug).group


def test_each_role_has_a_group_with_its_rights():
    for role in ROLES:
        assert group_of(role).name == role.name
        assert rights_of(group_of(role)) == role.rights


def test_a_second_time_it_looks_and_does_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        make_role_groups()


def test_what_an_administrator_has_changed_stays():
    editors, writers = group_of(EDITOR), group_of(WRITER)
    editors.permissions.remove(Permission.objects.get(codename="delete_article"))
    editors.permissions.add(Permission.objects.get(codename="change_sitesettings"))
    Group.objects.filter(pk=editors.pk).update(name="Redaktion")
    writers.delete()
    call_command("migrate", verbosity=0)
    rights = rights_of(group_of(EDITOR))
    assert rights == EDITOR.rights - {"articles.delete_article"} | {"articles.change_sitesettings"}
    assert not Group.objects.filter(name__in=["Editor", "Writer"]).exists()


def test_what_the_table_has_new_is_given_once(monkeypatch):
    new = Role(WRITER.slug, WRITER.name, "", WRITER.rights | {"articles.view_conflict"})
    monkeypatch.setattr(role_groups, "ROLES", (new,))
    make_role_groups()
    assert rights_of(group_of(new)) == new.rights
    group_of(new).permissions.remove(Permission.objects.get(codename="view_conflict"))
    make_role_groups()
    assert rights_of(group_of(new)) == WRITER.rights


def test_rights_that_are_not_there_yet_are_made():
    """As in the first `migrate`: Django makes them after this."""
    RoleGroup.objects.all().delete()
    Group.objects.all().delete()
    Permission.objects.all().delete()
    make_role_groups()
    assert rights_of(group_of(EDITOR)) == EDITOR.rights


def test_a_group_of_the_site_with_that_name_is_another():
    RoleGroup.objects.filter(role="editor").delete()
    Group.objects.filter(name="Editor").delete()
    theirs = Group.objects.create(name="Editor")
    make_role_groups()
    assert rights_of(theirs) == set()
    assert group_of(EDITOR).name == "Editor (role)"


def test_every_right_of_the_table_exists():
    known = {
        f"{label}.{codename}"
        for label, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert not {right for role in ROLES for right in role.rights} - known


def table():
    """The lines of docs/roles.md, "Rights": a kind of thing each, with what each role may do."""
    actions = ("view", "add", "change", "delete", "review", "publish", "every")
    rows = {}
    for role in ROLES:
        for right in role.rights:
            action, _, model = right.partition(".")[2].partition("_")
            rows.setdefault(model, {}).setdefault(role.slug, []).append(action)
    order = [*(model._meta.model_name for model in apps.get_app_config("articles").get_models())]
    order += ["user", "group"]
    for model in sorted(rows, key=lambda name: order.index(name) if name in order else -1):
        cells = [sorted(rows[model].get(role.slug, ()), key=actions.index) for role in ROLES]
        yield f"| `{model}` | " + " | ".join(", ".join(cell) or "–" for cell in cells) + " |"


def test_the_documentation_has_the_table_of_the_code():
    text = (ROOT / "docs" / "roles.md").read_text()
    assert "\n".join(table()) in text
    for role in ROLES:
        assert f"**{role.name}**: {role.summary}" in " ".join(text.split()), role.name
