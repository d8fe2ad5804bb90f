"""What is in the folder: every public answer, and after a change what shows it."""

import gzip
import os
import sqlite3
from dataclasses import replace

import pytest
from django.utils.http import parse_http_date

from articles import publishing
from articles.images.image_library import take_upload
from articles.models import Person, Redirect, SiteSettings
from articles.static_site import publication as publication_module
from articles.static_site.kinds import file_of
from articles.static_site.publication import IsBusy, NotOurFolder, Publication
from tests.factories import make_article, make_subject
from tests.page_store.conftest import public_paths
from tests.pictures import drawing, photograph
from tests.static_site.conftest import Published, edit

PHYSICS = "learn/physics/questions"


def differences(published, tmp_path):
    """The names of the files that a publication of everything would have otherwise."""
    whole = Published(tmp_path / "whole")
    whole.run()
    expected, found = whole.files(), published.files()
    return {name for name in expected | found if expected.get(name) != found.get(name)}


def test_every_public_page_is_a_file_with_the_bytes_of_the_server(library, published, client):
    assert published.run().failures == []
    files = published.files()
    for path in public_paths():
        response = client.get(path)
        if response.status_code in {200, 410}:
            assert files[file_of(path, response.status_code)] == response.content, path
        else:
            assert file_of(path) not in files
    assert files["learn/many/page/2.html"] == client.get("/learn/many/page/2").content
    assert files["llms-full-0.txt"] == client.get("/llms-full-0.txt").getvalue()
    assert b"There is no page" in files["404.html"]
    assert b"--accent:#1a5276" in files["site.css"]
    assert f"{PHYSICS}/draft.html" not in files


def test_what_is_worth_compressing_has_a_twin(library, published):
    published.run()
    files = published.files()
    assert gzip.decompress(files[f"{PHYSICS}/light.html.gz"]) == files[f"{PHYSICS}/light.html"]
    assert "robots.txt.gz" not in files


def test_a_file_has_the_time_of_its_answer(library, published, client):
    published.run()
    path = library.light.get_absolute_url()
    moment = parse_http_date(client.get(path)["Last-Modified"])
    for name in (f"{PHYSICS}/light.html", f"{PHYSICS}/light.html.gz"):
        assert (published.public / name).stat().st_mtime == moment


def test_nothing_is_made_where_nothing_has_changed(library, published):
    published.run()
    report = published.run()
    assert (report.made, report.removed, report.has_new_rules) == (0, 0, False)


def test_an_edit_writes_what_shows_it_and_nothing_else(library, published, tmp_path):
    published.run()
    written = published.forget_times()
    edit(library.light, answer="Changed.", title="Light, again?", question="", article_title="")
    published.run()
    names = {name.removesuffix(".gz") for name in written()}
    assert {f"{PHYSICS}/light.html", f"{PHYSICS}/shows.html", "feed.xml"} <= names
    assert not names & {f"{PHYSICS}/other.html", "learn/biology.html", "learn/many/page/2.html"}
    assert differences(published, tmp_path) == set()


def test_other_bytes_of_the_same_second_are_younger(library, published):
    published.run()
    file = published.public / f"{PHYSICS}/light.html"
    os.utime(file, (4_000_000_000, 4_000_000_000))
    edit(library.light, answer="Changed.")
    published.run()
    assert file.stat().st_mtime == 4_000_000_001


def test_a_withdrawn_page_goes_and_its_address_says_so(library, published):
    published.run()
    publishing.withdraw(library.light)
    report = published.run()
    files = published.files()
    assert f"{PHYSICS}/light.html" not in files
    assert f"{PHYSICS}/light.html.gz" not in files
    assert f"{PHYSICS}/light.md" not in files
    assert b"withdrawn" in files[f"{PHYSICS}/light.410.html"]
    assert report.has_new_rules
    assert f"/{PHYSICS}/light /{PHYSICS}/light.410.html 410" in rules(published)


def test_a_moved_page_leaves_a_redirect(library, published):
    published.run()
    publishing.move(library.cell, library.light.subject, "cell-of-light")
    published.run()
    files = published.files()
    assert f"{PHYSICS}/cell-of-light.html" in files
    assert not any(name.startswith("learn/biology/questions/") for name in files)
    old = "/learn/biology/questions/cell"
    assert f"{old} /{PHYSICS}/cell-of-light 301" in rules(published)
    assert f"{old}.md /{PHYSICS}/cell-of-light.md 301" in rules(published)


def test_a_deleted_subjects_pages_go(library, published, tmp_path):
    published.run()
    publishing.delete(library.cell)
    publishing.delete_subjects([library.cell.subject])
    published.run()
    left = {name for name in published.files() if name.startswith("learn/biology")}
    assert left
    assert all(".410.html" in name for name in left)
    assert differences(published, tmp_path) == set()


def test_a_setting_is_seen_on_every_page(library, published, tmp_path):
    published.run()
    other = SiteSettings.objects.get()
    other.name, other.accent_light, other.accent_dark = "Another name", "", ""
    publishing.save_site_settings(other)
    published.run()
    files = published.files()
    assert b"Another name" in files[f"{PHYSICS}/other.html"]
    assert "site.css" not in files
    assert differences(published, tmp_path) == set()


def test_a_disclaimer_is_written_on_the_pages_of_its_subject(library, published, tmp_path):
    published.run()
    written = published.forget_times()
    biology = library.cell.subject
    biology.disclaimer = "Ask a biologist."
    publishing.save_subject(biology)
    published.run()
    assert {name.removesuffix(".gz") for name in written()} == {
        f"learn/biology/questions/cell{end}" for end in (".html", ".md")
    }
    assert differences(published, tmp_path) == set()


