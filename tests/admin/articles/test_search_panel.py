"""The search-engine panel says beforehand what the public page then says."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.admin.articles import search_panel
from articles.models import Article, IndexStatus, Status
from tests.admin.conftest import fresh
from tests.factories import make_article, make_subject, make_user

PANEL = "/admin/articles/article/search-panel/"
CARD = "/admin/articles/article/card/"


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    search_panel.search_panel.buckets.clear()
    search_panel.card.buckets.clear()


@pytest.fixture
def ask(desk, open_form):
    """Send the form of an article with some fields changed; returns the panel's facts, by name."""

    def asked(article, **changes):
        data = open_form(article) | {"article": article.pk, **changes}
        response = desk.post(PANEL, data)
        assert response.status_code == 200
        html = response.content.decode()
        facts = re.findall(r"<dt>(\w+)</dt><dd>(.*?)</dd>", html, re.DOTALL)
        return {name: _text(value) for name, value in facts} | {"html": html}

    return asked


def _text(html):
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def head_of(client, article):
    """(title, description, canonical, robots) of the public page."""
    html = client.get(article.get_absolute_url()).content.decode()
    return tuple(
        unescape(re.search(pattern, html)[1])
        for pattern in (
            r"<title>(.*?)</title>",
            r'<meta name="description" content="([^"]*)"',
            r'<link rel="canonical" href="([^"]*)"',
            r'<meta name="robots" content="([^"]*)"',
        )
    )


CHANGES = [
    {},
    {"title": "How fast is light, and why can nothing be faster than it in a vacuum?"},
    {"seo_title": "Light in one page"},
    {"seo_title": "  "},
    {"seo_description": ""},
    {"seo_description": "What light is. " * 20},
    {"seo_description": "lost $orall$ characters"},
    {"answer": "Another text. It has $x^2$ in it."},
    {"answer": "Short", "seo_description": ""},
    {"no_index": "on"},
    {"separate_texts": "on", "question": "Asked $\\frac{1}{2}$ *otherwise*?"},
]


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_it_says_what_the_page_will_say(ask, desk, open_form, save, client, changes):
    article = make_article()
    facts = ask(article, **changes)
    assert save(article, open_form(article) | changes).status_code == 302
    title, description, canonical, robots = head_of(client, fresh(article))
    assert facts["Title"].startswith(f"{title} {len(title)} characters.")
    assert facts["Description"].startswith(f"{description} {len(description)} characters.")
    assert canonical.endswith(article.get_absolute_url())
    assert facts["Indexed"].startswith(IndexStatus(fresh(article).index_status).label)
    assert ("noindex" in robots) == ("no_index" in changes)


def test_a_description_of_a_file_is_shown_as_the_page_shortens_it(
    ask, desk, open_form, save, client, tmp_path
):
    """Until an editor changes it: then it is theirs."""
    make_subject()
    article = _imported(tmp_path, "This content explains what light is. " + "It is long. " * 20)
    facts = ask(article)
    description = head_of(client, article)[1]
    assert description.startswith("What light is.")
    assert len(description) <= 155
    assert facts["Description"].startswith(f"{description} {len(description)} characters.")
    assert "shortened" in facts["Description"]
    own = "This content is the editor's own, and as long as the editor likes it to be. " * 3
    facts = ask(article, seo_description=own)
    assert "Your own words" in facts["Description"]
    save(article, open_form(article) | {"seo_description": own})
    assert facts["Description"].startswith(head_of(client, fresh(article))[1])


def _imported(folder, description):
    file = folder / "physics" / "what-is-light.md"
    file.parent.mkdir()
    file.write_text(
        "---\ntitle: What is light?\nquestion: What is light?\ndate: 2024-12-07\nanswer: Light"
        f" is radiation.\nseo:\n  page_description: {description}\nsubject: Physics\n"
        "url: /learn/physics/questions/what-is-light\n---\n"
    )
    call_command("import_articles", str(folder), verbosity=0)
    return Article.objects.select_related("subject").get(slug="what-is-light")


