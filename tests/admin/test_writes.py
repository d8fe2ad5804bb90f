"""The desk writes articles through publishing alone: nothing in it saves, updates or deletes."""

import ast
from pathlib import Path

import pytest
from django.contrib import admin
from django.test import RequestFactory

from articles.models import (
    Commission,
    Delivery,
    DuplicateCluster,
    Feedback,
    Finding,
    ReaderSearch,
    UnknownAddress,
)
from tests.factories import make_user

ADMIN = Path(__file__).resolve().parents[2] / "articles" / "admin"
# Findings are no content: their one column that an editor changes is changed here.
# A picture is saved into memory.
ALLOWED = {("finding.py", "update"), ("logo_upload.py", "save")}
# Accounts are no content.
ALLOWED |= {
    ("invitation_form.py", "save"),
    ("link_pages.py", "save"),
    ("provider_link.py", "delete"),
}
# Nor is how somebody lays out a list.
ALLOWED |= {("kept_lists.py", name) for name in ("save", "delete", "update_or_create")}


@pytest.mark.parametrize("path", sorted(ADMIN.rglob("*.py")), ids=lambda path: path.name)
def test_nothing_is_written_past_publishing(path):
    writes = {
        (path.name, node.func.attr)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) != "publishing"
        and (
            node.func.attr in {"save", "update", "delete", "create", "update_or_create", "asave"}
            or node.func.attr.startswith("bulk_")
        )
    }
    assert writes <= ALLOWED


# No page, feed or API shows them: their rows may be written where they are listed.
NO_CONTENT = {Finding, Commission, Feedback, UnknownAddress, ReaderSearch, Delivery}
# Computed from the texts.
NO_CONTENT |= {DuplicateCluster}
CONTENT = [
    model
    for model, desk in admin.site._registry.items()
    if type(desk).__module__.startswith("articles.") and model not in NO_CONTENT
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_nothing_is_written_by_what_django_inherits(model):
    """ModelAdmin writes by itself unless its three writers are overridden: each one that a
    superuser could reach is."""
    desk = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = make_user(is_superuser=True)
    writers = set()
    if desk.has_add_permission(request) or desk.has_change_permission(request):
        writers.add("save_model")
    if desk.has_delete_permission(request):
        writers |= {"delete_model", "delete_queryset"}
    inherited = {
        name for name in writers if getattr(type(desk), name) is getattr(admin.ModelAdmin, name)
    }
    assert not inherited
