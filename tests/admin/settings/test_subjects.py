"""Subjects at the editors' desk."""

import pytest
from django.urls import reverse

from articles.models import IndexStatus, Subject
from tests.admin.conftest import fresh
from tests.admin.page_forms import form_data
from tests.factories import make_article, make_subject


def change_url(subject):
    return reverse("admin:articles_subject_change", args=[subject.pk])


def test_hiding_a_subject_takes_its_articles_out_of_search_engines(
    desk, django_capture_on_commit_callbacks
):
    article = make_article()
    data = form_data(desk.get(change_url(article.subject)).content.decode(), "subject_form")
    del data["is_listed"]
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(change_url(article.subject), data).status_code == 302
    assert fresh(article).index_status == IndexStatus.HIDDEN_SUBJECT


def test_an_address_is_chosen_once(desk):
    subject = make_subject()
    data = form_data(desk.get(change_url(subject)).content.decode(), "subject_form")
    assert "slug" not in data
    desk.post(change_url(subject), data | {"slug": "other", "name": "Other"})
    subject.refresh_from_db()
    assert (subject.slug, subject.name) == ("physics", "Other")


def test_a_subject_is_added(desk):
    url = reverse("admin:articles_subject_add")
    data = form_data(desk.get(url).content.decode(), "subject_form")
    desk.post(url, data | {"name": "Acoustics", "slug": "acoustics"})
    assert Subject.objects.get().name == "Acoustics"


def test_a_subject_with_articles_is_kept(desk):
    article = make_article()
    url = reverse("admin:articles_subject_delete", args=[article.subject_id])
    assert "Physics holds 1 articles" in desk.get(url).content.decode()
    desk.post(url, {"post": "yes"})
    assert Subject.objects.filter(pk=article.subject_id).exists()


def test_an_empty_subject_is_deleted(desk):
    url = reverse("admin:articles_subject_delete", args=[make_subject().pk])
    assert desk.post(url, {"post": "yes"}).status_code == 302
    assert not Subject.objects.exists()


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_counts_articles_in_one_query(desk, django_assert_num_queries, number):
    for index in range(number):
        make_article(subject=make_subject(f"subject-{index}"))
    with django_assert_num_queries(7):
        html = desk.get(reverse("admin:articles_subject_changelist")).content.decode()
    assert html.count("subject__id__exact=") == number


def test_a_disclaimer_is_proposed_for_law_and_taken_by_its_editor_alone(desk):
    law, physics = make_subject("law"), make_subject("physics")
    page = desk.get(change_url(law)).content.decode()
    assert "It is no legal advice." in page
    data = form_data(page, "subject_form")
    desk.post(change_url(law), data)
    assert Subject.objects.get(pk=law.pk).disclaimer == ""
    desk.post(change_url(law), data | {"takes_notice": "on"})
    assert "It is no legal advice." in Subject.objects.get(pk=law.pk).disclaimer
    for subject in (law, physics):
        assert "takes_notice" not in desk.get(change_url(subject)).content.decode()
