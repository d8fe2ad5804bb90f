"""Computed related questions on an article's page in the desk."""

from articles.models import ComputedRelated, Related
from articles.relating import relate_due
from tests.admin.conftest import change_url
from tests.factories import make_article
from tests.made_once import made_once
from tests.relating.makers import computed, make_about, make_library


@made_once
def article():
    return make_library()["cells"][0]


def test_they_are_shown_with_what_speaks_for_them(article, desk):
    page = desk.get(change_url(article)).content.decode()
    assert "Computed related questions" in page
    assert page.count("computed: from text") >= 4


def test_one_that_is_adopted_becomes_the_editors(article, open_form, save):
    target = computed(article)[1]
    save(article, open_form(article) | {f"adopt-{target}": "on"})
    assert list(Related.objects.filter(article=article).values_list("target", flat=True)) == [
        target
    ]
    # The desk related the article again: the adopted one is not computed any more.
    assert target not in computed(article)
    assert len(computed(article)) == 3


def test_what_is_not_computed_for_the_article_cannot_be_adopted(article, open_form, save):
    stranger = make_article("stranger", title="Xyzzy?", answer="Plugh.", seo_keywords="zork")
    save(article, open_form(article) | {f"adopt-{stranger.pk}": "on", "adopt-x": "on"})
    assert not Related.objects.filter(article=article).exists()


def test_saving_what_was_not_touched_adopts_none(article, open_form, save):
    save(article, open_form(article))
    assert not Related.objects.filter(article=article).exists()
    assert article.version == type(article).objects.get(pk=article.pk).version


def test_publishing_in_the_desk_relates_at_once(article, open_form, save):
    draft = make_about("cells", 9, status="draft")
    save(draft, open_form(draft) | {"status": "published"})
    assert ComputedRelated.objects.filter(article=draft).exists()
    assert ComputedRelated.objects.filter(target=draft).count() >= 2


def test_a_desk_that_never_counted_saves_all_the_same(desk, open_form, save, db):
    article = make_article("alone")
    assert save(article, open_form(article) | {"author": "Somebody"}).status_code == 302
    assert relate_due().articles == 1
