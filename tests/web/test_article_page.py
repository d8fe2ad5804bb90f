"""What an article's page shows, and what it costs."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from articles.models import Article, Revision, SiteSettings
from articles.models.site_settings_cache import forget_settings
from articles.publishing import (
    Cause,
    choose_canonical,
    publish,
    revise,
    save_site_settings,
    withdraw,
)
from tests.factories import make_article, make_subject

UPDATED = "//p[starts-with(@class, 'byline')]/span[starts-with(., 'Updated')]"
# Who has reviewed it has a line of its own, which is called alike.
REVIEWED = "//p[contains(@class, 'byline-review')]/span[starts-with(., 'Reviewed')]"


def test_one_h1_and_the_answer_under_an_h2(get):
    article = make_article(title="What is light?", answer="### Nature\n\nA **wave**.")
    page = get(article.get_absolute_url())
    assert page.texts("//h1") == ["What is light?"]
    assert page.texts("//main//h2")[0] == "Answer"
    assert page.texts("//main//h3") == ["Nature"]
    assert page.text("//div[@class='prose']//strong") == "wave"


def test_the_question_comes_before_the_title(get):
    article = make_article(title="Light", article_title="On light", question="What is light?")
    assert get(article.get_absolute_url()).text("//h1") == "What is light?"


def test_the_date_is_printed_in_the_articles_own_format(get):
    article = make_article(
        published_on=date(2024, 12, 7), date_format="D MMMM YYYY", post_on_text="Published"
    )
    page = get(article.get_absolute_url())
    assert page.text("//p[@class='byline']/span[1]") == "Published 7 December 2024"
    assert page.tree.xpath("//p[@class='byline']//time/@datetime") == ["2024-12-07"]


def test_who_has_reviewed_it_is_printed_unless_the_site_says_otherwise(get, client):
    article = make_article(
        reviewed_by="Dr Jane Roe", reviewed_on=date(2025, 1, 2), review_again_by=date(2025, 2, 3)
    )
    url = article.get_absolute_url()
    line = REVIEWED
    assert get(url).text(line) == "Reviewed by Dr Jane Roe on Jan 02, 2025"
    assert "2025-02-03" not in client.get(url).content.decode()
    markdown = client.get(f"{url}.md").content.decode()
    assert 'reviewed_by: "Dr Jane Roe"\nreviewed_on: 2025-01-02\n' in markdown
    api = f"/api/v1/articles/{article.pk}"
    assert client.get(api).json()["reviewed_on"] == "2025-01-02"
    save_site_settings(SiteSettings(shows_reviews=False))
    forget_settings()
    assert get(url).texts(line) == []
    assert "WebPage" not in get(url).json_ld
    assert "Roe" not in client.get(f"{url}.md").content.decode()
    assert client.get(api).json()["reviewed_by"] == ""


BLUE = "The sky is blue because air scatters short waves of sunlight more than long ones."


def test_a_short_answer_stands_at_the_head_and_in_every_other_form(get, client):
    article = make_article(title="Why is the sky blue?", answer=f"{BLUE} Here is more:\n\n- One")
    url = article.get_absolute_url()
    page = get(url)
    assert page.texts("//div[@class='prose']/p") == [BLUE, "Here is more:"]
    assert page.tree.xpath("//div[@class='prose']/p/@class") == ["short-answer"]
    assert page.json_ld["Article"]["abstract"] == BLUE
    assert get("/learn/physics").texts("//p[@class='question-excerpt']") == [BLUE]
    assert f'short_answer: "{BLUE}"\n' in client.get(f"{url}.md").content.decode()
    item = client.get(f"/api/v1/articles/{article.pk}").json()
    assert (item["short_answer"], item["excerpt"]) == (BLUE, BLUE)


def test_an_editors_short_answer_stands_before_the_text(get):
    article = make_article(
        title="Why is the sky blue?", answer=BLUE, short_answer="Rayleigh *did* it."
    )
    page = get(article.get_absolute_url())
    assert page.texts("//div[@class='prose']/p") == ["Rayleigh did it.", BLUE]
    assert page.texts("//p[@class='short-answer']/em") == ["did"]


def test_an_article_without_one_says_nothing_of_it(get, client):
    article = make_article(title="How?", answer="Here are the steps:\n\n1. Mix.")
    page = get(article.get_absolute_url())
    assert page.tree.xpath("//*[@class='short-answer']") == []
    assert "abstract" not in page.json_ld["Article"]
    assert "short_answer" not in client.get(f"{article.get_absolute_url()}.md").content.decode()


def test_a_date_without_a_reviewer_is_not_printed(get):
    page = get(make_article(reviewed_on=date(2025, 1, 2)).get_absolute_url())
    assert page.texts(REVIEWED) == []
    assert "WebPage" not in page.json_ld


def test_sources_are_links_of_the_web_below_the_answer(get, client):
    sources = "https://example.org/heat?a=b&c=d Heat <b>\nno source\nhttps://example.org/x_(y)/"
    article = make_article(sources=sources)
    url = article.get_absolute_url()
    page = get(url)
    links = page.tree.xpath("//section[@class='sources']//a")
    assert [(link.get("href"), link.text_content()) for link in links] == [
        ("https://example.org/heat?a=b&c=d", "Heat <b>"),
        ("https://example.org/x_(y)/", "example.org/x_(y)"),
    ]
    assert {link.get("rel") for link in links} == {"nofollow noopener"}
    assert page.json_ld["Article"]["citation"][0] == {
        "@type": "CreativeWork",
        "name": "Heat <b>",
        "url": "https://example.org/heat?a=b&c=d",
    }
    markdown = client.get(f"{url}.md").content.decode()
    assert "## Sources\n\n- [Heat \\<b>](https://example.org/heat?a=b&c=d)\n" in markdown
    assert "(<https://example.org/x_(y)/>)" in markdown
    api = client.get(f"/api/v1/articles/{article.pk}").json()
    assert api["sources"][1] == {"title": "", "url": "https://example.org/x_(y)/"}
    bare = get(make_article().get_absolute_url())
    assert bare.texts("//section[@class='sources']") == []
    assert "citation" not in bare.json_ld["Article"]


@pytest.mark.parametrize(
    ("cause", "line"),
    [
        (Cause(note="The sign was wrong"), ": The sign was wrong"),
        (Cause(reason="As root said"), ": answer revised"),
        (Cause(Revision.Kind.IMPORTED), ": revised"),
        (Cause(Revision.Kind.UNDONE, reason="Import 7 undone"), ""),
    ],
)
def test_what_changed_is_said_in_a_line_and_nothing_of_the_desk(get, client, cause, line):
    article = make_article()
    revise(article, replace(article.content(), answer="Another."), cause=cause)
    url = article.get_absolute_url()
    text = get(url).text(UPDATED)
    assert text.partition("20")[2][2:] == line
    assert "root" not in client.get(url).content.decode()
    again = Article.objects.get(pk=article.pk)
    revise(again, replace(again.content(), seo_keywords="x"), note="Nobody sees it")
    assert get(url).text(UPDATED) == text


def test_an_editorial_policy_is_named_where_there_is_one(get):
    url = make_article().get_absolute_url()
    assert get(url).texts("//p[@class='article-policy']") == []
    assert "publishingPrinciples" not in get(url).json_ld["Organization"]
    save_site_settings(SiteSettings(policy_address="/editorial-policy"))
    forget_settings()
    page = get(url)
    assert page.tree.xpath("//p[@class='article-policy']/a/@href") == ["/editorial-policy"]
    for node in ("Article", "Organization"):
        assert page.json_ld[node]["publishingPrinciples"].endswith(":8000/editorial-policy")


def test_an_error_can_be_reported_from_head_and_foot(get):
    article = make_article()
    links = get(article.get_absolute_url()).tree.xpath("//a[.='Report an error']")
    assert [(link.get("href"), link.get("rel")) for link in links] == [
        (f"/feedback/{article.pk}/error", "nofollow")
    ] * 2


def test_a_subjects_disclaimer_stands_below_the_answer(get, client):
    subject = make_subject("health", disclaimer="Ask a <doctor>.\n\nIn an emergency, call.")
    article = make_article(subject=subject)
    url = article.get_absolute_url()
    assert get(url).texts("//aside[@class='disclaimer']/p") == [
        "Ask a <doctor>.",
        "In an emergency, call.",
    ]
    assert get(make_article().get_absolute_url()).texts("//aside[@class='disclaimer']") == []
    assert r'disclaimer: "Ask a <doctor>.\n\nIn' in client.get(f"{url}.md").content.decode()
    answer = client.get(f"/api/v1/articles/{article.pk}").json()
    assert answer["disclaimer"] == subject.disclaimer
    (item,) = (
        each for each in client.get("/api/v1/subjects").json()["items"] if each["slug"] == "health"
    )
    assert item["disclaimer"] == subject.disclaimer


def test_a_later_change_is_printed_beside_the_date(get):
    article = make_article(published_on=date(2024, 12, 7))
    changed = datetime(2025, 1, 9, 10, 30, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(content_modified_at=changed)
    page = get(article.get_absolute_url())
    assert page.texts("//p[@class='byline']//time") == ["Dec 07, 2024", "Jan 09, 2025"]
    assert page.json_ld["Article"]["dateModified"] == "2025-01-09T10:30:00+00:00"
    assert page.meta("article:modified_time") == "2025-01-09T10:30:00+00:00"


def test_related_questions_stand_in_the_editors_order_and_only_distinct_ones(get):
    first = make_article("b", title="B?")
    second = make_article("a", title="A?")
    copy = make_article("z", subject="zoology", answer=first.answer)
    unlisted = make_article("c", no_index=True)
    draft = make_article("d", status="draft")
    targets = [draft, first, copy, unlisted, second]
    article = make_article(
        related=[*(t.get_absolute_url() for t in targets), "/learn/physics/questions/missing"]
    )
    page = get(article.get_absolute_url())
    assert page.tree.xpath("//aside//li/a/@href") == [
        first.get_absolute_url(),
        second.get_absolute_url(),
    ]


def test_a_related_question_is_called_by_its_present_title(get):
    target = make_article("b", title="The title today?")
    article = make_article(related=[target.get_absolute_url()])
    assert get(article.get_absolute_url()).texts("//aside//li/a") == ["The title today?"]


def test_a_chosen_canonical_is_no_other_place_of_the_text(get):
    article, other = make_article("a", answer="One text."), make_article("b", answer="Another.")
    choose_canonical(article, other)
    for each in (article, other):
        assert get(each.get_absolute_url()).texts("//p[@class='elsewhere']/a") == []


def test_twins_name_each_other_but_no_hidden_subject(get):
    canonical = make_article("a", subject="computing", answer="One text.")
    duplicate = make_article("a", subject="physics", answer="One text.")
    make_article("a", subject=make_subject("others", is_listed=False), answer="One text.")
    elsewhere = "//p[@class='elsewhere']/a"
    assert get(canonical.get_absolute_url()).texts(elsewhere) == ["Physics"]
    assert get(duplicate.get_absolute_url()).texts(elsewhere) == ["Computing"]


def test_every_page_asks_for_one_style_sheet(get):
    """Lighthouse's first paint on a phone's line: 0.9 s with one, 1.9 s with one more."""
    for answer in ("Words.", "So $x^2$.", "Call `f()`."):
        page = get(make_article(answer=answer).get_absolute_url())
        assert len(page.tree.xpath("//link[@rel='stylesheet']")) == 1


def test_the_page_has_no_inline_script_or_style_and_waits_for_none(get):
    page = get(make_article(answer="| a |\n|:-:|\n| $x$ |\n").get_absolute_url())
    scripts = page.tree.xpath("//script[not(@type='application/ld+json')]")
    assert [script.get("src") for script in scripts] == [
        *("/static/js/suggest.js", "/static/js/search_key.js", "/static/js/copying.js"),
    ]
    assert all(script.get("defer") is not None and not script.text for script in scripts)
    assert not page.tree.xpath("//style|//@style")
    assert not page.tree.xpath("//@*[starts-with(name(), 'on')]")


def test_an_article_costs_two_queries(client, django_assert_num_queries):
    targets = [make_article() for _ in range(5)]
    path = make_article(related=[t.get_absolute_url() for t in targets]).get_absolute_url()
    with django_assert_num_queries(2):
        client.get(path)


def test_an_article_with_twins_costs_three_queries(client, django_assert_num_queries):
    make_article("a", subject="computing", answer="One text.")
    make_article("a", subject="physics", answer="One text.")
    with django_assert_num_queries(3):
        client.get("/learn/computing/questions/a")
    with django_assert_num_queries(2):
        client.get("/learn/physics/questions/a")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_live_is_not_shown(client, status):
    article = make_article(title="The secret question?", status="draft")
    if status == "withdrawn":
        article = withdraw(publish(article))
    response = client.get(article.get_absolute_url())
    assert response.status_code == {"draft": 404, "withdrawn": 410}[status]
    assert b"secret" not in response.content
