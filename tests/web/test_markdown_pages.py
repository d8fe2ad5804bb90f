"""An article as Markdown, at its address with `.md` behind it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import yaml
from django.utils.http import http_date

from articles.models import Article, Change, Redirect
from articles.publishing import absorb, delete, move, revise, withdraw
from articles.web.markdown_text import Document, escape, write_document
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE

PATH = "/learn/physics/questions/what-is-light"


def test_a_document_has_front_matter_a_title_the_answer_and_related_questions(client):
    other = make_article("heat", title="What is *heat*?")
    make_article(
        "what-is-light",
        answer="Light is $c$.\n\n### More\n\nMuch.",
        related=[other.get_absolute_url()],
    )
    response = client.get(f"{PATH}.md")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert (
        response.content.decode()
        == f"""---
title: "What is light?"
url: "{SITE}{PATH}"
subject: "Physics"
author: "QuickTakes"
publisher: "QuickTakes"
language: "en"
published: 2024-12-07
---

# What is light?

Light is $c$.

### More

Much.

## Related questions

- [What is heat?]({SITE}/learn/physics/questions/heat)
"""
    )


def test_front_matter_is_yaml_whatever_the_title_says():
    title = 'Why "yes: no"? # \\ \u2028 \x85 \ufeff é'
    document = Document(
        title=title,
        url="https://example.org/a",
        canonical_url="https://example.org/b",
        subject="A: b",
        author="",
        site="Site",
        language="en",
        published=date(2024, 12, 7),
        updated=date(2025, 1, 9),
        answer="Text.",
    )
    front = next(yaml.safe_load_all(write_document(document).partition("\n\n")[0]))
    assert front == {
        "title": title,
        "url": "https://example.org/a",
        "canonical": "https://example.org/b",
        "subject": "A: b",
        "publisher": "Site",
        "language": "en",
        "published": date(2024, 12, 7),
        "updated": date(2025, 1, 9),
    }


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("What is light?", "What is light?"),
        ("Is snake_case one word?", "Is snake_case one word?"),
        ("What does <br> do?", r"What does \<br> do?"),
        ("Is 2*3*4 a [sum] for $5?", r"Is 2\*3\*4 a \[sum\] for \$5?"),
        ("A `code` and a \\", r"A \`code\` and a \\"),
    ],
)
def test_a_title_is_printed_as_it_stands(title, escaped):
    assert escape(title) == escaped


def test_it_names_the_page_as_canonical_and_stays_out_of_search_engines(client):
    make_article("what-is-light")
    response = client.get(f"{PATH}.md")
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"].startswith(f'<{SITE}{PATH}>; rel="canonical", ')
    assert 'rel="service-desc"' in response["Link"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response
    assert response["Vary"] == "Accept-Encoding"


def test_a_twin_names_the_elected_page(client):
    make_article("a", subject="computing", answer="The same.")
    make_article("b", subject="physics", answer="The same.", published_on=date(2025, 1, 1))
    response = client.get("/learn/physics/questions/b.md")
    canonical = f"{SITE}/learn/computing/questions/a"
    assert response["Link"].startswith(f"<{canonical}>;")
    assert f'canonical: "{canonical}"' in response.content.decode()


def test_pages_that_no_search_engine_lists_have_their_markdown_too(client):
    make_article("a", no_index=True)
    make_article("b", subject=make_subject("others", is_listed=False))
    assert client.get("/learn/physics/questions/a.md").status_code == 200
    assert client.get("/learn/others/questions/b.md").status_code == 200


def test_the_page_tells_of_its_markdown(get):
    make_article("what-is-light")
    assert get(PATH).tree.xpath("head/link[@type='text/markdown']/@href") == [f"{PATH}.md"]


def test_no_page_of_a_draft_tells_of_any(client, admin_client):
    make_article("what-is-light", status="draft")
    response = admin_client.get(PATH)
    assert response.status_code == 200
    assert b"text/markdown" not in response.content
    assert admin_client.get(f"{PATH}.md").status_code == 404


def test_a_withdrawn_article_is_gone(client):
    withdraw(make_article("what-is-light"))
    assert client.get(f"{PATH}.md").status_code == 410


def test_a_deleted_article_is_gone(client):
    delete(make_article("what-is-light"))
    assert client.get(f"{PATH}.md").status_code == 410


def test_what_never_was_is_not_found(client):
    assert client.get(f"{PATH}.md").status_code == 404
    make_subject("physics")
    assert client.get("/learn/physics.md").status_code == 404
    assert client.get("/.md").status_code == 404


def test_a_moved_articles_old_markdown_leads_to_the_new(client):
    move(make_article("what-is-light"), make_subject("optics"), "light")
    response = client.get(f"{PATH}.md?a=b")
    assert response.status_code == 301
    assert response["Location"] == "/learn/optics/questions/light.md?a=b"


def test_an_absorbed_articles_markdown_leads_to_the_other(client):
    absorb(make_article("what-is-light"), make_article("light"))
    response = client.get(f"{PATH}.md")
    assert (response.status_code, response["Location"]) == (
        301,
        "/learn/physics/questions/light.md",
    )


@pytest.mark.parametrize("address", [f"{PATH}.md/", f"{PATH.upper()}.MD"])
def test_a_misspelt_address_is_mended(client, address):
    make_article("what-is-light")
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, f"{PATH}.md")


def test_an_editors_own_redirect_comes_first(client):
    article = make_article("light")
    Redirect.objects.create(old_path=f"{PATH}.md", article=article)
    response = client.get(f"{PATH}.md")
    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


def test_an_unchanged_document_is_a_304(client):
    article = make_article("what-is-light")
    changed = datetime(2025, 1, 9, 10, 30, tzinfo=UTC)
    Article.objects.update(content_modified_at=changed)
    Change.objects.update(changed_at=changed)
    first = client.get(f"{PATH}.md")
    assert first["Last-Modified"] == http_date(changed.timestamp())
    again = client.get(f"{PATH}.md", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    article.refresh_from_db()
    revise(article, replace(article.content(), answer="Another answer."))
    again = client.get(f"{PATH}.md", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, b"Another answer." in again.content) == (200, True)


def test_head_is_get_without_the_body(client):
    make_article("what-is-light")
    head = client.head(f"{PATH}.md")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == client.get(f"{PATH}.md")["Content-Length"]
    assert client.post(f"{PATH}.md").status_code == 405


def test_it_costs_two_queries(client, django_assert_num_queries):
    others = [make_article() for _ in range(4)]
    make_article("what-is-light", related=[other.get_absolute_url() for other in others])
    with django_assert_num_queries(2):
        client.get(f"{PATH}.md")
