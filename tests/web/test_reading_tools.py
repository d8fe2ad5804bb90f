"""Reading tools of an article: reading time, references, sharing, previous and next."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.models import Article, ArticleTopic, Change, Topic
from articles.publishing import (
    Belonging,
    delete,
    merge_topics,
    move,
    publish,
    revise,
    save_topic,
    set_belonging,
    unpublish,
    withdraw,
)
from tests.factories import make_article, make_content, make_subject
from tests.made_once import made_once
from tests.web.parsing import SITE
from tests.web.test_freshness import is_fresh as fresh_fixture

is_fresh = fresh_fixture
WAYS = "//nav[@class='neighbours']/a"


def make_topic(name):
    topic = Topic(subject=make_subject(), name=name)
    save_topic(topic)
    return topic


@made_once
def articles():
    """Five articles under "Light"; the last stands under "Waves" first, and alone there."""
    found = [
        make_article(f"a-{name}", title=f"{name}?", answer=f"About {name}.")
        for name in ("alpha", "beta", "gamma", "delta", "epsilon")
    ]
    light, waves = make_topic("Light"), make_topic("Waves")
    belonging = {article.pk: Belonging((light.pk,), True) for article in found[:4]}
    belonging[found[4].pk] = Belonging((waves.pk, light.pk), True)
    set_belonging(light.subject, belonging)
    return found


def around(get, article):
    """[(what it is called, title)] of the links to what comes before and behind."""
    return get(article.get_absolute_url()).texts(WAYS)


def test_the_reading_time_is_said_in_minutes(get):
    page = get(make_article(answer="word " * 900).get_absolute_url())
    assert "4 min read" in page.texts("//p[@class='byline']/span")


def test_an_article_is_cited_in_three_forms_under_its_canonical_address(get):
    article = make_article("light", title="What is `x_1` in light?", published_on=date(2024, 12, 7))
    Article.objects.update(content_modified_at=datetime(2025, 1, 9, tzinfo=UTC))
    url = f"{SITE}{article.get_absolute_url()}"
    page = get(article.get_absolute_url())
    assert page.texts("//details[@class='cite']//dd")[:2] == [
        f"QuickTakes. (2025, January 9). What is x_1 in light? {url}",
        f"“What Is x_1 in Light?” QuickTakes, 9 Jan. 2025, {url.partition('://')[2]}.",
    ]
    assert page.texts("//details[@class='cite']//dd//cite") == [
        "What is x_1 in light?",
        "QuickTakes",
    ]
    bibtex = page.tree.xpath("//details[@class='cite']//pre/code/text()")[0]
    assert "title = {{What is x\\_1 in light?}}," in bibtex
    assert f"\\url{{{url}}}" in bibtex


def test_sharing_needs_no_script_and_tells_nobody_else(get):
    title = "What is “a & b”, +c?"
    path = make_article(title=title).get_absolute_url()
    page = get(path)
    mail, here = page.tree.xpath("//section[@class='reading-tools']/a/@href")
    fields = parse_qs(urlsplit(mail).query.replace("+", "%2B"))
    assert urlsplit(mail).scheme == "mailto"
    assert fields == {"subject": [title], "body": [page.link("canonical")]}
    assert here == path


def test_previous_and_next_stand_in_the_order_of_arrival(get, articles):
    assert around(get, articles[0]) == ["Next in Light beta?"]
    assert around(get, articles[1]) == ["Previous in Light alpha?", "Next in Light gamma?"]
    assert around(get, articles[3]) == ["Previous in Light gamma?", "Next in Light epsilon?"]
    assert around(get, articles[4]) == []
    assert around(get, make_article()) == []


def test_they_cost_no_query(client, articles, django_assert_num_queries):
    path = articles[1].get_absolute_url()
    client.get(path)
    with django_assert_num_queries(2):
        client.get(path)


def test_what_no_list_shows_is_passed_over(get, articles):
    revise(articles[1], make_content("beta?", no_index=True))
    assert around(get, articles[2]) == ["Previous in Light alpha?", "Next in Light delta?"]
    assert around(get, articles[1]) == ["Previous in Light alpha?", "Next in Light gamma?"]


def _retitle(article):
    revise(article, make_content("Another beta?", answer=article.answer))


def _leave_topic(article):
    set_belonging(article.subject, {article.pk: Belonging((), True)})


def _move(article):
    move(article, make_subject("biology"), article.slug)


@pytest.mark.parametrize(
    "act",
    [_retitle, withdraw, unpublish, delete, _move, _leave_topic],
    ids=lambda act: act.__name__,
)
def test_the_pages_beside_are_made_anew(is_fresh, articles, act):
    number = Change.objects.get(pk=articles[3].pk).number
    assert is_fresh(articles[2], lambda: act(articles[1]))
    assert Change.objects.get(pk=articles[3].pk).number == number  # and no other


def test_they_are_when_one_comes_between_or_is_published(is_fresh, articles):
    topic = Topic.objects.get(name="Light")
    last = make_article("a-last", title="last?")
    belonging = {last.pk: Belonging((topic.pk,), True)}
    ArticleTopic.objects.filter(article=articles[4]).delete()
    assert is_fresh(articles[3], lambda: set_belonging(last.subject, belonging))
    unpublish(last)
    assert is_fresh(articles[3], lambda: publish(last))


def test_they_are_when_topics_are_merged(is_fresh, articles):
    light, waves = Topic.objects.order_by("pk")
    assert is_fresh(articles[4], lambda: merge_topics(waves, light))


def test_what_only_staff_sees_has_no_tools(admin_client):
    article = make_article(status="draft")
    html = admin_client.get(article.get_absolute_url()).content.decode()
    assert "reading-tools" not in html
    assert "min read" in html
