"""/llms.txt, and the full text in parts."""

import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.models import Change
from articles.publishing import revise, withdraw
from articles.web import llms
from tests.factories import make_article, make_subject
from tests.web.parsing import SITE


def text_of(response):
    return b"".join(response.streaming_content).decode()


def part(client, bucket, **headers):
    response = client.get(f"/llms-full-{bucket}.txt", headers=headers)
    return response


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(llms, "BUCKET_SIZE", 3)
    monkeypatch.setattr(llms, "_PARTS_NAMED", 1_000_000)
    monkeypatch.setattr(llms, "_ARTICLES_A_QUERY", 2)


def edit(article, **values):
    return revise(article, replace(article.content(), **values))


def test_llms_txt_has_the_form_that_its_standard_wants(client):
    article = make_article(subject="physics")
    make_article(subject="optics")
    make_article(subject="optics")
    make_article(subject=make_subject("others", is_listed=False))
    response = client.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    lines = response.content.decode().splitlines()
    assert lines[0] == "# QuickTakes"
    assert lines[2] == (
        "> A library of 3 questions with clear, written answers in 2 subjects, free to read."
    )
    assert [line for line in lines if line.startswith("#")] == [
        "# QuickTakes",
        "## For programs",
        "## Full text",
        "## Subjects",
    ]
    subjects = lines[lines.index("## Subjects") + 2 :]
    assert subjects == [
        f"- [Optics]({SITE}/learn/optics): 2 questions",
        f"- [Physics]({SITE}/learn/physics): 1 question",
    ]
    bucket = article.pk // llms.BUCKET_SIZE
    assert f"- [Part {bucket}]({SITE}/llms-full-{bucket}.txt): 3 articles" in "\n".join(lines)


def test_every_link_of_llms_txt_leads_somewhere(client):
    make_article()
    links = re.findall(r"\((http[^)]+)\)", client.get("/llms.txt").content.decode())
    assert len(links) == 6
    for link in links:
        assert client.get(link.removeprefix(SITE)).status_code == 200, link


def test_an_empty_library_has_its_llms_txt(client):
    assert client.get("/llms.txt").status_code == 200
    assert client.get("/llms-full.txt").status_code == 200
    assert client.get("/llms-full-0.txt").status_code == 404


def test_the_parts_hold_every_distinct_article_once(client, small_parts):
    articles = [make_article(title=f"Question {number}?") for number in range(7)]
    make_article("twin", answer=articles[0].answer)
    make_article(no_index=True)
    make_article(status="draft")
    index = client.get("/llms-full.txt").content.decode()
    paths = re.findall(rf"\({SITE}(/llms-full-\d+\.txt)\)", index)
    texts = [text_of(client.get(path)) for path in paths]
    sources = re.findall(r"^Source: (.*)$", "".join(texts), re.MULTILINE)
    assert sources == [SITE + article.get_absolute_url() for article in articles]
    assert all(text.count("Source: ") <= 3 for text in texts)


def test_a_text_is_the_markdown_of_its_article(client):
    article = make_article("light", title="What is <light>?", answer="It is $c$.\n\n### More")
    assert text_of(part(client, article.pk // llms.BUCKET_SIZE)) == (
        "# What is \\<light>?\n\n"
        f"Source: {SITE}/learn/physics/questions/light\n"
        "Published: 2024-12-07 by QuickTakes\n\n"
        "It is $c$.\n\n### More\n\n---\n\n"
    )


def test_a_part_is_the_same_until_one_of_its_articles_changes(client, small_parts):
    articles = [make_article() for _ in range(7)]
    inside, outside = articles[0], articles[6]
    bucket = inside.pk // 3
    first = part(client, bucket)
    edit(outside, answer="Elsewhere.")
    assert part(client, bucket, **{"if-none-match": first["ETag"]}).status_code == 304
    Change.objects.update(changed_at=datetime(2025, 1, 9, 10, 30, tzinfo=UTC))
    assert part(client, bucket)["Last-Modified"] == "Thu, 09 Jan 2025 10:30:00 GMT"
    edit(inside, answer="Here.")
    again = part(client, bucket, **{"if-none-match": first["ETag"]})
    assert (again.status_code, "Here." in text_of(again)) == (200, True)


def test_what_leaves_a_part_changes_it(client):
    """No date of an article tells of that: the numbered changes do."""
    make_article()
    leaves = make_article()
    bucket = leaves.pk // llms.BUCKET_SIZE
    Change.objects.update(changed_at=datetime(2025, 1, 9, 10, 30, tzinfo=UTC))
    first = part(client, bucket)
    withdraw(leaves)
    headers = {"if-modified-since": first["Last-Modified"]}
    again = part(client, bucket, **headers)
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_part_is_streamed_and_compressed(client):
    article = make_article(answer="Light is radiation. " * 500)
    response = part(client, article.pk // llms.BUCKET_SIZE, **{"accept-encoding": "gzip"})
    assert response.streaming
    assert response["Content-Encoding"] == "gzip"
    assert response["ETag"].startswith('W/"')
    assert "Light is radiation." in gzip.decompress(b"".join(response.streaming_content)).decode()


def test_head_reads_no_text(client, django_assert_num_queries):
    article = make_article()
    with django_assert_num_queries(2):
        response = client.head(f"/llms-full-{article.pk // llms.BUCKET_SIZE}.txt")
    assert response.status_code == 200
    assert response["ETag"] == part(client, article.pk // llms.BUCKET_SIZE)["ETag"]


def test_what_each_costs(client, small_parts, django_assert_num_queries):
    articles = [make_article() for _ in range(9)]
    full = articles[3].pk // 3
    with django_assert_num_queries(5):
        client.get("/llms.txt")
    # The list of parts is remembered until the library changes.
    with django_assert_num_queries(1):
        client.get("/llms-full.txt")
    # Two for the headers, and one for every two articles of the three, until none is left.
    with django_assert_num_queries(2 + 3):
        text_of(part(client, full))


def test_a_library_of_many_parts_names_them_in_the_list_alone(
    client, small_parts, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(llms, "_PARTS_NAMED", 1)
    for _ in range(7):
        make_article()
    with django_assert_num_queries(3):
        assert b"/llms-full-" not in client.get("/llms.txt").content
    assert client.get("/llms-full.txt").content.count(b"/llms-full-") >= 3
