"""Links in answers, checked against the library."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from articles import publishing
from articles.auditing.text_links import audit_text_links, link_problems
from articles.models import Finding, Redirect, Status
from tests.factories import make_article, make_subject

pytestmark = pytest.mark.django_db


def linking(path):
    return f"Light is fast.\n\nSee [more]({path}) of it."


def kinds(answer):
    return [problem.kind for problem in link_problems({1: answer}).get(1, ())]


def test_a_link_to_a_public_article_is_fine():
    assert kinds(linking(make_article().get_absolute_url())) == []


def test_a_link_to_no_article_is_dead_and_has_its_place():
    (problem,) = link_problems({7: linking("/learn/physics/questions/nothing")})[7]
    assert (problem.kind, problem.line) == ("link-dead", 3)
    assert problem.detail == "/learn/physics/questions/nothing"


@pytest.mark.parametrize(
    ("status", "kind"), [(Status.DRAFT, "link-dead"), (Status.WITHDRAWN, "link-withdrawn")]
)
def test_a_link_to_what_readers_do_not_get(status, kind):
    assert kinds(linking(make_article(status=status).get_absolute_url())) == [kind]


def test_a_link_to_an_old_address_is_redirected():
    article = make_article("old-slug")
    old = article.get_absolute_url()
    publishing.move(article, make_subject(), "new-slug")
    assert kinds(linking(old)) == ["link-redirected"]


def test_a_link_to_an_old_address_of_a_withdrawn_article():
    article = make_article("old-slug")
    old = article.get_absolute_url()
    publishing.withdraw(publishing.move(article, make_subject(), "new-slug"))
    assert kinds(linking(old)) == ["link-withdrawn"]


def test_a_link_to_what_is_gone_for_good():
    path = "/learn/physics/questions/gone"
    Redirect.objects.create(old_path=path, is_gone=True)
    assert kinds(linking(path)) == ["link-withdrawn"]


@override_settings(SITE_URL="https://example.org")
def test_links_to_other_sites_are_not_followed():
    path = "/learn/physics/questions/nothing"
    assert kinds(f"See https://example.org{path}.") == ["link-dead"]
    assert kinds(f"See https://elsewhere.org{path}.") == []


def test_two_queries_at_most_and_none_without_links(django_assert_num_queries):
    with django_assert_num_queries(0):
        link_problems({1: "No link.", 2: "None."})
    answers = {n: linking(f"/learn/physics/questions/nothing-{n}") for n in range(20)}
    with django_assert_num_queries(2):
        assert len(link_problems(answers)) == 20


def test_the_audit_writes_what_differs_and_keeps_what_was_dismissed():
    target = make_article("target", title="What is aimed at?")
    article = make_article(answer=linking(target.get_absolute_url()))
    assert audit_text_links() == {}
    publishing.withdraw(target)
    assert audit_text_links() == {"link-withdrawn": 1}
    found = Finding.objects.get(article=article)
    Finding.objects.update(is_dismissed=True)
    assert audit_text_links() == {"link-withdrawn": 1}
    assert Finding.objects.get().pk == found.pk
    publishing.publish(target)
    assert audit_text_links() == {}
    assert not Finding.objects.exists()


def test_the_command_prints_what_is_wrong_with_an_article(capsys):
    article = make_article(answer=linking("/learn/physics/questions/nothing"))
    call_command("audit_articles", article.get_absolute_url())
    printed = capsys.readouterr().out
    assert "error  A link leads to no page (answer, line 3)" in printed
    assert "Mend the address" in printed
    assert not Finding.objects.exists()
