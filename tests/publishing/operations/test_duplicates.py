"""Decisions on duplicates: what readers and search engines get, and that each can be taken back."""

from dataclasses import replace

import pytest

from articles import publishing
from articles.importer.finalize import alone
from articles.models import (
    Absorption,
    Article,
    ChosenCanonical,
    DuplicatePair,
    Readership,
    Redirect,
    Revision,
)
from articles.publishing.effects import apply_deferred, unsettled_digests
from tests.factories import make_article, make_user
from tests.made_once import made_once


@made_once
def pair():
    third, fourth = make_article("third"), make_article("fourth")
    keep = make_article("keep", related=[third.get_absolute_url()])
    other = make_article("other", related=[third.get_absolute_url(), fourth.get_absolute_url()])
    publishing.redirect_address("/before", other)
    Readership.objects.create(article=other, helpful=5, unhelpful=2)
    Readership.objects.create(article=keep, helpful=1)
    return keep, other


def states(*articles):
    rows = Article.objects.in_bulk([article.pk for article in articles])
    return [(rows[each.pk].canonical_id, rows[each.pk].index_status) for each in articles]


def links(article):
    return list(article.related.values_list("path", flat=True))


def votes():
    rows = Readership.objects.order_by("article__slug")
    return list(rows.values_list("article__slug", "helpful", "unhelpful"))


def test_a_chosen_canonical_is_named_and_released(pair):
    keep, other = pair
    editor = make_user()
    publishing.choose_canonical(other, keep, actor=editor)
    assert states(keep, other) == [(None, "indexable"), (keep.pk, "duplicate")]
    revision = Revision.objects.filter(article=other).latest("pk")
    assert (revision.actor, revision.reason) == (editor, f"Canonical is {keep.get_absolute_url()}")
    publishing.release_canonical(other, actor=editor)
    assert states(keep, other) == [(None, "indexable"), (None, "indexable")]


def test_a_copy_of_the_text_follows_the_choice(pair):
    keep, other = pair
    publishing.choose_canonical(other, keep)
    copy = make_article("copy", answer=other.answer)
    assert states(other, copy) == [(keep.pk, "duplicate")] * 2


@pytest.mark.parametrize("act", [publishing.unpublish, publishing.withdraw, publishing.delete])
def test_without_its_canonical_an_article_stands_for_itself(pair, act):
    keep, other = pair
    publishing.choose_canonical(other, keep)
    act(Article.objects.get(pk=keep.pk))
    assert states(other) == [(None, "indexable")]


def test_a_choice_counts_again_once_its_canonical_is_back(pair):
    keep, other = pair
    publishing.choose_canonical(other, keep)
    publishing.publish(publishing.unpublish(keep))
    assert states(other) == [(keep.pk, "duplicate")]


def test_a_choice_is_looked_at_after_a_run_that_died_before_its_election(pair):
    keep, other = pair
    publishing.choose_canonical(other, keep)
    hidden = publishing.revise(keep, replace(keep.content(), no_index=True))
    assert states(other) == [(None, "indexable")]
    Article.objects.filter(pk=hidden.pk).update(no_index=False)
    apply_deferred(unsettled_digests(), alone)
    assert states(keep, other) == [(None, "indexable"), (keep.pk, "duplicate")]


def test_choices_lead_on_and_never_in_a_circle(pair):
    keep, other = pair
    last = make_article("last")
    publishing.choose_canonical(other, keep)
    publishing.choose_canonical(keep, last)
    assert states(other, keep) == [(last.pk, "duplicate")] * 2
    with pytest.raises(publishing.NoCanonical):
        publishing.choose_canonical(last, keep)


def test_what_search_engines_do_not_get_is_no_canonical(pair):
    with pytest.raises(publishing.NoCanonical):
        publishing.choose_canonical(pair[1], make_article(no_index=True))
    assert states(pair[1]) == [(None, "indexable")]


def test_all_goes_along_with_an_absorbed_article_and_comes_back(pair):
    keep, other = pair
    before = (links(keep), votes(), states(keep, other))
    publishing.absorb_duplicate(other, keep)
    assert links(keep) == [*before[0], make_path("fourth")]
    assert votes() == [("keep", 6, 2), ("other", 0, 0)]
    paths = ["/before", other.get_absolute_url()]
    assert list(keep.redirects.order_by("old_path").values_list("old_path", flat=True)) == paths
    assert states(other) == [(None, "withdrawn")]
    publishing.undo_absorption(other)
    assert (links(keep), votes(), states(keep, other)) == before
    assert list(Redirect.objects.values_list("old_path", "article")) == [("/before", other.pk)]
    assert not Absorption.objects.exists()


def test_of_two_absorptions_the_later_is_taken_back_first(pair):
    keep, other = pair
    last = make_article("last")
    before = (votes(), list(Redirect.objects.values_list("old_path", "article")))
    publishing.absorb_duplicate(other, keep)
    publishing.absorb_duplicate(keep, last)
    with pytest.raises(publishing.AbsorbedFurther):
        publishing.undo_absorption(other)
    publishing.undo_absorption(keep)
    publishing.undo_absorption(other)
    assert [row for row in votes() if row[0] != "last"] == before[0]
    assert list(Redirect.objects.values_list("old_path", "article")) == before[1]


@pytest.mark.parametrize("is_first", [True, False])
def test_decisions_come_back_with_a_deleted_article(pair, is_first):
    keep, other = pair
    editor, last = make_user(), make_article("last")
    publishing.choose_canonical(keep, last, actor=editor)
    publishing.absorb_duplicate(other, keep, actor=editor)
    DuplicatePair.objects.create(one=keep, other=last, kind="near", score=0.7, differs=True)
    before = decided()
    deleted = keep if is_first else other
    publishing.delete(Article.objects.get(pk=deleted.pk))
    assert not Absorption.objects.exists()
    publishing.undelete(Revision.objects.get(article_key=deleted.pk, kind=Revision.Kind.DELETED))
    assert decided() == before
    assert states(keep) == [(last.pk, "duplicate")]
    publishing.undo_absorption(Article.objects.get(pk=other.pk))
    assert votes() == [("keep", 1, 0), ("other", 5, 2)]


def decided():
    return [
        list(model.objects.order_by("pk").values_list(*columns))
        for model, columns in (
            (ChosenCanonical, ("article", "canonical", "actor", "decided_at")),
            (Absorption, ("article", "into", "old_paths", "related_paths", "actor", "made_at")),
            (DuplicatePair, ("one", "other", "kind", "differs", "one_digest")),
        )
    ]


def make_path(slug):
    return f"/learn/physics/questions/{slug}"


def test_what_was_changed_since_is_not_undone(pair):
    keep, other = pair
    with pytest.raises(publishing.NotAbsorbed):
        publishing.undo_absorption(other)
    publishing.absorb_duplicate(other, keep)
    publishing.publish(other)
    with pytest.raises(publishing.NotAbsorbed):
        publishing.undo_absorption(other)


def test_two_cannot_absorb_each_other(pair):
    keep, other = pair
    publishing.absorb_duplicate(other, keep)
    with pytest.raises(publishing.TargetAway):
        publishing.absorb_duplicate(keep, other)
    with pytest.raises(publishing.TargetAway):
        publishing.absorb_duplicate(other, keep)
