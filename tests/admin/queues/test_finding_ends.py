"""A finding is open only while a save can close it, and the save closes it: every kind."""

from dataclasses import replace

import pytest

from articles import publishing
from articles.auditing.link_audit import audit_links
from articles.core.article_content import RelatedLink
from articles.core.text.problem_kinds import (
    KINDS,
    LINK_KINDS,
    READING_KINDS,
    SETTLED_KINDS,
    TEXT_KINDS,
    WRITING_KINDS,
)
from articles.models import ComputedRelated, Finding, RelatingDue
from articles.relating.stage_fill import insert_computed
from tests.factories import make_article

pytestmark = pytest.mark.django_db
# What closes an open finding of each kind.
SAVE, OTHER, FILE, NEVER = "a save", "a save of another article", "the file anew", "never open"
ENDS = {
    **dict.fromkeys(TEXT_KINDS | LINK_KINDS | (READING_KINDS - SETTLED_KINDS), SAVE),
    "related-dangling": SAVE,
    "question-repeated": SAVE,
    "same-text-elsewhere": SAVE,
    "orphan": OTHER,
    "refused-file": FILE,
    **dict.fromkeys(SETTLED_KINDS | WRITING_KINDS, NEVER),
}


def test_every_kind_has_an_end():
    assert ENDS.keys() == KINDS.keys()


def find(article, *kinds, **values):
    for kind in kinds:
        Finding.objects.create(
            article=article, path="x", kind=kind, severity=KINDS[kind].severity, **values
        )


@pytest.fixture
def saved(open_form, save):
    def saved(article, **values):
        response = save(article, {**open_form(article), **values})
        assert response.status_code == 302

    return saved


def test_a_save_closes_what_it_mends(saved):
    article = make_article()
    kinds = {kind for kind, end in ENDS.items() if end is SAVE}
    find(article, *kinds)
    saved(article, title="What is sound?", answer="Sound is a wave.")
    assert set(Finding.objects.values_list("kind", flat=True)) == set()


def test_a_save_of_what_leads_there_closes_the_finding_that_nothing_does(saved):
    article, other = make_article("here", title="Here?"), make_article(title="There?")
    find(article, "orphan")
    saved(article, answer="Still nothing leads here.")
    assert Finding.objects.get().kind == "orphan"
    link = RelatedLink(article.get_absolute_url(), "Here")
    publishing.revise(other, replace(other.content(), related=(link,)))
    assert not Finding.objects.exists()


def test_an_article_that_comes_closes_what_waited_for_it():
    holder = make_article(related=["/learn/physics/questions/late"])
    RelatingDue.objects.all().delete()
    audit_links()
    assert "related-dangling" in set(Finding.objects.values_list("kind", flat=True))
    make_article("late", answer=holder.answer + " More.")
    assert not Finding.objects.filter(kind="related-dangling").exists()


def test_what_a_computed_related_question_leads_to_is_no_orphan():
    article, other = make_article(title="Here?"), make_article(title="There?")
    audit_links()
    assert not Finding.objects.exists(), "they wait for their computed ones"
    RelatingDue.objects.all().delete()
    audit_links()
    assert Finding.objects.filter(kind="orphan").count() == 2
    insert_computed([(other.pk, 1, article.pk, "text", 1.0, False)])
    assert Finding.objects.get().article == other
    audit_links()
    assert Finding.objects.get().article == other
    assert ComputedRelated.objects.count() == 1


def test_a_text_that_was_changed_in_the_other_place_is_asked_about_no_more(saved):
    article, other = make_article(answer="The same."), make_article(answer="The same.")
    find(other, "same-text-elsewhere")
    saved(article, answer="Another.")
    assert not Finding.objects.filter(kind="same-text-elsewhere").exists()
