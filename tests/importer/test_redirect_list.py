"""A list of moved questions."""

import io
import sqlite3

import pytest
from django.core.management import call_command
from django.db import connection

from articles.importer.redirect_list import Verdict, apply_redirects, plan_redirects, read_rows
from articles.models import Article, Change, Redirect, Status
from articles.publishing import TargetAway, withdraw
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


def at(slug, subject="physics"):
    return f"/learn/{subject}/questions/{slug}"


def verdicts(*pairs):
    return {row.old_path: row.verdict for row in plan_redirects(pairs)}


def test_a_heading_a_mark_of_order_and_empty_lines_are_no_rows():
    data = "\ufeffold_path,new_path\n/a,/b\n\n/c\n".encode()
    assert read_rows(data) == [("/a", "/b"), ("/c", "")]


def test_a_chain_leads_to_its_end_in_one_step():
    target = make_article("c")
    rows = plan_redirects([(at("a"), at("b")), (at("b"), at("c"))])
    apply_redirects(rows)
    assert dict(Redirect.objects.values_list("old_path", "article")) == {
        at("a"): target.pk,
        at("b"): target.pk,
    }
    again = plan_redirects([(at("a"), at("b")), (at("b"), at("c"))])
    assert {row.verdict for row in again} == {Verdict.UNCHANGED}


def test_what_a_person_must_decide_is_not_written():
    make_article("here")
    make_article("other", answer="Another text.")
    make_article("hidden", subject=make_subject("myths", is_listed=False))
    pairs = [
        (at("a"), at("here")),
        (at("a"), at("other")),
        (at("b"), at("nowhere")),
        (at("c"), at("d")),
        (at("d"), at("c")),
        (at("other"), at("here")),
        (at("e"), at("hidden", "myths")),
        ("no-slash", at("here")),
    ]
    rows = plan_redirects(pairs)
    apply_redirects(rows)
    assert {row.old_path: row.verdict for row in rows} == {
        at("a"): Verdict.CONFLICT,
        at("b"): Verdict.MISSING,
        at("c"): Verdict.LOOP,
        at("d"): Verdict.LOOP,
        at("other"): Verdict.DIFFERENT,
        at("e"): Verdict.HIDDEN,
        "no-slash": Verdict.MALFORMED,
    }
    assert not Redirect.objects.exists()


def test_within_hidden_subjects_a_move_is_a_move():
    make_article("x", subject=make_subject("myths", is_listed=False))
    make_subject("legends", is_listed=False)
    pair = (at("x", "legends"), at("x", "myths"))
    assert verdicts(pair) == {pair[0]: Verdict.REDIRECTED}


def test_an_old_address_with_the_same_text_gives_way():
    make_article("old", answer="One text.")
    target = make_article("new", answer="One text.")
    apply_redirects(plan_redirects([(at("old"), at("new"))]))
    assert Article.objects.get(slug="old").status == Status.WITHDRAWN
    assert Redirect.objects.get(old_path=at("old")).article == target
    target.refresh_from_db()
    assert target.index_status == "indexable"


