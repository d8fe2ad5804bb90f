"""The third choice about another answer: both are kept, each at an address of its own."""

import pytest
from django.contrib.auth.models import Permission

from articles.importer.run import Import
from articles.models import Article, Conflict
from articles.publishing import move
from tests.admin.conflicts.makers import OTHER, collide, desk_url, hold
from tests.admin.conftest import fresh
from tests.factories import make_article, make_subject
from tests.importer.conftest import article_file


@pytest.fixture
def moved(tmp_path, db):
    """An imported article that was moved to the address for which a file comes now."""

    def deliver(slug, **fields):
        path = tmp_path / f"{slug}.md"
        path.write_bytes(article_file("physics", slug, **fields))
        Import([str(path)], workers=1).run()

    deliver("what-is-light")
    article = move(Article.objects.get(), make_subject("physics"), "light")
    deliver("light", answer=OTHER, id=77, question="What else?")
    return article


def test_the_desk_gives_the_true_reason(desk, moved):
    html = desk.get(desk_url(moved)).content.decode()
    assert "an editor moved it here" in html
    assert "<code>physics/what-is-light.md</code>" in html
    assert "written in the desk" not in html


def test_the_new_one_is_let_in_at_another_address(moved, decide, editor):
    response = decide(moved, choice_replacement="elsewhere", slug_elsewhere="light-again")
    html = response.content.decode()
    assert "Both are kept" in html
    assert "/learn/physics/questions/light-again" in html
    assert "Nothing waits for a decision here." in html
    assert Article.objects.get(slug="light-again").answer == OTHER
    assert fresh(moved).version == moved.version
    conflict = Conflict.objects.get()
    assert (conflict.decision, conflict.closed_by) == ("apart", editor)


def test_the_standing_one_makes_room(moved, decide):
    decide(moved, choice_replacement="room", slug_room="light-as-such")
    assert fresh(moved).slug == "light-as-such"
    assert Article.objects.get(slug="light").answer == OTHER


def test_a_field_is_decided_beside_it(moved, decide):
    collide(moved, base={"author": "x"}, author="Theirs")
    choices = {"choice_replacement": "room", "slug_room": "light-as-such"}
    decide(moved, choice_author="theirs", **choices)
    assert (fresh(moved).author, fresh(moved).slug) == ("Theirs", "light-as-such")
    assert not Conflict.objects.open().exists()


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("", "This field cannot be blank"),
        ("Not a slug", "Lower-case letters, digits and hyphens"),
        ("taken", "Another article stands there"),
        ("light", "Another article stands there"),
    ],
)
def test_an_address_that_cannot_be_is_a_sentence(moved, decide, slug, words):
    make_article("taken")
    html = decide(moved, choice_replacement="elsewhere", slug_elsewhere=slug).content.decode()
    assert words in html
    assert f'value="{slug}"' in html
    assert Conflict.objects.open().exists()


def test_who_may_not_add_articles_is_not_offered_it(moved, decide, desk, editor):
    editor.user_permissions.remove(Permission.objects.get(codename="add_article"))
    html = desk.get(desk_url(moved)).content.decode()
    assert "let the new one in" not in html
    response = decide(moved, choice_replacement="elsewhere", slug_elsewhere="light-again")
    assert response.status_code == 403
    assert not Article.objects.filter(slug="light-again").exists()


def test_a_held_answer_whose_file_is_not_known_is_taken_or_refused_only(desk, decide, article):
    hold(article)
    assert "let the new one in" not in desk.get(desk_url(article)).content.decode()
    html = decide(article, choice_replacement="elsewhere", slug_elsewhere="x").content.decode()
    assert "Choose at least once" in html
