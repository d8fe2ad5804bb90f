"""The page of links and redirects: numbers, plans, and what a click changes."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.auditing.link_audit import audit_links
from articles.auditing.text_links import audit_text_links
from articles.models import Article, Redirect, Revision
from articles.publishing import move, revise
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

OLD, NEW = "/learn/physics/questions/heat", "/learn/physics/questions/warmth"


@made_once
def linking():
    """Articles of two subjects that link to an old address."""
    heat = make_article("heat")
    move(heat, heat.subject, "warmth")
    here = make_article("light", answer=f"See [heat]({OLD}).")
    there = make_article("cell", subject="biology", answer=f"Like [heat]({OLD}).")
    audit_links()
    audit_text_links()
    return here, there


@pytest.fixture
def page(client, linking):
    """`page("?mend=follow")` as an editor of physics alone."""
    client.force_login(make_user(role="subject-editor", subjects=[make_subject("physics")]))

    def get(query="", **data):
        url = reverse("admin:links") + query
        return client.post(url, data, follow=True) if data else client.get(url)

    return get


def test_the_numbers_are_those_of_the_editors_subjects(page):
    text = page().content.decode()
    assert "Links in answers to old addresses" in text
    assert 'kind=link-redirected">1</a>' in text


def test_what_is_shown_is_what_a_click_changes(page, linking):
    here, there = linking
    text = page("?mend=follow").content.decode()
    assert f"<del>See [heat]({OLD}).</del>" in text
    assert "Like [heat]" not in text
    rows = [*rows_of(text), f"{there.pk}:{there.version}:0", "x", "7:", "1:2:3", "1:2"]
    said = page("?mend=follow", row=rows).content.decode()
    assert "1 articles changed" in said
    assert Article.objects.get(pk=here.pk).answer == f"See [heat]({NEW})."
    assert OLD in Article.objects.get(pk=there.pk).answer
    assert Revision.objects.get(article=here).actor.username == "editor"
    assert "nothing to change" in page("?mend=follow").content.decode()


def test_what_was_changed_since_stays_and_is_told(page, linking):
    here, _ = linking
    rows = rows_of(page("?mend=follow").content.decode())
    revise(here, replace(here.content(), author="Somebody"))
    said = page("?mend=follow", row=rows).content.decode()
    assert "1 stay as they are" in said
    assert OLD in Article.objects.get(pk=here.pk).answer


def test_another_change_than_the_one_shown_is_not_made(page, linking):
    here, _ = linking
    rows = rows_of(page("?mend=follow").content.decode())
    Redirect.objects.filter(old_path=OLD).update(article=make_article("elsewhere"))
    said = page("?mend=follow", row=rows).content.decode()
    assert "1 stay as they are" in said
    assert OLD in Article.objects.get(pk=here.pk).answer


def rows_of(text):
    return html.fromstring(text).xpath('//input[@name="row"]/@value')


def test_unused_redirects_are_listed_and_removed(page, linking):
    Redirect.objects.update(created_at="2020-01-01T00:00:00Z", last_used_on="2021-02-03")
    (row,) = Redirect.objects.all()
    used = Redirect.objects.create(
        old_path="/used", external_url="https://example.org/", last_used_on=timezone.now().date()
    )
    text = page("?mend=unused").content.decode()
    assert "by itself is not noted here" in text
    assert OLD in text
    assert "3 Feb 2021" in text
    page("?mend=unused", row=[row.pk])
    assert list(Redirect.objects.all()) == [used]