def test_the_command_counts_and_names_and_dry_run_writes_nothing(tmp_path):
    make_article("new")
    file = tmp_path / "moved.csv"
    file.write_text(f"old_path,new_path\n{at('a')},{at('new')}\n{at('b')},{at('gone')}\n")
    out, err = io.StringIO(), io.StringIO()
    call_command("import_redirects", str(file), "--dry-run", stdout=out, stderr=err)
    assert not Redirect.objects.exists()
    assert "2 old addresses" in out.getvalue()
    assert err.getvalue().count("\n") == 1
    assert f"{at('b')} → {at('gone')}" in err.getvalue()
    call_command("import_redirects", str(file), stdout=out, stderr=err)
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize(
    "kept", [{"is_gone": True}, {"external_url": "https://other.example/"}, "another article"]
)
def test_where_an_old_address_leads_already_stays_and_is_named(kept, tmp_path):
    target = make_article("new")
    if kept == "another article":
        kept = {"article": make_article("picked", answer="Another text.")}
    Redirect.objects.create(old_path=at("old"), **kept)
    before = Redirect.objects.values().get()
    file = tmp_path / "moved.csv"
    file.write_text(f"{at('old')},{at('new')}\n")
    out, err = io.StringIO(), io.StringIO()
    call_command("import_redirects", str(file), stdout=out, stderr=err)
    assert Redirect.objects.values().get() == before
    assert err.getvalue() == (
        f"{at('old')} → {at('new')}: left, for the old address leads elsewhere already"
        " (--overwrite changes that)\n"
    )
    call_command("import_redirects", str(file), "--overwrite", stdout=out, stderr=io.StringIO())
    redirect = Redirect.objects.get()
    assert (redirect.article, redirect.external_url, redirect.is_gone) == (target, "", False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("//evil.example/a", at("here")),
        ("/\\evil.example/a", at("here")),
        ("/a\x00b", at("here")),
        ("/a\x1b[2Jb", at("here")),
        ("/a b", at("here")),
        ("/a", "//evil.example/b"),
        ("/a", "https://evil.example/b"),
        ("/a", "/\\evil.example"),
        ("/" + "a" * 300, at("here")),
        ("/a", ""),
    ],
)
def test_what_is_no_path_of_this_site_is_refused(old, new, tmp_path):
    make_article("here")
    file = tmp_path / "moved.csv"
    file.write_bytes(f"{old},{new}\n".encode())
    err = io.StringIO()
    call_command("import_redirects", str(file), stdout=io.StringIO(), stderr=err)
    assert err.getvalue().endswith(f"{Verdict.MALFORMED}\n")
    assert "\x1b" not in err.getvalue()
    assert "\x00" not in err.getvalue()
    assert not Redirect.objects.exists()


def test_nothing_is_absorbed_by_what_was_withdrawn_since_the_list_was_planned():
    old, new = make_article("old", answer="Same."), make_article("new", answer="Same.")
    rows = plan_redirects([(old.get_absolute_url(), new.get_absolute_url())])
    assert [row.verdict for row in rows] == [Verdict.ABSORBED]
    withdraw(new)
    with pytest.raises(TargetAway):
        apply_redirects(rows)
    assert Article.objects.get(pk=old.pk).status == Status.PUBLISHED


@pytest.fixture
def few_values():
    """SQLite takes 250,000 values in one statement where Debian built it: here it takes 5,000."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 5_000)
    yield
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


def test_a_list_of_any_length_is_planned(few_values):
    """More rows than SQLite takes values in one statement, chained as badly as can be: followed
    anew from each row, the chain would have two hundred million steps."""
    target = make_article("end")
    count = 20_000
    pairs = [(f"/q{n}", f"/q{n + 1}") for n in range(count)]
    pairs.append((f"/q{count}", at("end")))
    rows = plan_redirects(pairs)
    assert len(rows) == count + 1
    assert {(row.verdict, row.new_path, row.article) for row in rows} == {
        (Verdict.REDIRECTED, at("end"), target)
    }


def test_what_leads_into_a_circle_has_no_end():
    pairs = [(at("a"), at("b")), (at("b"), at("c")), (at("c"), at("b")), (at("d"), at("a"))]
    assert set(verdicts(*pairs).values()) == {Verdict.LOOP}


def test_a_list_changes_what_it_leads_to():
    target = make_article("c")
    seen = Change.objects.get(pk=target.pk).number
    apply_redirects(plan_redirects([("/learn/old", at("c"))]))
    assert Change.objects.get(pk=target.pk).number > seen


def test_a_row_for_an_address_counts_more_than_what_the_database_led_it_to():
    """`/old` led to `a`; the list leads it to `x` and absorbs `a` into `b`."""
    a = make_article("a", answer="The same.")
    b, x = make_article("b", answer="The same."), make_article("x")
    Redirect.objects.create(old_path="/old", article=a)
    apply_redirects(plan_redirects([("/old", at("x")), (at("a"), at("b"))], overwrite=True))
    targets = dict(Redirect.objects.values_list("old_path", "article"))
    assert targets == {"/old": x.pk, at("a"): b.pk}
