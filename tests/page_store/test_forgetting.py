"""Whatever is changed, the store answers what Django would; and it keeps what does not show it."""

from dataclasses import replace

import pytest
from django.db import transaction

from articles import publishing
from articles.importer.run import Import
from articles.models import Article, Person, Redirect, SiteSettings
from tests.factories import make_article, make_subject
from tests.importer.conftest import article_file
from tests.page_store.conftest import public_paths
from tests.publishing.effects import scenarios
from tests.publishing.effects.test_table import ROWS

# Of each answer; a date of the server's own clock is not among them.
_COMPARED = ("ETag", "Last-Modified", "Location", "Content-Type", "Vary", "Cache-Control")


def same(given, expected):
    headers = [{name: each.headers.get(name) for name in _COMPARED} for each in (given, expected)]
    return (given.status, given.body, headers[0]) == (expected.status, expected.body, headers[1])


class WarmFirst:
    """Stands for the watch of the table: an operation begins when its library is made."""

    def __init__(self, site):
        self.site = site
        self.clear()

    def clear(self):
        self.site.warm()
        self.paths = set(public_paths())

    def add(self, name):
        """What the watch learns of a run's end."""


@pytest.mark.parametrize("operation", ROWS)
def test_after_an_operation_nothing_is_stale(site, operation):
    publishing.save_person(Person(slug="quicktakes", name="QuickTakes"), ())
    before = WarmFirst(site)
    getattr(scenarios, operation)(before)
    stale = {
        path
        for path in before.paths | set(public_paths())
        if not same(site.ask(path), site.fresh(path))
    }
    assert stale == set()


@pytest.fixture
def library(site):
    """Two subjects, and an article that another one shows."""
    light = make_article("light", title="Light?")
    return {
        "light": light,
        "shows": make_article("shows", title="Shows?", related=[light.get_absolute_url()]),
        "other": make_article("other", title="Other?"),
        "cell": make_article("cell", title="Cell?", subject=make_subject("biology")),
    }


def remade(site):
    """The paths that have to be made again."""
    site.made.clear()
    for path in public_paths():
        site.ask(path)
    return {path.removeprefix("/learn/").replace("/questions", "") for path in site.made}


# They show the newest change of all, or how many articles there are.
OF_THE_LIBRARY = {
    *("/", "/learn", "/feed.xml", "/llms.txt", "/sitemap.xml", "/sitemap-pages.xml"),
    "/sitemap-articles-0.xml",
}
OF_LIGHT = {"physics/light", "physics/light.md", "physics", "physics/feed.xml"}


def test_what_does_not_show_a_change_stays_stored(site, library):
    site.warm()
    publishing.revise(library["light"], replace(library["light"].content(), answer="Changed."))
    assert remade(site) == OF_LIGHT | OF_THE_LIBRARY


def test_what_stays_stored_is_as_good_as_what_is_made_now(site, library):
    """So that the next request asks no more than whether anything is new."""
    site.warm()
    publishing.revise(library["light"], replace(library["light"].content(), answer="Changed."))
    path = library["cell"].get_absolute_url()
    site.ask(path)
    assert site.store.memory.get(path).seen == site.store.freshness.look()
    publishing.revise(library["cell"], replace(library["cell"].content(), answer="Changed, too."))
    assert b"Changed, too." in site.ask(path).body


def test_a_new_title_is_seen_wherever_it_is_shown(site, library):
    site.warm()
    content = replace(library["light"].content(), title="New?", article_title="", question="")
    publishing.revise(library["light"], content)
    shown = remade(site)
    assert {"physics/shows", "physics/shows.md"} <= shown
    assert not shown & {"physics/other", "biology/cell", "biology"}


def test_a_setting_of_the_site_is_seen_everywhere(site, library):
    site.warm()
    publishing.save_site_settings(SiteSettings(name="Another name"))
    assert len(remade(site)) == len(public_paths())
    assert b"Another name" in site.ask("/").body


