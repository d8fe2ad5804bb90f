"""Which changes are numbered, in which order, and what a mirror that follows them ends up with."""

from dataclasses import replace

import pytest

from articles.core.computed_from_content import compute
from articles.models import Article, Change, Redirect, Related, Revision
from articles.publishing import (
    BulkItem,
    Cause,
    absorb,
    create_articles,
    delete,
    erase,
    move,
    publish,
    rerender,
    revise,
    save_subject,
    undelete,
    unpublish,
    withdraw,
)
from articles.publishing.effects import apply
from tests.factories import make_article, make_content, make_subject

pytestmark = pytest.mark.django_db
Kind = Change.Kind


def after(number):
    """What happened after a number, in order: (key, kind)."""
    rows = Change.objects.filter(number__gt=number).order_by("number")
    return list(rows.values_list("article_key", "kind"))


def newest():
    return Change.objects.order_by("-number").first().number


def edit(article, **values):
    return revise(article, replace(article.content(), **values))


def test_a_published_article_is_new_once():
    article = make_article()
    assert after(0) == [(article.pk, Kind.NEW)]


def test_a_draft_leaves_nothing():
    draft = make_article(status="draft")
    edit(draft, answer="Still nobody's business.")
    move(draft, draft.subject, "elsewhere")
    delete(draft)
    assert not Change.objects.exists()


def test_each_change_takes_the_next_number_and_one_row():
    first, second = make_article(), make_article()
    seen = newest()
    edit(first, answer="One.")
    edit(second, answer="Two.")
    edit(first, answer="Three.")
    assert after(seen) == [(second.pk, Kind.CHANGED), (first.pk, Kind.CHANGED)]
    assert Change.objects.count() == 2


def test_a_save_that_changes_nothing_is_no_change():
    article = make_article()
    seen = newest()
    edit(article)
    assert after(seen) == []


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (withdraw, Kind.WITHDRAWN),
        (unpublish, Kind.UNPUBLISHED),
        (delete, Kind.DELETED),
        (lambda article: erase(article, Cause(Revision.Kind.UNDONE)), Kind.DELETED),
    ],
    ids=["withdraw", "unpublish", "delete", "erase"],
)
def test_a_removal_keeps_the_last_address(act, kind):
    article = make_article("gone")
    seen = newest()
    act(article)
    assert after(seen) == [(article.pk, kind)]
    assert Change.objects.get(pk=article.pk).path == "/learn/physics/questions/gone"


@pytest.mark.parametrize(
    ("act", "kind"),
    [(withdraw, Kind.WITHDRAWN), (delete, Kind.DELETED)],
    ids=["withdraw", "delete"],
)
def test_a_removal_never_tells_the_address_of_a_draft(act, kind):
    draft = move(unpublish(make_article("known")), make_subject("secret"), "embargoed")
    act(draft)
    row = Change.objects.get()
    assert (row.kind, row.path) == (kind, "/learn/physics/questions/known")


def test_a_removal_after_a_second_publication_tells_the_second_address():
    article = publish(move(unpublish(make_article("first")), make_subject("optics"), "second"))
    delete(article)
    assert Change.objects.get().path == "/learn/optics/questions/second"


def test_what_comes_back_is_new_again():
    article = make_article()
    publish(withdraw(article))
    assert after(0) == [(article.pk, Kind.NEW)]
    key = article.pk
    delete(article)
    seen = newest()
    undelete(Revision.objects.get(article_key=key, kind="deleted"))
    assert after(seen) == [(key, Kind.NEW)]
    assert Change.objects.get(pk=key).path == ""


def test_an_edit_of_what_was_removed_is_no_change():
    article = withdraw(make_article())
    seen = newest()
    edit(article, answer="Nobody can read this.")
    assert after(seen) == []
    delete(article)
    assert after(seen) == [(article.pk, Kind.DELETED)]


def test_a_move_says_so():
    article = make_article()
    seen = newest()
    move(article, make_subject("optics"), "light")
    assert after(seen) == [(article.pk, Kind.MOVED)]


