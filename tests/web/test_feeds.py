"""Atom feeds: what is in them, whether they are valid, and what a second asking costs."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from articles.models import Article, Subject
from articles.publishing import move, revise, withdraw
from articles.web import feeds
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE
from tests.web.test_article_head import FIXTURES, import_files

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(file=str(Path(__file__).parent / "schemas" / "atom.rng"))


@pytest.fixture
def feed(client):
    """`feed(path)` returns the parsed and valid feed."""

    def get(path="/feed.xml"):
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        tree = etree.fromstring(response.content)
        SCHEMA.assertValid(tree)
        links = [(link.get("rel"), link.get("href")) for link in tree.findall(f"{ATOM}link")]
        assert links[0] == ("self", SITE + path)
        assert [rel for rel, _ in links] == ["self", "alternate"]
        return tree

    return get


def entries(tree, tag="title"):
    return [entry.findtext(f"{ATOM}{tag}") for entry in tree.iter(f"{ATOM}entry")]


def test_the_newest_indexable_articles_in_full(feed):
    make_article(title="Old?", published_on=date(2024, 1, 1))
    shown = make_article("a", title="New?", published_on=date(2025, 1, 1), author="Ann Other")
    later = date(2025, 1, 2)
    make_article(title="Twin?", subject="zoology", answer=shown.answer, published_on=later)
    make_article(title="Marked?", no_index=True)
    make_article(title="Draft?", status="draft")
    make_article(title="Hidden?", subject=make_subject("others", is_listed=False))
    withdraw(make_article(title="Withdrawn?"))
    tree = feed()
    assert entries(tree) == ["New?", "Old?"]
    entry = tree.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published") == "2025-01-01T00:00:00+00:00"
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/learn/physics/questions/a"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ann Other"
    assert entry.find(f"{ATOM}category").attrib == {
        "term": "physics",
        "scheme": f"{SITE}/learn/physics",
        "label": "Physics",
    }
    assert "<em>radiation</em>" in entry.findtext(f"{ATOM}content")
    # An article without a file has an editor's description, which stands as it is.
    assert entry.findtext(f"{ATOM}summary") == shown.seo_description


def test_a_subject_has_a_feed_of_its_own_and_a_hidden_one_none(feed, client):
    make_article(title="Physics?", subject="physics")
    make_article(title="Zoology?", subject="zoology")
    make_article(subject=make_subject("others", is_listed=False))
    tree = feed("/learn/zoology/feed.xml")
    assert entries(tree) == ["Zoology?"]
    assert tree.findtext(f"{ATOM}title") == "QuickTakes: new questions in Zoology"
    assert client.get("/learn/others/feed.xml").status_code == 404
    assert client.get("/learn/nothing/feed.xml").status_code == 404


def test_an_id_outlives_edits_and_moves(feed):
    article = make_article("a", title="Light?")
    before = entries(feed(), "id")
    assert before == [f"tag:127.0.0.1,{article.created_at:%Y-%m-%d}:article/{article.pk}"]
    move(article, make_subject("zoology"), "b")
    assert entries(feed(), "id") == before


def test_updated_is_the_last_change_that_a_reader_can_see(feed):
    article = make_article()
    changed = datetime(2025, 1, 9, 10, 30, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(content_modified_at=changed)
    tree = feed()
    assert entries(tree, "updated") == ["2025-01-09T10:30:00+00:00"]
    # The feed's own is that of its newest entry, not the day on which the text came.
    assert tree.findtext(f"{ATOM}updated") == "2025-01-09T10:30:00+00:00"


def test_an_empty_library_has_a_valid_feed(feed):
    assert entries(feed()) == []


def test_as_many_as_a_reader_takes(feed, monkeypatch):
    monkeypatch.setattr(feeds, "ENTRIES", 2)
    for _ in range(3):
        make_article()
    assert len(entries(feed())) == 2


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("[a](/learn/x)", f'href="{SITE}/learn/x"'),
        ("[a](https://example.org/x)", 'href="https://example.org/x"'),
        ("[a](//example.org/x)", 'href="//example.org/x"'),
        ("[a](#part)", f'href="{SITE}/learn/physics/questions/a#part"'),
        ('`<a href="/x">`', '&lt;a href="/x"&gt;'),
    ],
)
def test_links_name_the_host(feed, answer, shown):
    make_article("a", answer=answer)
    (content,) = entries(feed(), "content")
    assert shown in content


def test_hostile_texts_stay_text(feed):
    title = 'A <b> & "c" ]]> \x0b\x1f d?'
    make_article(title=title, author="<&>", answer="&lt;script&gt; \x0c ]]>")
    Subject.objects.update(name='"<Physics> & more"')
    assert entries(feed()) == ['A <b> & "c" ]]> d?']


def test_the_summary_is_the_description_of_the_page(feed, get, django_assert_num_queries):
    """Of a file's article, of one that an editor changed elsewhere, and of one with an editor's
    description: one query more for what was changed."""
    import_files(FIXTURES / "physics")
    changed, rewritten, *_ = Article.objects.filter(subject__slug="physics").order_by("pk")
    revise(changed, replace(changed.content(), seo_keywords="one"))
    revise(rewritten, replace(rewritten.content(), seo_description="This content discusses it."))
    with django_assert_num_queries(3):
        tree = feed()
    summaries = {}
    for entry in tree.iter(f"{ATOM}entry"):
        path = entry.find(f"{ATOM}link").get("href").removeprefix(SITE)
        summaries[path] = entry.findtext(f"{ATOM}summary")
    assert summaries[rewritten.get_absolute_url()] == "This content discusses it."
    assert summaries == {path: get(path).meta("description") for path in summaries}


def test_who_has_it_already_gets_a_304(client):
    article = make_article()
    first = client.get("/feed.xml")
    assert client.get("/feed.xml", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    since = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}
    assert client.get("/feed.xml", **since).status_code == 304
    withdraw(article)
    assert client.get("/feed.xml", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_last_modified_is_when_an_old_text_came(client):
    """An import brings texts that bear the date of their writing."""
    article = make_article(published_on=date(2024, 1, 1))
    stamp = client.get("/feed.xml")["Last-Modified"]
    assert f"{article.created_at:%d %b %Y}" in stamp


def test_the_number_of_queries(client, django_assert_num_queries):
    for _ in range(3):
        make_article()
    with django_assert_num_queries(2):
        client.get("/feed.xml")
    with django_assert_num_queries(3):
        client.get("/learn/physics/feed.xml")


def test_pages_name_their_feeds(get):
    article = make_article()
    hidden = make_article(subject=make_subject("others", is_listed=False))
    everything = {"QuickTakes: new questions": f"{SITE}/feed.xml"}
    both = {"QuickTakes: new questions in Physics": f"{SITE}/learn/physics/feed.xml", **everything}
    assert get("/").feeds == get("/learn").feeds == everything
    assert get("/learn/physics").feeds == get(article.get_absolute_url()).feeds == both
    assert next(iter(get("/learn/physics").feeds)) == "QuickTakes: new questions in Physics"
    assert get(hidden.get_absolute_url()).feeds == get("/learn/others").feeds == everything
    assert get("/nothing", status=404).feeds == {}
