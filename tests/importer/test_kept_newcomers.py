"""A file for an address at which a withdrawn article of another question stands: kept, and let in
when the address is free."""

import pytest

from articles import publishing
from articles.importer.kept_deliveries import change_status, foresee, take
from articles.importer.kept_newcomers import delete, move
from articles.importer.undo.undo_import import undo_import
from articles.models import (
    Article,
    Conflict,
    ImportRun,
    KeptDelivery,
    Redirect,
    SourceFile,
    Status,
)
from articles.publishing import let_in_elsewhere, withdraw
from tests.factories import make_article, make_subject, make_user
from tests.importer.conftest import OTHER, edit

pytestmark = pytest.mark.django_db
LIGHT = "/learn/physics/questions/light"


@pytest.fixture
def away(imported):
    """The article of physics/what-is-light.md, moved to physics/light and withdrawn."""
    return withdraw(publishing.move(imported, make_subject("physics"), "light"))


@pytest.fixture
def of_the_desk():
    """An article that was written in the desk at the same address, withdrawn."""
    return withdraw(make_article("light", subject=make_subject("physics")))


def newcomer(write, run_import, /, **fields):
    """The publisher's own file for the address; returns the report."""
    return run_import(write("physics", "light", **{"answer": OTHER, "id": 77} | fields))


def at(slug):
    return Article.objects.get(slug=slug)


def waiting():
    return list(KeptDelivery.objects.waiting().values_list("path", flat=True))


def test_the_report_says_whose_article_stands_there(away, write, run_import):
    report = newcomer(write, run_import)
    assert report.waiting == [
        (
            "physics/light.md",
            "kept: an imported article that was moved here from physics/what-is-light.md stands"
            " there, withdrawn",
        )
    ]


def test_so_it_does_of_an_article_of_the_desk(of_the_desk, write, run_import):
    reason = "kept: an article written in the desk stands at its address, withdrawn"
    assert newcomer(write, run_import).waiting == [("physics/light.md", reason)]


# The address becomes free


def test_moved_away_and_published_it_leaves_the_address_to_the_newcomer(away, write, run_import):
    run = newcomer(write, run_import).run_id
    article, arrived = move(away, make_subject("physics"), "light-as-such", actor=make_user())
    assert [one.plan.action for one in arrived] == ["created"]
    change_status(article, Status.PUBLISHED)
    new = at("light")
    assert (new.answer, new.source_id, new.status) == (OTHER, 77, "published")
    assert (new.created_by_run_id, new.index_status) == (run, "indexable")
    assert SourceFile.objects.get(path="physics/light.md").article == new
    assert at("light-as-such").content() == away.content()
    assert not waiting()
    assert not Redirect.objects.filter(old_path=LIGHT).exists()
    assert newcomer(write, run_import, author="New").counts["updated"] == 1


def test_a_deleted_article_of_the_desk_leaves_it_too(of_the_desk, write, run_import):
    newcomer(write, run_import)
    assert [one.plan.action for one in delete(of_the_desk)] == ["created"]
    assert (at("light").answer, at("light").status) == (OTHER, "published")
    assert not Redirect.objects.filter(old_path=LIGHT).exists()
    assert not waiting()


def test_undoing_its_import_takes_it_away_again(away, write, run_import):
    run = newcomer(write, run_import).run_id
    move(away, make_subject("physics"), "light-as-such")
    assert undo_import(ImportRun.objects.get(pk=run)).removed == ["physics/light.md"]
    assert Article.objects.get().pk == away.pk
    assert not KeptDelivery.objects.exists()


def test_links_that_waited_for_the_address_lead_to_it(of_the_desk, write, run_import):
    run_import(write("physics", "asks", related=[LIGHT], id=5))
    newcomer(write, run_import)
    delete(of_the_desk)
    assert at("asks").related.get().target == at("light")


def test_a_move_to_where_it_stands_lets_nothing_in(away, write, run_import):
    newcomer(write, run_import)
    assert move(away, away.subject, "light")[1] == []
    assert waiting() == ["physics/light.md"]


def test_a_deleted_article_does_not_let_its_own_file_in(imported, write, run_import):
    withdraw(imported)
    run_import(write("physics", "what-is-light", answer=OTHER))
    assert delete(imported) == []
    assert not Article.objects.exists()
    assert waiting() == ["physics/what-is-light.md"]


# It is published where it stands


def test_published_there_both_can_be_kept(away, write, run_import):
    newcomer(write, run_import)
    assert foresee(away)[0].plan.action == "held"
    change_status(away, Status.PUBLISHED)
    let_in_elsewhere(Conflict.objects.get(), "light-again")
    assert at("light-again").answer == OTHER
    assert at("light").content() == away.content()


@pytest.mark.parametrize("leave", [lambda article: move(article, article.subject, "x"), delete])
def test_held_while_it_stands_there_it_is_let_in_when_that_goes(
    of_the_desk, write, run_import, leave
):
    newcomer(write, run_import)
    take(of_the_desk, [foresee(of_the_desk)[0].kept.pk])
    assert Conflict.objects.open().get().is_replacement
    leave(of_the_desk)
    assert at("light").answer == OTHER
    assert not Conflict.objects.open().exists()
    assert not waiting()


def test_what_is_held_of_its_own_file_is_no_newcomer(imported, write, run_import):
    edited = edit(imported, author="Mine")
    run_import(write("physics", "what-is-light", answer=OTHER, id=77))
    article, arrived = move(edited, edited.subject, "elsewhere")
    assert arrived == []
    assert Conflict.objects.open().get().article == article


# What became free in another way


@pytest.fixture
def free(away, write, run_import):
    """The address is free, and nobody looked at what waited for it."""
    newcomer(write, run_import)
    publishing.move(away, make_subject("physics"), "light-as-such")
    assert waiting() == ["physics/light.md"]
    return at("light-as-such")


def test_the_next_import_lets_it_in_for_the_import_that_brought_it(free, write, run_import):
    first = ImportRun.objects.latest("pk").pk
    report = run_import(write("physics", "quite-another", id=5))
    assert sorted(report.articles) == [
        ("created", "physics/light.md"),
        ("created", "physics/quite-another.md"),
    ]
    note = f"it had waited since import {first}, whose undo takes it back"
    assert report.notes == [("physics/light.md", note)]
    assert (at("light").answer, at("light").created_by_run_id) == (OTHER, first)
    assert not waiting()


def test_a_plan_foresees_it(free, write, run_import):
    path = write("physics", "quite-another", id=5)
    plan = run_import(path, dry_run=True)
    assert ("created", "physics/light.md") in plan.articles
    assert waiting() == ["physics/light.md"]
    run_import(path, expected=plan.plan)
    assert at("light").answer == OTHER


def test_a_newer_file_of_the_same_delivery_takes_its_place(free, write, run_import):
    report = newcomer(write, run_import, author="Newer")
    assert report.articles == [("created", "physics/light.md")]
    assert (at("light").author, at("light").version) == ("Newer", 1)
    assert not waiting()


def test_what_waits_for_an_article_that_is_back_is_merged(imported, write, run_import):
    withdraw(imported)
    run_import(write("physics", "what-is-light", answer=OTHER))
    publishing.publish(imported)
    report = run_import(write("physics", "quite-another", id=5))
    assert ("updated", "physics/what-is-light.md") in report.articles
    assert at("what-is-light").answer == OTHER


def test_what_is_away_still_waits_on(away, write, run_import):
    newcomer(write, run_import)
    report = run_import(write("physics", "quite-another", id=5))
    assert report.articles == [("created", "physics/quite-another.md")]
    assert waiting() == ["physics/light.md"]