def test_a_person_is_written_on_the_pages_that_have_the_name(library, published, tmp_path):
    make_article("by-ada", author="Ada")
    published.run()
    written = published.forget_times()
    person = Person(slug="ada", name="Ada")
    publishing.save_person(person, ())
    published.run()
    assert {name.removesuffix(".gz") for name in written()} == {
        *("people.html", "people/ada.html", f"{PHYSICS}/by-ada.html", "sitemap-pages.xml"),
    }
    person.is_hidden = True
    publishing.save_person(person, ())
    published.run()
    files = published.files()
    assert b"/people/ada" not in files[f"{PHYSICS}/by-ada.html"]
    assert "people/ada.410.html" in files
    assert "people/ada.html" not in files
    assert differences(published, tmp_path) == set()


def test_an_edit_of_a_plain_page_writes_it_and_what_lists_it(library, published, tmp_path):
    published.run()
    written = published.forget_times()
    content = replace(library.about.content(), text="We write.")
    place = {"slug": "about", "status": "published", "expected_version": 1}
    publishing.save_page(library.about.pk, content, **place)
    published.run()
    names = {name.removesuffix(".gz") for name in written()}
    # The sitemap gives the moment to the second: it may be the same bytes.
    assert {"about.html", "about.md", "llms.txt"} <= names
    assert not names & {f"{PHYSICS}/light.html", "there.html", "learn/biology.html"}
    assert differences(published, tmp_path) == set()


def test_a_list_that_grows_gets_its_pages(library, published, tmp_path):
    published.run()
    for number in range(2):
        make_article(f"more-{number}", subject=make_subject("many"))
    published.run()
    assert "learn/many/page/3.html" in published.files()
    assert differences(published, tmp_path) == set()


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("everything", [False, True])
def test_a_run_that_is_killed_goes_on_where_it_was(
    library, published, tmp_path, monkeypatch, everything
):
    if not everything:
        published.run()
        for article in (library.light, library.other, library.cell):
            edit(article, answer="Changed.")
    monkeypatch.setattr(publication_module, "_PAGES_A_COMMIT", 2)
    written = 0

    def die(done, total):
        nonlocal written
        written = done
        if done >= 6:
            raise Killed

    with pytest.raises(Killed), Publication(published.root, show=die) as publication:
        publication.run()
    edit(library.shows, answer="Meanwhile.")
    report = published.run()
    whole = Published(tmp_path / "count").run().made
    assert report.made < whole
    assert differences(published, tmp_path) == set()


def test_another_version_of_the_software_makes_everything_anew(library, published):
    made = published.run().made
    with sqlite3.connect(published.root / "state.sqlite3") as state:
        state.execute("UPDATE progress SET fingerprint = 'older'")
    state.close()
    assert published.run().made == made
    assert published.run(everything=True).made == made


def test_a_page_that_cannot_be_made_stays_as_it_was_and_is_tried_again(
    library, published, monkeypatch
):
    published.run()
    before = published.files()[f"{PHYSICS}/light.html"]
    edit(library.light, answer="Changed.")
    with monkeypatch.context() as broken:
        broken.setattr("articles.web.article_page.outline", lambda html: 1 / 0)
        failures = published.run().failures
    assert [path for path, _ in failures] == [f"/{PHYSICS}/light"]
    assert published.files()[f"{PHYSICS}/light.html"] == before
    assert published.run().failures == []
    assert b"Changed." in published.files()[f"{PHYSICS}/light.html"]


def test_a_folder_of_somebody_else_is_left_alone(site, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotOurFolder):
        Publication(tmp_path)


def test_one_process_at_a_time(site, published):
    with Publication(published.root), pytest.raises(IsBusy):
        Publication(published.root)


@pytest.mark.parametrize("path", ["/../x", "/a/../../x", "/a//b", "/a\nb", "/" + "x" * 250])
def test_an_old_address_never_names_a_file_outside_or_none(site, published, path):
    publishing.save_redirect(Redirect(old_path=path, is_gone=True))
    published.run()
    assert not any(name.endswith(".410.html") for name in published.files())
    assert {file.name for file in published.root.parent.iterdir()} == {"published", "static"}


def rules(published):
    return (published.public / "_redirects").read_text().splitlines()


def test_what_public_articles_show_is_there_in_every_width(site, published, client, tmp_path):
    site.MEDIA_ROOT = tmp_path / "media"
    boat, _ = take_upload(photograph(), file_name="boat.jpg")
    frame, _ = take_upload(drawing(), file_name="frame.png")
    make_article("boats", answer=boat.markdown)
    draft = make_article("frames", answer=frame.markdown, status="draft")
    assert published.run().failures == []
    files = published.files()
    shown = {name for name in files if name.startswith("media/")}
    names = [boat.name.file_name, *map(boat.name.smaller_file_name, (480, 960))]
    assert shown == {f"media/images/{name}" for name in names}
    assert all(files[name] == client.get(f"/{name}").content for name in shown)
    rules = files["_headers"].decode().partition("/media/images/*\n")[2].partition("\n/")[0]
    assert "Cache-Control: public, max-age=31536000, immutable" in rules
    assert "Content-Type: image/webp" in rules
    publishing.publish(draft)
    published.run()
    assert f"media/images/{frame.name.file_name}" in published.files()
