"""Writing plain pages: versions, the footer that every page of the site shows, old addresses."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.core.rendering import RENDERER_VERSION
from articles.models import (
    Announcement,
    Page,
    PageRevision,
    PageStamp,
    Redirect,
    SiteSettings,
)
from articles.models.site_settings_cache import site_settings
from articles.publishing import (
    PageAddressTaken,
    StalePage,
    delete_page,
    rerender_pages,
    restore_page,
    save_page,
    save_site_settings,
)
from articles.publishing.effects import EVERYTHING, PLAIN_PAGES, plain_page
from tests.factories import make_article, make_page, make_user

pytestmark = pytest.mark.django_db


def save(page, *, slug=None, status=None, actor=None, reason="", **values):
    page = Page.objects.get(pk=page.pk)
    return save_page(
        page.pk,
        replace(page.content(), **values),
        slug=slug or page.slug,
        status=status or page.status,
        expected_version=page.version,
        actor=actor,
        reason=reason,
    )


def stamped(write):
    """The names that `write` stamps."""
    last = PageStamp.objects.order_by("-number").values_list("number", flat=True).first() or 0
    write()
    return set(PageStamp.objects.filter(number__gt=last).values_list("name", flat=True))


def footer():
    return SiteSettings.objects.values_list("page_links", flat=True).first()


def test_a_page_is_rendered_when_it_is_written():
    page = make_page(text="# One\n\n### Two\n\nWith $x^2$.")
    assert '<h2 id="section-one">One</h2>' in page.html
    assert '<h3 id="section-two">Two</h3>' in page.html
    assert page.has_formulas
    assert (page.version, page.renderer_version) == (1, RENDERER_VERSION)
    assert page.published_at is not None
    assert make_page("terms", status="draft").published_at is None


def test_each_change_is_a_version_with_who_and_why():
    anna = make_user("anna")
    page = make_page()
    before = page.content()
    saved = save(page, text="Another text.", actor=anna, reason="Shorter.")
    revision = PageRevision.objects.get()
    assert (revision.version, revision.actor, revision.reason) == (1, anna, "Shorter.")
    assert revision.content() == before
    assert (saved.version, saved.html) == (2, "<p>Another text.</p>\n")
    assert save(page, text="Another text.").version == 2
    restored = restore_page(saved, revision, actor=anna)
    assert (restored.version, restored.content()) == (3, before)
    assert PageRevision.objects.get(version=2).kind == PageRevision.Kind.RESTORED


def test_a_save_over_another_one_is_refused():
    page = make_page()
    save(page, text="First.")
    with pytest.raises(StalePage) as caught:
        save_page(page.pk, page.content(), slug="about", status="published", expected_version=1)
    assert (caught.value.page.text, Page.objects.get().text) == ("First.", "First.")


def test_an_address_holds_one_page():
    page = make_page("terms", "Terms")
    make_page()
    for write in (make_page, lambda: save(page, slug="about")):
        with pytest.raises(PageAddressTaken) as caught:
            write()
        assert caught.value.slug == "about"
    assert set(Page.objects.values_list("slug", flat=True)) == {"about", "terms"}


def test_the_footer_names_published_pages_in_their_order():
    make_page("terms", "Terms", position=2)
    make_page("imprint", "Imprint", position=1)
    make_page("privacy", "Privacy", status="draft")
    hidden = make_page("thanks", "Thanks", is_in_footer=False)
    assert footer() == [["Imprint", "/imprint"], ["Terms", "/terms"]]
    save(hidden, is_in_footer=True)
    save(Page.objects.get(slug="imprint"), status="withdrawn")
    assert footer() == [["Thanks", "/thanks"], ["Terms", "/terms"]]


def test_every_page_of_the_site_is_made_anew_where_the_footer_is_another():
    page = make_page()
    own = {plain_page(page.pk), PLAIN_PAGES}
    assert stamped(lambda: save(page, text="Another text.")) == own
    assert EVERYTHING in stamped(lambda: save(page, title="About us"))
    assert stamped(lambda: save(page, position=5)) == own
    make_page("terms", "Terms", position=9)
    assert EVERYTHING in stamped(lambda: save(page, position=10))
    assert EVERYTHING in stamped(lambda: save(page, is_in_footer=False))
    assert stamped(lambda: make_page("privacy", status="draft")) == set()


def test_a_new_footer_gives_pages_another_date_and_the_settings_no_version():
    save_site_settings(SiteSettings(name="Answers"))
    long_ago = timezone.now() - timedelta(days=9)
    SiteSettings.objects.update(saved_at=long_ago)
    make_page()
    row = SiteSettings.objects.get()
    assert row.saved_at > long_ago
    assert (row.version, row.name) == (1, "Answers")


def test_settings_that_are_saved_keep_the_footer_of_pages_saved_meanwhile():
    save_site_settings(SiteSettings(name="Answers"))
    opened = SiteSettings.objects.get()
    make_page()
    opened.name = "More answers"
    save_site_settings(opened)
    assert footer() == [["About", "/about"]]
    assert SiteSettings.objects.get().name == "More answers"


def test_this_process_shows_the_new_footer_at_once(django_capture_on_commit_callbacks):
    assert site_settings().page_links == []
    with django_capture_on_commit_callbacks(execute=True):
        make_page()
    assert site_settings().page_links == [["About", "/about"]]


def test_a_page_that_moves_leaves_a_redirect_and_none_leads_to_itself():
    page = make_page()
    save(page, slug="about-us")
    save(page, slug="us")
    assert set(Redirect.objects.values_list("old_path", "page__slug")) == {
        ("/about", "us"),
        ("/about-us", "us"),
    }
    save(page, slug="about")
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/about-us", "/us"}


def test_an_address_that_nobody_knew_leaves_none():
    save(make_page(status="draft"), slug="about-us")
    assert not Redirect.objects.exists()


def test_a_published_page_has_its_address_for_itself():
    Redirect.objects.create(old_path="/about", article=make_article())
    page = make_page(status="draft")
    assert Redirect.objects.exists()
    save(page, status="published")
    assert not Redirect.objects.exists()


def test_readers_date_a_page_by_what_they_see():
    page = make_page()
    long_ago = timezone.now() - timedelta(days=9)
    Page.objects.update(content_modified_at=long_ago, published_at=long_ago)
    assert save(page, position=3).content_modified_at == long_ago
    assert save(page, text="Another text.").content_modified_at > long_ago
    assert Page.objects.get().published_at == long_ago


def test_what_readers_knew_is_not_deleted():
    page, unseen = make_page(), make_page("terms", status="draft")
    save(page, status="draft")
    delete_page(page)
    delete_page(unseen)
    assert Page.objects.get() == page


def test_an_older_rendering_is_made_anew():
    page, same = make_page(), make_page("terms", "Terms")
    Page.objects.update(renderer_version=0)
    Page.objects.filter(pk=page.pk).update(html="<p>Older.</p>")
    done = []
    assert stamped(lambda: done.append(rerender_pages())) == {plain_page(page.pk)}
    assert done == [1]
    again = Page.objects.get(pk=page.pk)
    assert (again.html, again.version) == (page.html, 1)
    assert again.rendered_at > page.rendered_at
    assert Page.objects.get(pk=same.pk).rendered_at == same.rendered_at
    assert not Page.objects.exclude(renderer_version=RENDERER_VERSION).exists()


def announced(settings, write):
    settings.INDEXNOW_KEY = "key-of-this-site"
    Announcement.objects.all().delete()
    write()
    return set(Announcement.objects.values_list("path", flat=True))


def test_search_engines_are_told_of_what_they_can_see(settings):
    page = make_page()
    assert announced(settings, lambda: save(page, text="Another.")) == {"/about"}
    assert announced(settings, lambda: save(page, position=7)) == set()
    assert announced(settings, lambda: save(page, slug="us")) == {"/about", "/us"}
    assert announced(settings, lambda: save(page, no_index=True)) == {"/us"}
    assert announced(settings, lambda: save(page, text="More.")) == set()
    assert announced(settings, lambda: make_page("terms", status="draft")) == set()
