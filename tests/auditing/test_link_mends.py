"""Mends of links in bulk: what is planned is what is written, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.auditing.address_report import address_report, unused_redirects
from articles.auditing.link_audit import audit_links
from articles.auditing.link_mends import Mend, apply_mend, plan_mend
from articles.auditing.text_links import audit_text_links
from articles.core.article_content import RelatedLink
from articles.models import Article, Finding, Redirect, RelatingDue, Revision
from articles.publishing import absorb, move, revise, unpublish, withdraw
from tests.factories import make_article, make_page, make_user

pytestmark = pytest.mark.django_db
HEAT, WARMTH = "/learn/physics/questions/heat", "/learn/physics/questions/warmth"
GONE, NOWHERE = "/learn/physics/questions/gone", "/learn/physics/questions/nowhere"


def related_to(*paths):
    return tuple(RelatedLink(path, f"About {path[-6:]}") for path in paths)


@pytest.fixture
def light(db):
    """An article that links to a moved page, a withdrawn one, and none; and the same by related
    questions that were written after the move."""
    heat, gone = make_article("heat"), make_article("gone", answer="Gone.")
    move(heat, heat.subject, "warmth")
    withdraw(gone)
    answer = f"See [heat]({HEAT}#hot), [gone]({GONE}) and [none]({NOWHERE})."
    light = make_article("light", answer=answer, related=related_to(HEAT, NOWHERE))
    audit_links()
    audit_text_links()
    return light


def mend(kind, **options):
    return apply_mend(kind, list(plan_mend(kind, Article.objects.all())), **options)


def test_the_plan_shows_what_would_change_and_changes_nothing(light):
    (planned,) = plan_mend(Mend.FOLLOW, Article.objects.all())
    assert planned.article == light
    said = "\n".join(planned.diff())
    assert f"-See [heat]({HEAT}#hot)" in said
    assert f"+See [heat]({WARMTH}#hot)" in said
    assert not Revision.objects.filter(article=light).exists()


def test_links_to_old_addresses_follow_the_page(light):
    editor = make_user()
    assert mend(Mend.FOLLOW, actor=editor).changed == 1
    light = Article.objects.get(pk=light.pk)
    assert light.answer == f"See [heat]({WARMTH}#hot), [gone]({GONE}) and [none]({NOWHERE})."
    assert [link.path for link in light.content().related] == [WARMTH, NOWHERE]
    revision = Revision.objects.get(article=light)
    assert (revision.actor, revision.reason[:22]) == (editor, "Links to old addresses")
    assert not Finding.objects.filter(article=light, kind="link-redirected").exists()
    assert list(plan_mend(Mend.FOLLOW, Article.objects.all())) == []


def test_links_to_what_is_away_become_their_words(light):
    mend(Mend.UNLINK)
    light = Article.objects.get(pk=light.pk)
    assert light.answer == f"See [heat]({HEAT}#hot), gone and none."
    assert [link.path for link in light.content().related] == [HEAT]


def test_links_that_lead_elsewhere_or_to_a_draft_stay(light):
    paths = [f"/learn/physics/questions/{name}" for name in ("there", "about", "draft")]
    Redirect.objects.create(old_path=paths[0], external_url="https://example.org/x")
    Redirect.objects.create(old_path=paths[1], page=make_page("about"))
    unpublish(make_article("draft"))
    answer = f"{light.answer} [there]({paths[0]}), [about]({paths[1]})."
    revise(light, replace(light.content(), answer=answer, related=related_to(*paths, NOWHERE)))
    mend(Mend.UNLINK)
    light = Article.objects.get(pk=light.pk)
    assert light.answer.endswith(f"gone and none. [there]({paths[0]}), [about]({paths[1]}).")
    assert [link.path for link in light.content().related] == paths


def test_what_somebody_changed_meanwhile_stays(light):
    plan = list(plan_mend(Mend.UNLINK, Article.objects.all()))
    revise(light, replace(light.content(), author="Somebody"))
    mended = apply_mend(Mend.UNLINK, plan)
    assert (mended.changed, mended.skipped) == (0, (light.get_absolute_url(),))
    assert "[gone]" in Article.objects.get(pk=light.pk).answer


def test_related_questions_to_what_was_absorbed_or_withdrawn_are_found():
    heat, warmth, gone = make_article("heat"), make_article("warmth"), make_article("gone")
    asking = make_article("asking", related=related_to(HEAT, GONE))
    absorb(heat, warmth)
    withdraw(gone)
    assert numbers()["related-withdrawn"] == 2
    mend(Mend.FOLLOW)
    asking = Article.objects.get(pk=asking.pk)
    assert [link.path for link in asking.content().related] == [WARMTH, GONE]
    mend(Mend.UNLINK)
    asking = Article.objects.get(pk=asking.pk)
    assert [link.path for link in asking.content().related] == [WARMTH]
    assert numbers()["related-withdrawn"] == 0


def numbers():
    return {section.name: section.count for section in address_report()}


def test_related_questions_lead_to_the_canonical_page():
    first = make_article("first", answer="The same words here.")
    make_article("second", answer="The same words here.")
    paths = related_to("/learn/physics/questions/second")
    asking = make_article("asking", answer="Another text.", related=paths)
    assert Article.objects.get(slug="second").canonical == first
    assert numbers()["related-duplicate"] == 1
    assert mend(Mend.CANONICAL).changed == 1
    (link,) = Article.objects.get(pk=asking.pk).content().related
    assert link.path == first.get_absolute_url()


def test_the_numbers(light):
    RelatingDue.objects.all().delete()  # what waits for computed related questions is no orphan yet
    audit_links()
    assert [numbers()[f"link-{kind}"] for kind in ("redirected", "withdrawn", "dead")] == [1, 1, 1]
    assert numbers()["orphan"] == Finding.objects.filter(kind="orphan").count() > 0
    of_none = {section.count for section in address_report([])}
    assert of_none == {0}


def test_redirects_that_nobody_followed_for_a_year():
    heat = make_article("heat")
    today = timezone.now().date()
    for name, days in (("new", 10), ("old", 400)):
        for used in (None, 380, 3):
            Redirect.objects.create(
                old_path=f"/{name}-{used}",
                article=heat,
                last_used_on=used and today - timedelta(days=used),
            )
        rows = Redirect.objects.filter(old_path__startswith=f"/{name}-")
        rows.update(created_at=timezone.now() - timedelta(days=days))
    gone = Redirect.objects.create(old_path="/gone", is_gone=True)
    Redirect.objects.filter(pk=gone.pk).update(created_at="2020-01-01T00:00:00Z")
    assert [row.old_path for row in unused_redirects()] == ["/old-380", "/old-None"]
    assert unused_redirects(today=date(2020, 1, 1)).count() == 0
    call_command("audit_links", "--mend", "unused", "--apply")
    assert Redirect.objects.count() == 5


def test_where_no_redirect_is_noted_none_is_unused():
    """Published as files, a site redirects by nginx or by a bucket."""
    Redirect.objects.create(old_path="/old", article=make_article("heat"))
    Redirect.objects.update(created_at="2020-01-01T00:00:00Z", last_used_on="2021-02-03")
    assert unused_redirects().count() == 0
    call_command("audit_links", "--mend", "unused", "--apply")
    assert Redirect.objects.exists()


def test_the_command_says_plans_and_applies(light, capsys):
    call_command("audit_links")
    assert "1  Links in answers to old addresses (--mend follow)" in capsys.readouterr().out
    call_command("audit_links", "--mend", "follow")
    assert "1 articles would be changed" in capsys.readouterr().out
    assert HEAT in Article.objects.get(pk=light.pk).answer
    call_command("audit_links", "--mend", "follow", "--apply")
    assert f"+See [heat]({WARMTH}" in capsys.readouterr().out
    assert WARMTH in Article.objects.get(pk=light.pk).answer


def test_no_reader_meets_a_chain_of_redirects(client):
    """A redirect names an article by its key, and one to this site as another is followed here."""
    heat = make_article("heat")
    move(heat, heat.subject, "warmth")
    move(Article.objects.get(pk=heat.pk), heat.subject, "hotness")
    site = "http://127.0.0.1:8000"
    Redirect.objects.create(old_path="/a", external_url=f"{site}/b")
    Redirect.objects.create(old_path="/b", external_url=f"{site}{HEAT}")
    Redirect.objects.create(old_path="/round", external_url=f"{site}/and-round")
    Redirect.objects.create(old_path="/and-round", external_url=f"{site}/round")
    for path in ("/a", "/b", "/b/", HEAT, WARMTH, f"{HEAT}.html"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (
            301,
            "/learn/physics/questions/hotness",
        )
    assert client.get("/round").status_code == 404
    assert numbers()["redirect-inside"] == 4
