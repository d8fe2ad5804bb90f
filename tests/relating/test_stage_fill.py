import pytest
from django.db import connection

from articles import publishing
from articles.models import Change, ComputedRelated, Related, RelatingDue, RelatingStage
from articles.publishing import withdraw
from articles.relating import relate_due
from tests.factories import make_article, make_content, make_subject
from tests.made_once import made_once
from tests.relating.makers import computed, link, make_about, make_library, methods

pytestmark = pytest.mark.django_db


@made_once
def library():
    return make_library()


def keys(articles):
    return {article.pk for article in articles}


def test_an_article_without_any_gets_four_of_its_own_matter(library):
    for articles in library.values():
        for article in articles:
            found = computed(article)
            assert len(found) == 4
            assert set(found) < keys(articles) - {article.pk}
            assert methods(article) == ["text"] * 4


def test_links_come_before_texts(library):
    one, other = library["cells"][0], library["courts"][0]
    third = make_about("cells", 7, related=[link(one), link(other)])
    relate_due()
    assert computed(one)[0] == third.pk
    assert methods(one)[0] == "links"
    # The two have nothing but that link in common: before what is only alike.
    assert computed(one)[1] == other.pk
    assert methods(one) == ["links", "links", "text", "text"]


def test_a_full_list_gets_none():
    targets = [make_about("cells", number) for number in range(5)]
    article = make_about("courts", 1, related=[link(target) for target in targets[:4]])
    relate_due()
    assert computed(article) == []


def test_a_list_is_filled_up_to_four_without_what_it_holds(library):
    targets = library["cells"]
    article = make_about("cells", 9, related=[link(target) for target in targets[:3]])
    relate_due()
    assert len(computed(article)) == 1
    assert set(computed(article)) < keys(targets[3:])


def test_neither_a_twin_nor_the_same_question_nor_an_unindexed_page_is_chosen():
    article = make_about("cells", 0)
    good = make_about("cells", 1)
    answer = "Of mitochondria cytoplasm membrane a twin."
    first = make_article("first", title="First?", answer=answer, seo_keywords="membrane")
    second = make_article("second", title="Second?", answer=answer, seo_keywords="membrane")
    make_about("cells", 2, no_index=True)
    make_about("cells", 3, subject=make_subject("hidden", is_listed=False))
    make_article("again", title="What is  number 0 of CELLS?", answer="Cytoplasm membrane again.")
    relate_due()
    canonical = first if first.canonical_id is None else second
    canonical.refresh_from_db()
    assert set(computed(article)) <= {good.pk, first.pk, second.pk}
    assert len({first.pk, second.pk} & set(computed(article))) == 1


def test_a_duplicate_in_a_list_is_answered_by_its_canonical(library):
    answer = "One sonnet, iambic each stanza, filed twice."
    values = {"answer": answer, "seo_keywords": "sonnet, iambic, stanza"}
    canonical = make_article("canonical", title="Canonical?", **values)
    duplicate = make_article("duplicate", subject="zoology", title="Duplicate?", **values)
    article = make_about("poems", 9, related=[link(duplicate)])
    relate_due()
    duplicate.refresh_from_db()
    assert duplicate.canonical_id == canonical.pk
    assert computed(article)[0] == canonical.pk


def test_what_a_file_says_is_never_written(library):
    article = make_about("cells", 9, related=[link(library["courts"][0])])
    before = list(Related.objects.order_by("pk").values())
    content = article.content()
    relate_due()
    assert list(Related.objects.order_by("pk").values()) == before
    assert article.content() == content


def test_nothing_due_costs_one_query(django_assert_num_queries):
    make_library(each=3)
    with django_assert_num_queries(1):
        relate_due()


