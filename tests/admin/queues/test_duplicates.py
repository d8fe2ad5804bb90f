"""Duplicates in the desk: the list, a cluster with its texts, the three answers."""

import pytest
from django.urls import reverse
from lxml import html

from articles import duplicates, publishing
from articles.models import Absorption, Article, ChosenCanonical, DuplicateCluster, Readership
from tests.duplicates.test_queue_worker import NEAR, TEXT
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST = "admin:articles_duplicatecluster_changelist"


@made_once
def desk():
    one = make_article("one", title="What is an email system?", answer=TEXT)
    near = make_article("near", title="What is the email system?", answer=NEAR)
    Readership.objects.create(article=near, views=70)
    elsewhere = [
        make_article(f"also-{n}", title="Why?", subject="biology", answer=f"{n} {TEXT[::-n]}")
        for n in (1, 3)
    ]
    duplicates.find_due()
    editor = make_user("editor", role="editor")
    return one, near, elsewhere, editor


@pytest.fixture
def client(desk, client):
    client.force_login(desk[3])
    return client


def cluster_of(article):
    return DuplicateCluster.objects.get(members__article=article)


def send(client, desk, said, **values):
    one, near = (Article.objects.get(pk=each.pk) for each in desk[:2])
    data = {"keep": near.pk, "other": one.pk, "answer": said}
    data |= {"versions": f"{near.version} {one.version}"} | values
    url = reverse("admin:articles_duplicatecluster_answer", args=[cluster_of(one).pk])
    return client.post(url, data, follow=True)


def take_back(client, answer, key):
    url = reverse("admin:articles_duplicatecluster_takeback")
    return client.post(url, {"answer": answer, "key": key}, follow=True)


def test_the_list_has_the_most_read_first_and_takes_few_queries(
    client, desk, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page = html.fromstring(client.get(reverse(LIST)).content)
    views = page.xpath('//td[@class="field-views_column"]/text()')
    assert views == ["70", "0"]
    page = html.fromstring(client.get(reverse(LIST), {"kind": "near", "o": "-4"}).content)
    assert len(page.xpath('//*[@id="result_list"]//tbody/tr')) == 1


def test_a_cluster_shows_the_suggestion_and_what_differs(client, desk):
    url = reverse("admin:articles_duplicatecluster_change", args=[cluster_of(desk[0]).pk])
    page = html.fromstring(client.get(url).content)
    assert [each.text_content() for each in page.xpath("//ul//strong")] == ["most read"]
    assert "word4" in "".join(each.text_content() for each in page.xpath("//section//ins"))
    assert "changed" in "".join(each.text_content() for each in page.xpath("//section//del"))
    other = html.fromstring(client.get(url, {"keep": desk[0].pk}).content)
    assert "changed" in "".join(each.text_content() for each in other.xpath("//section//ins"))


def test_a_cluster_without_articles_is_said_to_be_none(client, desk):
    cluster = cluster_of(desk[0])
    cluster.members.all().delete()
    url = reverse("admin:articles_duplicatecluster_change", args=[cluster.pk])
    assert client.get(url).status_code == 302


def test_a_canonical_is_chosen_and_taken_back(client, desk):
    page = send(client, desk, "canonical")
    assert "names /learn/physics/questions/near as its canonical now" in page.content.decode()
    assert ChosenCanonical.objects.get().actor == desk[3]
    assert not DuplicateCluster.objects.filter(kind="near").exists()
    decided = client.get(reverse("admin:articles_duplicatecluster_decided")).content.decode()
    assert desk[0].get_absolute_url() in decided
    take_back(client, "canonical", desk[0].pk)
    assert cluster_of(desk[0])


def test_of_two_one_of_which_is_deleted_meanwhile_nothing_is_changed(client, desk, monkeypatch):
    absorb = publishing.absorb_duplicate

    def too_late(other, keep, **options):
        publishing.delete(Article.objects.get(pk=other.pk))
        return absorb(other, keep, **options)

    monkeypatch.setattr(publishing, "absorb_duplicate", too_late)
    said = send(client, desk, "absorb").content.decode()
    assert "was deleted meanwhile" in said
    assert not Absorption.objects.exists()


def test_one_is_absorbed_and_taken_back(client, desk):
    send(client, desk, "absorb")
    answer = client.get(desk[0].get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, desk[1].get_absolute_url())
    assert not DuplicateCluster.objects.filter(kind="near").exists()
    last = make_article("last")
    publishing.absorb_duplicate(Article.objects.get(pk=desk[1].pk), last)
    assert "take that back first" in take_back(client, "absorb", desk[0].pk).content.decode()
    take_back(client, "absorb", desk[1].pk)
    take_back(client, "absorb", desk[0].pk)
    assert client.get(desk[0].get_absolute_url()).status_code == 200
    assert not Absorption.objects.exists()
    assert cluster_of(desk[0])


def test_these_differ_and_are_listed_again(client, desk):
    send(client, desk, "differ")
    assert not DuplicateCluster.objects.filter(kind="near").exists()
    page = html.fromstring(client.get(reverse("admin:articles_duplicatecluster_decided")).content)
    take_back(client, "differ", page.xpath('//button[@name="key"]')[0].get("value"))
    assert cluster_of(desk[0])


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"versions": "9 9"}, 200),
        ({"versions": ""}, 200),
        ({"answer": "something"}, 400),
        ({"other": "999999"}, 400),
        ({"keep": "x" * 5_000}, 400),
    ],
)
def test_what_was_not_read_is_not_decided(client, desk, values, status):
    assert send(client, desk, "absorb", **values).status_code == status
    assert cluster_of(desk[0])


def test_a_subject_editor_meets_the_clusters_of_his_subjects_alone(client, desk):
    user = make_user("biologist", role="subject-editor", subjects=[make_subject("biology")])
    client.force_login(user)
    page = html.fromstring(client.get(reverse(LIST)).content)
    assert len(page.xpath('//*[@id="result_list"]//tbody/tr')) == 1
    assert send(client, desk, "absorb").status_code == 403
    assert send(client, desk, "differ").status_code == 403