def test_twins_whose_index_status_changes_are_noted_with_it():
    first = make_article("a", answer="The same.")
    second = make_article("b", answer="The same.")
    seen = newest()
    withdraw(first)
    assert sorted(after(seen)) == [(first.pk, Kind.WITHDRAWN), (second.pk, Kind.CHANGED)]
    seen = newest()
    delete(second)
    assert after(seen) == [(second.pk, Kind.DELETED)]


def test_absorbing_withdraws_the_one_and_changes_the_other():
    one, other = make_article(), make_article()
    seen = newest()
    absorb(one, other)
    assert after(seen) == [(one.pk, Kind.WITHDRAWN), (other.pk, Kind.CHANGED)]


def test_hiding_a_subject_changes_its_articles(django_capture_on_commit_callbacks):
    subject = make_subject("optics")
    article = make_article(subject=subject)
    make_article(subject="physics", title="What is heat?")
    seen = newest()
    subject.is_listed = False
    with django_capture_on_commit_callbacks(execute=True):
        save_subject(subject)
    assert after(seen) == [(article.pk, Kind.CHANGED)]


def test_an_import_numbers_a_batch_in_the_order_of_the_keys():
    content = [make_content(answer=f"Answer {number}.") for number in range(3)]
    content.append(replace(content[0], published_on=None))
    subject = make_subject()
    items = [
        BulkItem(subject, f"slug-{number}", None, each, compute(each))
        for number, each in enumerate(content)
    ]
    articles, changes = create_articles(items)
    apply(changes, in_run=True)
    assert after(0) == [(article.pk, Kind.NEW) for article in articles[:3]]


def test_a_mirror_that_follows_the_numbers_holds_what_is_public():
    """Whatever is done, and wherever between the mirror asks: in the end both are the same."""
    articles = [make_article(f"start-{number}", answer=f"A {number % 3}.") for number in range(6)]
    steps = [
        lambda: withdraw(articles[0]),
        lambda: edit(articles[1], answer="Anew."),
        lambda: move(articles[2], make_subject("optics"), "moved"),
        lambda: delete(articles[3]),
        lambda: publish(articles[0]),
        lambda: unpublish(articles[4]),
        lambda: make_article("late"),
        lambda: edit(articles[5], no_index=True),
        lambda: withdraw(articles[1]),
    ]
    mirror, seen = {}, 0
    for position, step in enumerate(steps):
        if position % 2:
            seen = _follow(mirror, seen)
        step()
    _follow(mirror, seen)
    assert mirror == _public()


def _public():
    rows = Article.objects.live().values_list("pk", "subject__slug", "slug", "version")
    statuses = dict(Article.objects.values_list("pk", "index_status"))
    return {pk: (*rest, statuses[pk]) for pk, *rest in rows}


def _follow(mirror, seen):
    public = _public()
    for row in Change.objects.filter(number__gt=seen).order_by("number"):
        seen = row.number
        if row.is_removal:
            mirror.pop(row.article_key, None)
        else:
            mirror[row.article_key] = public[row.article_key]
    return seen


def test_rendering_anew_tells_of_a_link_that_it_resolves():
    article = make_article(related=["/learn/physics/questions/there"])
    make_article("there")
    Related.objects.update(target=None)
    seen = newest()
    rerender(Article.objects.filter(pk=article.pk))
    assert Related.objects.get().target is not None
    assert after(seen) == [(article.pk, Kind.CHANGED)]


def test_an_address_that_is_taken_back_is_a_change_of_what_it_led_to():
    article = make_article()
    Redirect.objects.create(old_path="/learn/physics/questions/old", article=article)
    seen = newest()
    new = make_article("old")
    assert sorted(after(seen)) == [(article.pk, Kind.CHANGED), (new.pk, Kind.NEW)]


def test_a_draft_that_is_deleted_changes_no_page():
    draft = make_article("draft", status="draft")
    make_article(related=[draft.get_absolute_url()])
    seen = newest()
    delete(draft)
    assert after(seen) == []
