import pytest

from articles.models import Article, ComputedRelated, IndexStatus, Related
from articles.publishing import withdraw
from articles.relating import relate_due
from tests.factories import make_article
from tests.made_once import made_once
from tests.relating.makers import link, make_about, make_library

pytestmark = pytest.mark.django_db


@made_once
def library():
    return make_library()


def sources(article):
    """The indexable articles whose page leads to this one."""
    found = set()
    for model in (Related, ComputedRelated):
        rows = model.objects.filter(target=article, article__index_status=IndexStatus.INDEXABLE)
        found |= set(rows.values_list("article", flat=True))
    return found


def assert_all_are_led_to():
    for article in Article.objects.indexable():
        assert len(sources(article)) >= 2, article.slug


def test_two_lead_to_every_article(library):
    assert_all_are_led_to()


def test_two_lead_to_an_article_that_nothing_is_like(library):
    stranger = make_article("stranger", title="Xyzzy?", answer="Plugh.", seo_keywords="zork")
    relate_due()
    assert len(sources(stranger)) == 2
    assert not ComputedRelated.objects.filter(target=stranger, is_extra=False).exists()


def test_a_page_takes_two_extra_ones_at_most(library):
    hubs = [link(article) for article in library["cells"][:4]]
    for number in range(10, 22):
        make_about("cells", number, related=hubs)
    relate_due()
    assert_all_are_led_to()
    for article in Article.objects.all():
        extras = ComputedRelated.objects.filter(article=article, is_extra=True)
        assert extras.count() <= 2
        assert ComputedRelated.objects.filter(article=article).count() <= 6


def test_a_withdrawn_source_is_made_up_for(library):
    stranger = make_article("stranger", title="Xyzzy?", answer="Plugh.", seo_keywords="zork")
    relate_due()
    gone = sources(stranger).pop()
    withdraw(Article.objects.get(pk=gone))
    relate_due()
    assert gone not in sources(stranger)
    assert_all_are_led_to()


def test_a_stored_link_that_is_taken_away_is_made_up_for(library):
    stranger = make_article("stranger", title="Xyzzy?", answer="Plugh.", seo_keywords="zork")
    first, second = (make_about("poems", 30 + n, related=[link(stranger)]) for n in range(2))
    relate_due()
    assert sources(stranger) == {first.pk, second.pk}
    withdraw(first)
    relate_due()
    assert second.pk in sources(stranger)
    assert len(sources(stranger)) == 2
