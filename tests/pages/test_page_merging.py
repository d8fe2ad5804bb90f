"""Merging what two editors made of one version of a page."""

from dataclasses import replace

from articles.core.page_content import PageContent
from articles.pages.page_merging import PageVersion, merge_page

TEXT = "We write.\n\nWe review.\n\nWe correct."
OPENED = PageVersion(1, PageContent("About", TEXT), "about", "published")


def version(slug="about", status="published", **values):
    return PageVersion(0, replace(OPENED.content, **values), slug, status)


def test_different_fields_and_paragraphs_are_both_kept():
    saved = version(title="About us", text=TEXT.replace("write", "write well"), slug="about-us")
    mine = version(description="Who we are.", text=TEXT.replace("correct", "correct soon"))
    merged = merge_page(OPENED, saved, mine)
    assert merged.collisions == ()
    assert merged.content.text == "We write well.\n\nWe review.\n\nWe correct soon."
    assert (merged.content.title, merged.content.description) == ("About us", "Who we are.")
    assert (merged.slug, merged.status) == ("about-us", "published")
    assert merged.kept == ("title", "text", "slug")


def test_the_same_line_changed_by_both_collides_and_mine_stands():
    saved, mine = version(text="They.", position=3), version(text="Me.")
    merged = merge_page(OPENED, saved, mine)
    assert (merged.collisions, merged.kept) == (("text",), ("position",))
    assert (merged.content.text, merged.content.position) == ("Me.", 3)


def test_the_same_change_by_both_is_none():
    saved = mine = version(title="About us", status="withdrawn")
    merged = merge_page(OPENED, saved, mine)
    assert (merged.collisions, merged.kept) == ((), ())


def test_a_place_that_both_changed_collides():
    merged = merge_page(OPENED, version(slug="a"), version(slug="b"))
    assert (merged.collisions, merged.slug) == (("slug",), "b")
