"""A small library of every kind of address, and a folder into which it is published."""

import gzip
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection

from articles import publishing
from articles.models import Redirect, SiteSettings
from articles.models.site_settings_cache import forget_settings
from articles.static_site import worker
from articles.static_site.making import forget_handler
from articles.static_site.publication import Publication
from tests.factories import make_article, make_page, make_subject


@pytest.fixture
def site(transactional_db, settings, monkeypatch, tmp_path):
    """Settings of a site that has collected its static files, and lists of two."""
    settings.STATIC_ROOT = tmp_path / "static"
    for name in ("css/page.css", "css/page.0123456789ab.css", "img/icon.svg"):
        file = settings.STATIC_ROOT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {name} */" * 100)
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    monkeypatch.setattr(worker, "_seen", None)
    for module in ("listing", "subject_page"):
        monkeypatch.setattr(f"articles.web.{module}.PAGE_SIZE", 2)
    cache.clear()
    forget_handler()
    forget_settings()
    yield settings
    forget_handler()


@pytest.fixture
def library(site):
    """Articles of two subjects: one that another shows, twins, one that moved, one that is gone;
    plain pages, of which one moved and one is gone; redirects to a page, to another site and to
    nowhere."""
    publishing.save_site_settings(
        SiteSettings(name="Lights", accent_light="#1a5276", accent_dark="#7fb3d5")
    )
    light = make_article("light", title="Light?")
    made = SimpleNamespace(
        light=light,
        shows=make_article("shows", title="Shows?", related=[light.get_absolute_url()]),
        other=make_article("other", title="Other?", answer="A long answer. " * 40),
        twin=make_article("twin", title="Twin?", answer="A long answer. " * 40),
        cell=make_article("cell", title="Cell?", subject=make_subject("biology")),
        gone=make_article("gone", title="Gone?"),
        moved=make_article("was-here", title="Moved?"),
        hidden=make_article("hidden", subject=make_subject("attic", is_listed=False)),
        draft=make_article("draft", status="draft"),
    )
    for number in range(3):
        make_article(f"many-{number}", subject=make_subject("many"))
    made.about = make_page()
    for slug, place in (
        ("here", {"slug": "there", "status": "published"}),
        ("old-terms", {"slug": "old-terms", "status": "withdrawn"}),
    ):
        page = make_page(slug, is_in_footer=False)
        publishing.save_page(page.pk, page.content(), expected_version=1, **place)
    publishing.withdraw(made.gone)
    publishing.move(made.moved, make_subject("physics"), "is-here")
    for old, target in {
        "/old": {"article": light},
        "/Old/Page": {"article": light},
        "/away": {"external_url": "https://other.example/a?b=$c"},
        "/lost": {"is_gone": True},
        "/learn/physics/questions/lost": {"is_gone": True},
    }.items():
        publishing.save_redirect(Redirect(old_path=old, **target))
    return made


def edit(article, **values):
    """Save an article with other values, as an editor does."""
    article.refresh_from_db()
    publishing.revise(article, replace(article.content(), **values))


class Published:
    """A folder, and what a run of the command does to it."""

    def __init__(self, root):
        self.root = root
        self.public = root / "public"

    def run(self, **options):
        connection.close()
        with Publication(self.root) as publication:
            return publication.run(**options)

    def files(self):
        """{name of each file: its bytes}."""
        files = (file for file in self.public.rglob("*") if file.is_file())
        return {file.relative_to(self.public).as_posix(): file.read_bytes() for file in files}

    def forget_times(self):
        """Let every file seem old; return a function that names those written since."""
        before = {file: file.stat().st_ino for file in self.public.rglob("*") if file.is_file()}

        def written():
            now = {file: file.stat().st_ino for file in self.public.rglob("*") if file.is_file()}
            new = (file for file, inode in now.items() if before.get(file) != inode)
            return {file.relative_to(self.public).as_posix() for file in new}

        return written


@pytest.fixture
def published(tmp_path):
    return Published(tmp_path / "published")
