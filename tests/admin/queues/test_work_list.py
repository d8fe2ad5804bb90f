"""Working through a filtered list: fix, save and next; dismiss and next; back to where one was."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from articles.models import Article, Finding, Status
from tests.admin.conftest import fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article

LIST = "/admin/articles/finding/?kind=cut-off"


@pytest.fixture
def findings(db):
    """Three of the kind, the newest first, and one of another."""
    make = Finding.objects.create
    rows = [
        make(article=make_article(), path="x", kind="cut-off", severity="error", field="answer",
             line=line)
        for line in (1, 2, 3)
    ]  # fmt: skip
    make(article=rows[0].article, path="x", kind="refusal", severity="error")
    return rows[::-1]


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def first_link(page):
    return unescape(re.search(r'href="(/admin/articles/article/\d+/change/[^"]*)"', page)[1])


def sent(desk, url, **values):
    data = form_data(desk.get(url).content.decode())
    return desk.post(url.partition("#")[0], {**data, **values})


def test_a_finding_leads_to_the_next_and_back_to_its_list(desk, findings):
    url = first_link(text_of(desk.get(LIST)))
    page = text_of(desk.get(url))
    assert "<strong>1 of 3</strong>" in page
    answer = sent(desk, url, answer="Whole now.", _next="1")
    page = text_of(desk.get(answer.url))
    assert f"/{findings[1].article_id}/change/" in answer.url
    assert "<strong>1 of 2</strong>" in page, "the first is mended"
    assert sent(desk, answer.url, answer="Whole, too.", _save="Save").url == LIST


def test_the_last_one_leads_to_the_list(desk, findings):
    Finding.objects.exclude(pk=findings[0].pk).delete()
    url = first_link(text_of(desk.get(LIST)))
    answer = sent(desk, url, answer="Whole now.", _next="1")
    assert answer.url == LIST
    assert "That was the last one" in text_of(desk.get(answer.url))


def test_dismiss_and_next(desk, findings):
    url = first_link(text_of(desk.get(LIST)))
    page = desk.get(url).content.decode()
    data = form_data(page, "dismiss-and-next")
    answer = desk.post(f"/admin/articles/finding/{findings[0].pk}/dismiss/", data)
    assert f"/{findings[1].article_id}/change/" in answer.url
    assert "<strong>1 of 2</strong>" in text_of(desk.get(answer.url))
    assert Finding.objects.get(is_dismissed=True) == findings[0]


def test_skipping_and_staying_keep_the_place(desk, findings):
    page = text_of(desk.get(first_link(text_of(desk.get(LIST)))))
    skip = unescape(re.search(r'href="([^"]*)" data-next', page)[1])
    assert "<strong>2 of 3</strong>" in text_of(desk.get(skip))
    answer = sent(desk, skip, seo_title="Another", _continue="Save")
    assert "<strong>" in text_of(desk.get(answer.url))


def test_a_list_of_articles_is_worked_through_as_well(desk):
    drafts = [make_article(status=Status.DRAFT) for _ in range(2)]
    make_article()
    listed = "/admin/articles/article/?status__exact=draft"
    url = first_link(text_of(desk.get(listed)).partition("result_list")[2])
    assert "<strong>1 of 2</strong>" in text_of(desk.get(url))
    answer = sent(desk, url, answer="Better.", _next="1")
    opened = int(re.search(r"/article/(\d+)/", answer.url)[1])
    # Ordered by the last change, the saved one stays first.
    assert opened in {draft.pk for draft in drafts}
    assert "of 2</strong>" in text_of(desk.get(answer.url))


@pytest.mark.parametrize(
    "work", ["user?x=1", "finding?kind=%00", "article?status__exact=" + "9" * 50]
)
def test_a_list_that_there_is_not_is_none(desk, work):
    article = make_article()
    url = f"/admin/articles/article/{article.pk}/change/?{urlencode({'work': work})}"
    assert desk.get(url).status_code == 200
    assert sent(desk, url, answer="Saved all the same.").status_code == 302
    assert fresh(article).answer == "Saved all the same."
    assert Article.objects.count() == 1
