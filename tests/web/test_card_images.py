"""Social cards as others fetch them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from articles.publishing import revise, unpublish, withdraw
from articles.seo import card_files, current_site
from articles.seo.card_urls import article_card
from tests.factories import make_article, make_content, make_subject
from tests.web.parsing import SITE


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawn(monkeypatch):
    """The cards that were drawn, in order."""
    cards = []
    draw = card_files.draw

    def draw_and_tell(card):
        cards.append(card)
        return draw(card)

    monkeypatch.setattr(card_files, "draw", draw_and_tell)
    return cards


def card_path(get, path):
    return get(path).meta("og:image").removeprefix(SITE)


def stored():
    return [
        f"cards/{folder}/{name}"
        for folder in default_storage.listdir("cards")[0]
        for name in default_storage.listdir(f"cards/{folder}")[1]
    ]


def test_each_kind_of_page_has_a_card(client, get):
    article = make_article("a")
    paths = ["/", "/learn", "/learn/physics", article.get_absolute_url()]
    cards = [card_path(get, path) for path in paths]
    assert cards[0] == cards[1]
    assert len(set(cards)) == 3
    for card in cards:
        response = client.get(card)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_a_card_is_kept_by_caches_shown_by_others_and_listed_by_nobody(client, get):
    path = card_path(get, make_article().get_absolute_url())
    response = client.get(path)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.has_header("X-Robots-Tag")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get(path, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert not response.cookies


def test_drawn_once_and_stored(client, get, drawn):
    path = card_path(get, make_article(title="What is light?").get_absolute_url())
    assert drawn == []
    first = client.get(path)
    assert [card.heading for card in drawn] == ["What is light?"]
    assert client.get(path).content == first.content
    assert len(drawn) == 1
    assert len(stored()) == 1


def test_it_changes_with_what_it_shows_alone(get):
    article = make_article(title="What is light?", answer="An answer.")
    path = card_path(get, article.get_absolute_url())
    revise(article, make_content("What is light?", answer="Another answer."))
    assert card_path(get, article.get_absolute_url()) == path
    revise(article, make_content("What is heat?", answer="Another answer."))
    assert card_path(get, article.get_absolute_url()) != path


def test_another_name_leads_to_the_card_and_draws_nothing(client, get, drawn):
    article = make_article("a")
    current = card_path(get, article.get_absolute_url())
    for path in ("/cards/physics/a-0123456789abcdef.png", "/cards/physics-0123456789abcdef.png"):
        response = client.get(path)
        assert response.status_code == 302
    assert client.get("/cards/0123456789abcdef.png").status_code == 302
    assert client.get("/cards/physics/a-0123456789abcdef.png")["Location"] == current
    assert drawn == []
    assert not default_storage.exists("cards")


@pytest.mark.parametrize(
    "path",
    [
        "/cards/physics/nothing-0123456789abcdef.png",
        "/cards/nothing-0123456789abcdef.png",
        "/cards/physics/a-0123456789ABCDEF.png",
        "/cards/physics/a-0123.png",
        "/cards/physics/a.png",
        "/cards/",
    ],
)
def test_nothing_else_has_a_card(client, path):
    make_article("a")
    assert client.get(path).status_code in {301, 404}
    assert client.get(path, follow=True).status_code == 404


def test_a_draft_and_a_withdrawn_article_have_none(client, get, drawn):
    article = make_article()
    path = card_path(get, article.get_absolute_url())
    unpublish(article)
    assert client.get(path).status_code == 404
    withdraw(article)
    assert client.get(path).status_code == 404
    assert drawn == []


def test_twins_show_the_card_of_the_canonical_one(get):
    first = make_article("first", subject="computing", answer="One text.")
    second = make_article("second", subject="physics", answer="One text.")
    assert card_path(get, first.get_absolute_url()) == card_path(get, second.get_absolute_url())


def test_a_file_that_is_not_whole_is_drawn_again(client, get, drawn):
    path = card_path(get, make_article().get_absolute_url())
    whole = client.get(path).content
    (name,) = stored()
    file = default_storage.path(name)
    with open(file, "wb") as stream:
        stream.write(whole[:-5])
    assert client.get(path).content == whole
    assert stored() == [name]
    with open(file, "rb") as stream:
        assert stream.read() == whole


def test_where_nothing_can_be_stored_it_is_shown(client, get, tmp_path):
    path = card_path(get, make_article().get_absolute_url())
    (tmp_path / "cards").write_text("a file in the way")
    assert client.get(path).status_code == 200


def test_many_at_once_get_one_picture_and_leave_one_file():
    article = make_article()
    card = article_card(article, current_site())
    with ThreadPoolExecutor(8) as pool:
        pictures = set(pool.map(lambda _: card_files.card_png(card), range(16)))
    assert len(pictures) == 1
    assert len(stored()) == 1


def test_the_number_of_queries(client, get, django_assert_num_queries):
    article = make_article()
    cards = [card_path(get, path) for path in (article.get_absolute_url(), "/learn/physics", "/")]
    for path, count in zip(cards, (1, 1, 0), strict=True):
        with django_assert_num_queries(count):
            client.get(path)


def test_old_cards_are_removed_by_the_command(client, get, capsys):
    article, other = make_article(title="Old?"), make_article()
    for path in (article.get_absolute_url(), other.get_absolute_url(), "/learn/physics", "/"):
        client.get(card_path(get, path))
    assert len(stored()) == 4
    revise(article, make_content("New?"))
    default_storage.save("cards/00/stray.txt", BytesIO(b"x"))
    call_command("clean_cards")
    assert capsys.readouterr().out == "2 cards deleted, 3 kept.\n"
    assert len(stored()) == 3
    call_command("clean_cards", older_than=1)
    assert capsys.readouterr().out == "0 cards deleted, 3 kept.\n"
    tomorrow = timezone.now() + timedelta(days=1)
    assert card_files.remove_old_cards(current_site(), made_before=tomorrow) == (3, 0)
    assert stored() == []


def test_cleaning_where_nothing_was_drawn(capsys):
    make_subject()
    call_command("clean_cards")
    assert capsys.readouterr().out == "0 cards deleted, 0 kept.\n"
