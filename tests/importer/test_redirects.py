"""A list of moved questions."""

import io

import pytest
from django.core.management import call_command

from articles.importer.redirects import Verdict, apply_redirects, plan_redirects, read_rows
from articles.models import Article, Redirect, Status
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