def test_a_withdrawn_target_is_replaced(library):
    article = library["cells"][0]
    lost = computed(article)[0]
    withdraw(next(a for a in library["cells"] if a.pk == lost))
    relate_due()
    found = computed(article)
    assert lost not in found
    assert len(found) == 4
    assert not ComputedRelated.objects.filter(target=lost).exists()
    assert not ComputedRelated.objects.filter(article=lost).exists()


def test_a_deleted_target_is_replaced(library):
    article = library["cells"][0]
    lost = computed(article)[0]
    publishing.delete(next(a for a in library["cells"] if a.pk == lost))
    relate_due()
    assert lost not in computed(article)
    assert len(computed(article)) == 4


def test_a_changed_text_is_related_anew(library):
    article = library["cells"][0]
    words = "plaintiff tribunal verdict"
    content = make_content("A question of courts?", answer=f"On {words}.", seo_keywords=words)
    publishing.revise(article, content)
    relate_due()
    assert set(computed(article)) < keys(library["courts"])


def test_an_editors_pick_takes_the_place_of_a_computed_one(library):
    article = library["cells"][0]
    picked = computed(article)[0]
    target = next(a for a in library["cells"] if a.pk == picked)
    values = article.content()
    content = make_content(
        values.title, answer=values.answer, seo_keywords=values.seo_keywords, related=[link(target)]
    )
    publishing.revise(article, content)
    relate_due()
    assert picked not in computed(article)
    assert len(computed(article)) == 3


def test_a_link_that_finds_its_article_takes_a_place(library):
    article = make_about("cells", 8, related=["/learn/physics/questions/to-come"])
    relate_due()
    assert len(computed(article)) == 4
    make_article("to-come", title="To come?", answer="Of something else.")
    relate_due()
    assert len(computed(article)) == 3
    assert library


def test_what_waits_stays_due_for_a_caller_that_cannot_wait():
    make_library(each=3)
    article = make_about("cells", 9)
    assert relate_due(most=0).articles == 0
    assert RelatingDue.objects.filter(article=article).exists()
    assert relate_due(most=50).articles >= 1
    assert not RelatingDue.objects.exists()


def test_a_draft_has_none_until_it_is_published(library):
    draft = make_about("cells", 9, status="draft")
    relate_due()
    assert computed(draft) == []
    publishing.publish(draft)
    relate_due()
    assert len(computed(draft)) == 4


def test_an_extra_that_another_process_places_meanwhile_stays(library):
    article, stranger = library["cells"][0], library["poems"][0]
    ComputedRelated.objects.filter(article=article, position__gt=1).delete()
    RelatingDue.objects.create(article=article, stage=RelatingStage.FILL)
    placed = []

    def place_before_the_first_deletion(execute, sql, *args):
        if sql.startswith('DELETE FROM "articles_computedrelated"') and not placed:
            placed.append(
                ComputedRelated.objects.create(
                    article=article,
                    position=9,
                    target=stranger,
                    method="text",
                    score=0.1,
                    is_extra=True,
                )
            )
        return execute(sql, *args)

    with connection.execute_wrapper(place_before_the_first_deletion):
        relate_due()
    assert len(computed(article)) == 4
    assert ComputedRelated.objects.get(article=article, position=9) == placed[0]


def numbers():
    return dict(Change.objects.values_list("article_key", "number"))


def test_a_list_that_changes_is_a_change_of_its_article_for_who_follows_the_library():
    articles = [make_about("cells", number) for number in range(3)]
    published = numbers()
    relate_due()
    assert all(numbers()[key] > published[key] for key in keys(articles))
    related = numbers()
    relate_due()
    assert numbers() == related


def test_an_extra_question_is_a_change_of_the_article_that_shows_it(library):
    known = numbers()
    stranger = make_article("stranger", title="Xyzzy?", answer="Plugh.", seo_keywords="zork")
    relate_due()
    extra = ComputedRelated.objects.filter(target=stranger)
    assert extra.count() == 2
    assert all(numbers()[row.article_id] > known[row.article_id] for row in extra)
