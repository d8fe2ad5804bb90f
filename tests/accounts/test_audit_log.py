"""The audit log: what it says of each thing that is done, and that nobody changes it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.accounts import account_state
from articles.accounts.audit_log import Kind, record, record_refusal, shortened, tidy
from articles.models import AuditEntry, SiteSettings
from articles.models.audit_entry import Unchangeable
from tests.admin.page_forms import form_data
from tests.factories import make_subject, make_user
from tests.made_once import made_once

HERE, NETWORK = "192.0.2.77", "192.0.2.0/24"
LOG = "admin:articles_auditentry_changelist"


@made_once
def root():
    make_subject("physics", name="Physics")
    return make_user("root", is_superuser=True)


@made_once
def anna(root):
    return make_user("anna", role="writer")


@pytest.fixture
def desk(root):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(root)
    return client


def said():
    """What stands in the log, the oldest first."""
    rows = AuditEntry.objects.order_by("pk")
    return [(row.kind, row.actor_name, row.account_name, row.detail) for row in rows]


def account_form(desk, account):
    page = desk.get(reverse("admin:auth_user_change", args=[account.pk]))
    lists = {"groups": [], "user_permissions": [], "subjects": []}
    return form_data(page.content.decode(), "user_form") | lists


def change(desk, account, **values):
    url = reverse("admin:auth_user_change", args=[account.pk])
    assert desk.post(url, account_form(desk, account) | values).status_code == 302


def sign_in(name, password):
    data = {"username": name, "password": password}
    return Client(REMOTE_ADDR=HERE).post(reverse("admin:login"), data)


def test_signing_in_and_out_and_what_is_refused(anna):
    client = Client(REMOTE_ADDR=HERE)
    data = {"username": "anna", "password": "correct horse"}
    sign_in("anna", "wrong")
    assert client.post(reverse("admin:login"), data).status_code == 302
    client.post(reverse("admin:logout"))
    assert said() == [
        ("refused", "", "anna", "Wrong password"),
        ("signed-in", "anna", "anna", ""),
        ("signed-out", "anna", "anna", ""),
    ]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {NETWORK}


def test_what_is_typed_as_an_unknown_name_is_not_kept_and_told_once(anna):
    for name in ("my-password-1", "my-password-2", "my-password-3"):
        sign_in(name, "x")
    assert said() == [("refused", "", "", "Wrong password, a name without an account")]


def test_rights_and_subjects_are_told_line_by_line(desk, anna):
    editors = Group.objects.get(name="Editor")
    subject = anna.subjects.model.objects.get(name="Physics")
    lists = {"groups": [editors.pk], "subjects": [subject.pk]}
    change(desk, anna, is_superuser="on", **lists)
    ((kind, actor, account, detail),) = said()
    assert (kind, actor, account) == ("account-changed", "root", "anna")
    assert detail.splitlines() == [
        "Superuser: no → yes",
        "Groups: added Editor; removed Writer",
        "Subjects: added Physics",
    ]
    change(desk, anna, **lists)
    assert len(said()) == 1, "a save without a change is none"


def test_accounts_and_groups_that_are_made_changed_and_deleted(desk, anna):
    password = {"password1": "a long password 1", "password2": "a long password 1"}
    new = {"username": "bert", "usable_password": "true", **password}
    desk.post(reverse("admin:auth_user_add"), new)
    desk.post(reverse("admin:auth_group_add"), {"name": "Interns"})
    group = Group.objects.get(name="Interns")
    url = reverse("admin:auth_group_change", args=[group.pk])
    right = anna.groups.get().permissions.get(codename="view_subject")
    desk.post(url, {"name": "Interns", "permissions": [right.pk]})
    desk.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [anna.pk], "post": "yes"}
    desk.post(reverse("admin:auth_user_changelist"), chosen)
    found = said()
    assert [(kind, account) for kind, _, account, _ in found] == [
        ("account-made", "bert"),
        ("group-changed", ""),
        ("group-changed", ""),
        ("group-changed", ""),
        ("account-deleted", "anna"),
    ]
    assert found[0][3] == "Name: – → “bert”\nActive: no → yes"
    assert found[2][3] == "Interns: changed\nRights: added articles.view_subject"
    assert found[3][3] == "Interns: deleted\nMembers: –"


def test_passwords_by_their_owner_and_by_an_administrator(desk, anna):
    new = {"new_password1": "boats off the coast", "new_password2": "boats off the coast"}
    own = Client(REMOTE_ADDR=HERE)
    own.force_login(anna)
    own.post(reverse("admin:password_change"), {"old_password": "wrong", **new})
    own.post(reverse("admin:password_change"), {"old_password": "correct horse", **new})
    url = reverse("admin:auth_user_password_change", args=[anna.pk])
    data = {"password1": "ships in the harbour", "password2": "ships in the harbour"}
    desk.post(url, data | {"usable_password": "true", "set-password": "1"})
    assert said() == [
        ("password-changed", "anna", "anna", "By its owner"),
        ("password-changed", "root", "anna", "Set by an administrator"),
    ]


def test_settings_and_exports(desk, tmp_path):
    url = reverse("admin:articles_sitesettings_change", args=[1])
    page = desk.get(url).content.decode()
    desk.post(url, form_data(page, "sitesettings_form") | {"name": "Answers"})
    call_command("export_articles", str(tmp_path / "out"), verbosity=0)
    assert said() == [
        ("settings-changed", "root", "", "Name: – → “Answers”"),
        ("exported", "", "", f"manage.py export_articles {tmp_path / 'out'}"),
    ]


def test_a_change_whose_entry_cannot_be_written_is_not_made(desk, anna, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("no room")

    monkeypatch.setattr(AuditEntry, "save", refuse)
    data = account_form(desk, anna) | {"is_superuser": "on"}
    with pytest.raises(DatabaseError, match="no room"), transaction.atomic():
        desk.post(reverse("admin:auth_user_change", args=[anna.pk]), data)
    anna.refresh_from_db()
    assert not anna.is_superuser
    settings = {"name": "Answers"}
    url = reverse("admin:articles_sitesettings_change", args=[1])
    data = form_data(desk.get(url).content.decode(), "sitesettings_form") | settings
    with pytest.raises(DatabaseError, match="no room"), transaction.atomic():
        desk.post(url, data)
    assert not SiteSettings.objects.exists()


def test_nobody_changes_or_deletes_an_entry(desk, root):
    entry = record(Kind.EXPORTED, actor=root)
    for action in ("change", "delete"):
        url = reverse(f"admin:articles_auditentry_{action}", args=[entry.pk])
        assert desk.post(url, {"detail": "x", "post": "yes"}).status_code == 403
    assert desk.post(reverse("admin:articles_auditentry_add"), {}).status_code == 403
    entry.detail = "x"
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(detail="x"),
    ):
        with pytest.raises(Unchangeable):
            attempt()
    assert [row[3] for row in said()] == [""]


def test_the_page_shows_what_its_filters_leave_by_keys(desk, anna, root):
    for number in range(150):
        record(Kind.EXPORTED, actor=root, detail=f"number {number:03}")
    record(Kind.ACCOUNT_CHANGED, actor=root, account=anna, detail="<b>Staff</b>: no → yes")
    html = desk.get(reverse(LOG)).content.decode()
    assert "&lt;b&gt;Staff" in html
    assert ("number 149" in html, "number 051" in html, "number 050" in html) == (1, 1, 0)
    older = html.partition("?before=")[2].partition('"')[0]
    record(Kind.EXPORTED, actor=root, detail="meanwhile")
    html = desk.get(reverse(LOG), {"before": older}).content.decode()
    assert ("number 051" in html, "number 050" in html, "number 000" in html) == (0, 1, 1)

    def found(**query):
        return desk.get(reverse(LOG), query).content.decode().count('<th scope="row">')

    today = timezone.localdate()
    assert found(person="anna") == found(kind="account-changed") == 1
    assert found(person="anna", kind="exported") == found(person="Anna") == 0
    assert found(day=today.isoformat(), person="anna") == 1
    assert found(day=(today - timedelta(days=1)).isoformat()) == 0
    # What is no filter filters nothing, and breaks nothing.
    for query in ({"day": "2026-02-31"}, {"day": "9999-12-31"}, {"kind": "x"}, {"before": "x"}):
        assert found(**query) == 100


def test_the_page_takes_one_query_for_its_rows(desk, root, django_assert_num_queries):
    record(Kind.EXPORTED, actor=root)
    with django_assert_num_queries(3):  # session, user, entries
        desk.get(reverse(LOG))


def test_what_is_older_than_the_setting_goes(settings, root):
    now = timezone.now()
    record(Kind.EXPORTED, actor=root, detail="kept")
    assert tidy(now + timedelta(days=settings.AUDIT_DAYS - 1)) == 0
    assert tidy(now + timedelta(days=settings.AUDIT_DAYS, hours=1)) == 1


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("a socket", ""),
    ],
)
def test_of_an_address_the_network_is_kept(address, kept):
    assert shortened(address) == kept


def test_a_long_value_is_told_in_short():
    assert account_state.in_short("x" * 101) == f"“{'x' * 100}…”"


def test_a_refusal_is_told_although_one_is_dated_after_now(db):
    """The clock was set back: a day's refusals would be told nowhere."""
    tomorrow = timezone.now() + timedelta(days=1)
    said_then = {"address": NETWORK, "detail": "No such name"}
    AuditEntry.objects.create(made_at=tomorrow, kind=Kind.REFUSED, **said_then)
    for _ in range(2):
        record_refusal(None, address=HERE, detail="No such name")
    assert AuditEntry.objects.count() == 2
