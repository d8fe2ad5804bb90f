"""Relating of many: the same lists, each text read once, and nothing marked meanwhile is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.core.relatedness.tasks import forget_folders, write_frequencies
from articles.models import (
    Article,
    ComputedRelated,
    Related,
    RelatingDue,
    RelatingStage,
    TextSignature,
)
from articles.publishing.effects.relating_queue import mark_due
from articles.relating import keys_due, relate_due, relate_since, start_over
from articles.relating.batch import Work
from articles.relating.claims import claim_lists
from articles.relating.many_at_once import ManyAtOnce
from articles.relating.many_lists import PackedChoice
from articles.relating.term_frequencies import load, store
from tests.factories import make_article, make_content
from tests.relating.makers import computed, link, make_about, make_library

pytestmark = pytest.mark.django_db


def make_mixed_library():
    """Links there and back, some that wait, twins, a draft, and one that nothing is like."""
    library = [make_about("cells", number) for number in range(8)]
    courts = [make_about("courts", number, related=[link(library[0])]) for number in range(6)]
    waiting = ["/learn/physics/questions/to-come"]
    library += courts
    library += [make_about("poems", n, related=[link(courts[n]), *waiting]) for n in range(4)]
    twin = {"answer": "One sonnet, filed twice.", "seo_keywords": "sonnet"}
    library += [make_article("one", title="One?", **twin), make_article("two", title="2?", **twin)]
    library += [make_about("metals", 1, status="draft"), make_about("metals", 2, no_index=True)]
    library.append(make_article("stranger", title="Xyzzy?", answer="Plugh.", seo_keywords="zork"))
    return library


def all_lists():
    rows = ComputedRelated.objects.order_by("article", "position")
    return list(rows.values_list("article", "position", "target", "method", "score", "is_extra"))


def relate_many(*, workers=1, stages=RelatingStage):
    """Count everything and do the stages, however few are due; return the work."""
    with ManyAtOnce(workers=workers, advanced=lambda count: None, least=1) as many:
        work = Work(many.count_all())
        store(work.frequencies)
        for stage in stages:
            many.act(work, stage)
    return work


@pytest.mark.parametrize("workers", [1, 2])
def test_the_lists_are_those_that_are_made_one_after_another(workers):
    make_mixed_library()
    start_over()
    done = relate_many(workers=workers).done
    assert not RelatingDue.objects.exists()
    at_once = all_lists()
    assert done.lists + done.inbound > 0
    ComputedRelated.objects.all().delete()
    TextSignature.objects.update(version=0)
    mark_due(Article.objects.values_list("pk", flat=True))
    relate_due(most=1_000)
    assert all_lists() == at_once


def test_to_do_it_over_changes_nothing_where_nothing_has_changed():
    make_mixed_library()
    relate_many()
    before = all_lists(), list(TextSignature.objects.order_by("pk").values())
    start_over()
    done = relate_many().done
    assert (all_lists(), list(TextSignature.objects.order_by("pk").values())) == before
    assert (done.lists, done.inbound) == (0, 0)


def test_each_text_is_read_once():
    make_mixed_library()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        relate_due()
    assert sum("plain_text" in query["sql"] for query in queries) == 1


def test_a_text_that_changes_after_it_was_read_is_read_again():
    articles = make_library()["cells"]
    start_over()
    with ManyAtOnce(workers=1, advanced=lambda count: None, least=1) as many:
        work = Work(many.count_all())
        words = "plaintiff tribunal verdict"
        content = make_content("Of courts?", answer=f"On {words}.", seo_keywords=words)
        publishing.revise(articles[0], content)
        for stage in RelatingStage:
            many.act(work, stage)
    assert not set(computed(articles[0])) & {article.pk for article in articles}


def claimed_lists(articles):
    """Claim the lists of articles; return the claim, and a computation that fills them."""
    mark_due([article.pk for article in articles], RelatingStage.FILL)
    return claim_lists(), Work(load())


def test_a_link_that_comes_while_lists_are_chosen_is_not_forgotten(tmp_path):
    library = make_library()
    article, target = library["cells"][0], library["poems"][0]
    claim, work = claimed_lists(library["cells"])
    chosen = choose(tmp_path, work, claim)
    publishing.revise(article, make_content(article.title, related=[link(target)]))
    done = work.batch_of(RelatingStage.FILL, list(chosen), marked=claim, made=chosen)
    assert article.pk not in done
    assert set(done) == {other.pk for other in library["cells"][1:]}
    relate_due()
    assert target.pk not in computed(article)
    assert Related.objects.filter(article=article, target=target).exists()
    assert len(computed(article)) <= 3
    assert computed(target)[0] == article.pk


def choose(folder, work, claim):
    """Choose what is claimed, by the library as it is."""
    write_frequencies(folder, work.frequencies)
    chosen = {}
    for _, some in PackedChoice(folder, workers=1).choose(claim):
        chosen |= some
    forget_folders()
    return chosen


def test_what_was_withdrawn_while_lists_were_chosen_is_in_none(tmp_path):
    articles = make_library()["cells"]
    ComputedRelated.objects.all().delete()  # so that nobody knows who shows it
    claim, work = claimed_lists(articles[:1])
    chosen = choose(tmp_path, work, claim)
    gone = chosen[articles[0].pk][0].target
    publishing.withdraw(next(article for article in articles if article.pk == gone))
    relate_since(keys_due() - {gone})
    done = work.batch_of(RelatingStage.FILL, list(chosen), marked=claim, made=chosen)
    assert done == [articles[0].pk]
    assert gone not in computed(articles[0])
    assert len(computed(articles[0])) == 4


@pytest.mark.parametrize("stage", [RelatingStage.READ, RelatingStage.FILL])
def test_a_mark_takes_a_claim_away(stage):
    article = make_article()
    mark_due([article.pk], RelatingStage.FILL)
    RelatingDue.objects.update(stage=RelatingStage.FILL)
    claim_lists()
    mark_due([article.pk], stage)
    assert RelatingDue.objects.get().stage == stage


def test_one_that_is_to_be_counted_keeps_its_claim_for_it_is_counted_after_its_list():
    article = make_article()
    RelatingDue.objects.update(stage=RelatingStage.FILL)
    claim = claim_lists()
    mark_due([article.pk], RelatingStage.INBOUND)
    assert RelatingDue.objects.get().stage == claim


@pytest.mark.parametrize("most", [None, 100])
def test_what_a_killed_computation_had_claimed_is_related_by_the_next(most):
    articles = make_library()["cells"]
    ComputedRelated.objects.all().delete()
    mark_due([article.pk for article in articles], RelatingStage.FILL)
    claim_lists()
    relate_due(most=most)
    assert not RelatingDue.objects.exists()
    assert all(len(computed(article)) == 4 for article in articles)


def test_an_interrupted_computation_gives_its_claims_back_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    make_library()
    start_over()

    def interrupt(execute, sql, *args):
        if sql.startswith('INSERT INTO "articles_computedrelated"'):
            raise KeyboardInterrupt
        return execute(sql, *args)

    ComputedRelated.objects.all().delete()
    with connection.execute_wrapper(interrupt), pytest.raises(KeyboardInterrupt):
        relate_many()
    assert RelatingDue.objects.filter(stage=RelatingStage.FILL).count() == 24
    assert not RelatingDue.objects.filter(stage__gt=RelatingStage.INBOUND).exists()
    assert not list(tmp_path.iterdir())