def test_a_question_of_two_pages_names_its_subject(ask):
    make_article(subject="biology", title="What is light?")
    facts = ask(make_article(title="Another"), title="What is light?")
    assert facts["Title"].startswith("What is light? – Physics")
    assert "another page asks the same" in facts["Title"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_is_not_published_is_not_indexed_and_says_what_it_would_be(ask, status):
    facts = ask(make_article(status=status))
    assert facts["Indexed"].startswith(IndexStatus(status).label)
    assert "Once it is published: In search engines." in facts["Indexed"]


def test_a_hidden_subject_keeps_it_out(ask):
    make_subject("secrets", is_listed=False)
    facts = ask(make_article(), subject=str(make_subject("secrets").pk))
    assert facts["Indexed"].startswith("Kept out because its subject is hidden")


def test_a_text_that_another_article_has_makes_it_a_duplicate(ask, open_form, save):
    older = make_article("older", subject="biology", answer="One text.")
    article = make_article("younger", answer="Another text.")
    facts = ask(article, answer="One  text.")
    assert facts["Indexed"].startswith(IndexStatus.DUPLICATE.label)
    assert older.get_absolute_url() in facts["Canonical"]
    save(article, open_form(article) | {"answer": "One  text."})
    assert fresh(article).canonical_id == older.pk


@pytest.mark.parametrize(
    ("status", "words"), [(Status.PUBLISHED, "will redirect"), (Status.DRAFT, "was never public")]
)
def test_another_address_says_whether_the_old_one_will_redirect(
    ask, open_form, save, client, status, words
):
    article = make_article("old-slug", status=status)
    old_path = article.get_absolute_url()
    facts = ask(article, slug="new-slug")
    assert "/learn/physics/questions/new-slug" in facts["Address"]
    assert f"{old_path} {words}" in facts["Address"]
    save(article, open_form(article) | {"slug": "new-slug"})
    answer = client.get(old_path)
    assert (answer.status_code == 301) == (words == "will redirect")


def test_an_address_that_is_taken_is_said_to_be(ask):
    make_article("taken")
    assert "Another article stands there" in ask(make_article(), slug="taken")["Address"]


@pytest.mark.parametrize("slug", ["", "Not A Slug", "-", "x" * 300])
def test_a_slug_that_is_half_typed_is_no_address(ask, slug):
    assert "small letters" in ask(make_article(), slug=slug)["Address"]


def test_the_short_answer_is_the_one_that_is_found_or_the_editors_own(ask, open_form):
    found = "The sky is blue because air scatters short waves of sunlight more than long ones."
    article = make_article(title="Why is the sky blue?", answer=f"{found}\n\nMore.")
    html = ask(article)["html"]
    assert f'data-found="{found}"' in html
    assert f"{len(found)} characters. Found in the answer" in html
    html = ask(article, short_answer="Because of *air*.")["html"]
    assert f'data-found="{found}"' in html  # the placeholder, were the box empty
    assert "Because of air. " in html
    assert "15 characters. Your own" in html
    assert "No one or two sentences" in ask(article, answer="Here are the steps:")["html"]
    assert open_form(article)["short_answer"] == ""


def test_a_new_article_has_a_panel(desk, db):
    response = desk.post(PANEL, {"article": "", "title": "What is it?", "answer": "It is so."})
    assert "What is it?" in response.content.decode()


def test_texts_are_printed_as_texts(ask):
    html = ask(make_article(), seo_title="<script>alert(1)</script>")["html"]
    assert "<script>" not in html


def test_a_canonical_that_somebody_chose_is_foreseen(ask, client):
    """Whatever the text becomes; and of a chosen one that is kept out nothing is left."""
    article, canonical = make_article(title="Is heat energy?"), make_article(title="What is heat?")
    publishing.choose_canonical(article, canonical)
    for changes in ({}, {"answer": "Another text."}):
        facts = ask(article, **changes)
        assert "What is heat?" in facts["Canonical"]
        assert "Another article is its canonical" in facts["Indexed"]
        assert "Somebody chose another article" in facts["Indexed"]
    assert "In search engines" in ask(canonical)["Indexed"]
    _, _, address, _ = head_of(client, article)
    assert address.endswith(canonical.get_absolute_url())
    revised = publishing.revise(fresh(canonical), replace(canonical.content(), no_index=True))
    facts = ask(fresh(article))
    assert "This page" in facts["Canonical"]
    assert "In search engines" in facts["Indexed"]
    assert fresh(article).index_status == IndexStatus.INDEXABLE
    assert "What is heat?" not in ask(article, answer=revised.answer)["Indexed"]


def test_nothing_is_written(ask):
    article = make_article()
    ask(article, answer="Another", title="Another", slug="another")
    assert fresh(article).version == article.version


def test_the_exact_number_of_queries(desk, open_form, django_assert_num_queries):
    article = make_article(answer="One text.")
    data = open_form(article) | {"article": article.pk}
    # Session, user, the user's rights and those of groups; the article, whether somebody chose its
    # canonical, who else has its text, its file for the description, and whether another page has
    # its title.
    with django_assert_num_queries(9):
        desk.post(PANEL, data)
    make_article(subject="biology", answer="One text.")
    # The articles that are named, and what stands at another address.
    with django_assert_num_queries(11):
        desk.post(PANEL, data | {"answer": "Another.", "slug": "other"})


def test_the_card_is_that_of_the_public_page(desk, client):
    article = make_article()
    html = client.get(article.get_absolute_url()).content.decode()
    path = re.search(r'"og:image" content="http://[^/]*([^"]*)"', html)[1]
    public = client.get(path)
    query = {"heading": article.heading, "subject": article.subject_id}
    query["text"] = fresh(article).rendering.short_answer
    drawn = desk.get(CARD, query)
    assert drawn["Content-Type"] == "image/png"
    assert drawn.content == public.content
    assert drawn["Cache-Control"] == "private, max-age=600"


@pytest.mark.parametrize("query", [{}, {"heading": "\0x" * 999}, {"subject": "x"}])
def test_any_card_is_drawn(desk, db, query):
    assert desk.get(CARD, query).content.startswith(b"\x89PNG")


@pytest.mark.parametrize("url", [PANEL, CARD])
@pytest.mark.parametrize(
    ("values", "permissions"),
    [
        (None, ()),
        ({"is_staff": True}, ("view_article",)),
        ({"is_staff": False}, ("change_article",)),
    ],
    ids=["anonymous", "staff who may look", "no staff"],
)
def test_nobody_else_is_answered(client, db, url, values, permissions):
    if values:
        client.force_login(make_user("other", permissions=permissions, **values))
    ask = client.get if url == CARD else client.post
    assert ask(url, {"article": "1"}).status_code == 403


def test_a_request_from_another_site_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(PANEL, {"answer": "x"}).status_code == 403


def test_only_post_is_answered(desk):
    assert desk.get(PANEL).status_code == 405


def test_the_page_offers_the_panel(desk):
    html = desk.get(reverse("admin:articles_article_add")).content.decode()
    assert f'data-live="{PANEL}"' in html


def test_withdrawing_the_canonical_leaves_the_copy_indexed(ask):
    """What is expected follows what the others are by now."""
    older = make_article("older", subject="biology", answer="One text.")
    article = make_article("younger", answer="One text.")
    assert ask(article)["Indexed"].startswith(IndexStatus.DUPLICATE.label)
    publishing.withdraw(older)
    assert ask(article)["Indexed"].startswith(IndexStatus.INDEXABLE.label)
