"""Topics at the editors' desk."""

import pytest
from django.urls import reverse

from articles.models import ArticleTopic, Topic, TopicAddress
from articles.publishing import Belonging, save_topic, set_belonging
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject
from tests.made_once import made_once


@made_once
def topics():
    """Light with an article, and Waves."""
    article = make_article()
    found = [Topic(subject=article.subject, name=name) for name in ("Light", "Waves")]
    for topic in found:
        save_topic(topic)
    set_belonging(article.subject, {article.pk: Belonging((found[0].pk,), True)})
    return found


def save(desk, topic, **values):
    url = reverse("admin:articles_topic_change", args=[topic.pk])
    data = form_data(desk.get(url).content.decode(), "topic_form")
    return desk.post(url, data | values, follow=True)


def test_a_topic_is_renamed_and_its_old_address_kept(desk, topics):
    save(desk, topics[0], name="  Light and  colour", introduction="On **colour**.")
    topic = Topic.objects.get(pk=topics[0].pk)
    assert (topic.name, topic.slug) == ("Light and colour", "light-and-colour")
    assert topic.introduction_html == "<p>On <strong>colour</strong>.</p>\n"
    assert TopicAddress.objects.get(slug="light").topic == topic


def test_a_topic_is_merged(desk, topics):
    light, waves = topics
    page = save(desk, light, merge_into=waves.pk).content.decode()
    assert "“Light” is merged; its address leads to the other topic." in page
    assert Topic.objects.get() == waves
    assert ArticleTopic.objects.get().topic == waves


def test_a_topic_is_pinned_and_hidden(desk, topics):
    save(desk, topics[0], is_pinned="on", is_hidden="on")
    topic = Topic.objects.get(pk=topics[0].pk)
    assert (topic.is_pinned, topic.is_hidden, topic.slug) == (True, True, "light")


def test_a_topic_is_added(desk, topics):
    url = reverse("admin:articles_topic_add")
    data = form_data(desk.get(url).content.decode(), "topic_form")
    assert "merge_into" not in data
    page = desk.post(url, data | {"subject": topics[0].subject_id, "name": "Heat"}, follow=True)
    assert "with the next import or fill_topics" in page.content.decode()
    assert Topic.objects.get(name="Heat").phrases == [["heat"]]


@pytest.mark.parametrize("name", ["waves", "…", ""])
def test_a_name_that_is_taken_or_names_nothing_is_refused(desk, topics, name):
    page = save(desk, topics[0], name=name).content.decode()
    assert "errorlist" in page
    assert Topic.objects.get(pk=topics[0].pk).name == "Light"


def test_only_topics_of_the_subject_are_offered(desk, topics):
    other = Topic(subject=make_subject("chemistry"), name="Acids")
    save_topic(other)
    page = save(desk, topics[0], merge_into=other.pk).content.decode()
    assert "Select a valid choice" in page


def test_the_list_counts_questions_in_one_query(desk, topics, django_assert_num_queries):
    desk.get(reverse("admin:articles_topic_changelist"))
    with django_assert_num_queries(8):
        assert desk.get(reverse("admin:articles_topic_changelist")).status_code == 200