def test_a_disclaimer_is_seen_on_the_pages_of_its_subject_alone(site, library):
    site.warm()
    subject = library["light"].subject
    subject.disclaimer = "Ask a physicist."
    publishing.save_subject(subject)
    assert remade(site) == {
        f"physics/{slug}{end}" for slug in ("light", "shows", "other") for end in ("", ".md")
    }
    for path in public_paths():
        assert same(site.ask(path), site.fresh(path)), path
    assert b"Ask a physicist." in site.ask(library["light"].get_absolute_url()).body


def test_a_person_is_seen_on_the_pages_that_have_the_name(site, library):
    make_article("by-ada", title="By Ada?", author="Ada")
    person = Person(slug="ada", name="Ada")
    publishing.save_person(person, ())
    site.warm()
    person.biography = "A countess."
    publishing.save_person(person, ())
    assert remade(site) == {"/people", "/people/ada", "/sitemap-pages.xml"}
    site.warm()
    person.is_hidden = True
    publishing.save_person(person, ())
    gone = {"/people", "/people/ada"}
    assert remade(site) - gone == {"physics/by-ada", "/sitemap-pages.xml"}
    assert b"/people/ada" not in site.ask("/learn/physics/questions/by-ada").body


def test_a_redirect_is_seen_and_pages_stay(site, library):
    redirect = Redirect(old_path="/old", article=library["light"])
    publishing.save_redirect(redirect)
    site.warm()
    assert site.ask("/old").headers["Location"] == library["light"].get_absolute_url()
    redirect.article = library["cell"]
    publishing.save_redirect(redirect)
    assert site.ask("/old").headers["Location"] == library["cell"].get_absolute_url()
    assert not remade(site) & {"physics/other", "physics/shows"}


def test_what_is_rolled_back_forgets_nothing_and_leaves_nothing_behind(site, library):
    site.warm()
    path = library["light"].get_absolute_url()
    with transaction.atomic():
        publishing.revise(library["light"], replace(library["light"].content(), answer="Never."))
        assert b"Never." not in site.ask(path).body
        transaction.set_rollback(True)
    assert b"Never." not in site.ask(path).body
    assert site.made == []


def test_a_page_that_changes_while_it_is_made_is_made_again(site, library):
    """It was made of what stood before, or of what stands since: nobody can tell."""
    light = library["light"]
    path = light.get_absolute_url()
    make = site.django

    def interrupted(environ, start_response):
        response = make(environ, start_response)
        publishing.revise(light, replace(light.content(), answer="Meanwhile."))
        return response

    site.django = interrupted
    assert b"Meanwhile." not in site.ask(path).body
    site.django = make
    assert b"Meanwhile." in site.ask(path).body


def test_a_file_that_takes_over_an_editors_description_is_seen(site, tmp_path):
    """The article stays as it is, and its page's head shortens what is a file's."""
    file = tmp_path / "physics" / "light.md"
    file.parent.mkdir()

    def deliver(description):
        seo = {"title": "QuickTakes | Physics", "page_description": description}
        file.write_bytes(article_file("physics", "light", seo=seo | {"page_keywords": ""}))
        Import([str(file)], workers=1).run()

    deliver("As it came.")
    article = Article.objects.get()
    mine = f"This content explains light. {'It is long. ' * 20}"
    publishing.revise(article, replace(article.content(), seo_description=mine))
    before = site.ask(article.get_absolute_url()).body
    deliver(mine)
    after = site.ask(article.get_absolute_url())
    assert after.body != before
    assert same(after, site.fresh(article.get_absolute_url()))


def test_more_changes_than_are_remembered_forget_everything(site, library, monkeypatch):
    monkeypatch.setattr("articles.page_store.freshness._MOST_KNOWN", 1)
    site.warm()
    publishing.revise(library["light"], replace(library["light"].content(), answer="Changed."))
    assert len(remade(site)) == len(public_paths())
