"""The list of the conflicts that wait, and what leads to it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.models import Conflict
from tests.admin.conflicts.makers import collide, desk_url, hold
from tests.admin.conftest import change_url
from tests.factories import make_article

OVERHEAD = 4
LIST = "/admin/articles/conflict/"


def test_open_ones_are_listed_the_oldest_first(desk):
    articles = [make_article(title=title, question=title) for title in ("Late?", "Early?", "Done?")]
    for article in articles:
        collide(article, base={"author": "x"}, author="y")
    Conflict.objects.filter(article=articles[0]).update(opened_at=timezone.now())
    Conflict.objects.filter(article=articles[1]).update(
        opened_at=timezone.now() - timedelta(days=3)
    )
    Conflict.objects.filter(article=articles[2]).update(closed_at=timezone.now(), decision="ours")
    html = desk.get(LIST).content.decode()
    assert html.index("Early?") < html.index("Late?")
    assert "Done?" not in html
    assert "3\xa0days" in html
    assert f'<a href="{desk_url(articles[0])}">Late?</a>' in html
    decided = desk.get(f"{LIST}?state=closed").content.decode()
    assert "Done?" in decided
    assert "The editor&#x27;s word kept" in decided
    assert "Early?" not in decided


def test_the_list_is_filtered(desk):
    one, other = (
        make_article(title="One?", question="One?"),
        make_article(title="Two?", question="Two?", subject="chemistry"),
    )
    run = collide(one, base={"author": "x"}, author="y")
    hold(other)
    for query, shown in (
        ("?field=replacement", {"Two?"}),
        ("?field=author", {"One?"}),
        (f"?article__subject__id__exact={one.subject_id}", {"One?"}),
        (f"?import_run__id__exact={run.pk}&state=all", {"One?"}),
        (f"?q={other.slug}", {"Two?"}),
        ("?state=all", {"One?", "Two?"}),
    ):
        html = desk.get(LIST + query).content.decode()
        assert {title for title in ("One?", "Two?") if f">{title}</a>" in html} == shown
    html = desk.get(LIST).content.decode()
    assert "Another answer (1)" in html


def test_the_list_costs_the_same_however_long(desk, django_assert_num_queries):
    # Counted up to the cap, the rows, the open kinds, the subjects.
    for expected in range(2):
        for _ in range(1 + 10 * expected):
            collide(make_article(), base={"author": "x"}, author="y")
        with django_assert_num_queries(OVERHEAD + 4) as queries:
            assert desk.get(LIST).status_code == 200
        assert not [q for q in queries if '"articles_conflict"."theirs"' in q["sql"]]


def test_a_conflict_opens_its_desk(desk, article):
    collide(article, base={"author": "x"}, author="y")
    url = reverse("admin:articles_conflict_change", args=[Conflict.objects.get().pk])
    assert desk.get(url).url == desk_url(article)
    assert desk.get(reverse("admin:articles_conflict_change", args=[999])).status_code == 404
    assert desk.get(reverse("admin:articles_conflict_desk", args=[999])).status_code == 404


def test_article_and_front_page_lead_to_the_desk(desk, article):
    assert desk_url(article) not in desk.get(change_url(article)).content.decode()
    collide(article, base={"author": "x"}, author="y")
    hold(article)
    html = desk.get(change_url(article)).content.decode()
    assert f'<a href="{desk_url(article)}">2 conflicts with an import wait for a decision' in html
    front = " ".join(desk.get("/admin/").content.decode().split())
    assert 'conflict/" class="figure">2</a> conflicts between an import and an editor wait' in front
    assert 'conflict/?field=replacement" class="figure">1</a> of them another answer' in front
