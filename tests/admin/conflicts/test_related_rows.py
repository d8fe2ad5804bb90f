"""The conflict desk: related questions are decided row by row."""

from dataclasses import replace

from articles import publishing
from articles.core.article_content import RelatedLink
from articles.core.related_merging import merge_related
from articles.models import Conflict
from tests.admin.conflicts.makers import collide, desk_url
from tests.admin.conftest import fresh
from tests.factories import make_article


def link(name, title=""):
    return RelatedLink(f"/learn/physics/questions/{name}", title or f"Title of {name}")


BASE = (link("x1"), link("x2"), link("x3"))
OURS = (link("x1", "The editor's"), link("x2", "The editor's, too"), link("x3"), link("own"))


def in_conflict(*theirs):
    article = make_article(related=OURS)
    collide(article, base={"related": BASE}, related=theirs)
    merged = merge_related(BASE, theirs, OURS).links
    publishing.revise(article, replace(article.content(), related=merged))
    return article


def live(article):
    return fresh(article).content().related


def test_each_row_in_conflict_shows_three_words_and_two_choices(desk):
    article = in_conflict(link("x1", "The file's"), link("x3", "Renamed"))
    html = desk.get(desk_url(article)).content.decode()
    assert html.count('name="choice-related-0"') == html.count('name="choice-related-1"') == 2
    assert "choice-related-2" not in html
    for text in ("1. Title of x1", "1. The editor&#x27;s", "1. The file&#x27;s"):
        assert text in html
    assert "Remove it, as the file does" in html


def test_rows_are_decided_apart(decide):
    article = in_conflict(link("x1", "The file's"), link("x3"))
    decide(article, **{"choice_related-0": "theirs", "choice_related-1": "ours"})
    assert live(article) == (link("x1", "The file's"), *OURS[1:])
    conflict = Conflict.objects.get()
    assert conflict.decision == Conflict.Decision.EDITED


def test_a_row_that_the_file_removed_goes_if_its_word_is_taken(decide):
    article = in_conflict(link("x1", "The file's"), link("x3"))
    decide(article, **{"choice_related-0": "theirs", "choice_related-1": "theirs"})
    assert live(article) == (link("x1", "The file's"), link("x3"), link("own"))
    assert Conflict.objects.get().decision == Conflict.Decision.THEIRS


def test_kept_rows_stay_and_the_article_is_as_it_was(decide):
    article = in_conflict(link("x3"))
    decide(article, **{"choice_related-0": "ours", "choice_related-1": "ours"})
    assert live(article) == OURS
    assert fresh(article).version == article.version
    assert Conflict.objects.get().decision == Conflict.Decision.OURS


def test_half_a_decision_is_none(decide):
    article = in_conflict(link("x3"))
    html = decide(article, **{"choice_related-0": "theirs"}).content.decode()
    assert "Choose for each of the rows, or for none." in html
    assert live(article) == OURS
    assert Conflict.objects.get().closed_at is None


def test_two_orders_are_one_choice(desk, decide):
    article = make_article(related=(BASE[1], BASE[2], BASE[0]))
    collide(article, base={"related": BASE}, related=BASE[::-1])
    assert "The order" in desk.get(desk_url(article)).content.decode()
    decide(article, **{"choice_related-0": "theirs"})
    assert live(article) == BASE[::-1]


def test_a_row_that_the_editor_settled_meanwhile_is_not_asked_about(desk):
    article = in_conflict(link("x1", "The file's"), link("x3"))
    content = fresh(article).content()
    rows = (link("x1", "The file's"), *content.related[1:])
    publishing.revise(article, replace(content, related=rows))
    html = desk.get(desk_url(article)).content.decode()
    assert "/learn/physics/questions/x2" in html
    assert "choice-related-1" not in html
