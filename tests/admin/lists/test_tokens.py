"""Tokens of the lists: what each finds, how it stands in the bar, and what is refused."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from articles.admin.articles.article_tokens import TOKENS
from articles.admin.lists import key_pages
from articles.assigning import assign_articles
from articles.audience.views import write_views
from articles.models import Article, Draft, Finding, ImportRun, Readership, Revision, Status
from tests.factories import make_article, make_subject, make_user
from tests.made_once import made_once

LIST, FINDINGS = "/admin/articles/article/", "/admin/articles/finding/"


@made_once
def library():
    """Five articles: one with a twin, which is indexed in its place, one of which much is found, a
    draft, an old one."""
    one = make_article(
        "one", subject=make_subject("physics"), answer="Gathered information on light."
    )
    twin = make_article("twin", subject=make_subject("chemistry"), answer=one.answer)
    full = make_article("full", related=[one.get_absolute_url()], answer="Light is fast.")
    draft = make_article("draft", status=Status.DRAFT, title="Gathered information?")
    old = make_article("old")
    Finding.objects.all().delete()
    for kind in ("orphan", "refusal"):
        Finding.objects.create(article=full, path="x", kind=kind, severity="error")
    Finding.objects.create(article=old, path="x", kind="orphan", severity="info", is_dismissed=True)
    write_views({(full.pk, datetime.now(UTC).date()): 40})
    Readership.objects.filter(pk=full.pk).update(helpful=3, unhelpful=1)
    Draft.objects.create(article_key=draft.pk, base_version=1, saved_at=datetime.now(UTC))
    Article.objects.filter(pk=old.pk).update(
        content_modified_at=datetime(2020, 5, 4, tzinfo=UTC), published_on="2020-05-04", score=7.5
    )
    ann, bob = make_user("ann", is_staff=True), make_user("bob", is_staff=True)
    for version, actor in ((1, ann), (2, bob)):
        Revision.objects.create(
            article=full, article_key=full.pk, version=version, kind="edited", actor=actor,
            subject_slug="physics", slug="full", status="published", packed=b"",
        )  # fmt: skip
    run = ImportRun.objects.create(state="finished")
    Article.objects.filter(pk=old.pk).update(created_by_run=run)
    assign_articles([full.pk], ann, by=bob)
    return {"run": run, "one": one, "twin": twin, "full": full, "draft": draft, "old": old,
            "ann": ann, "bob": bob}  # fmt: skip


QUERIES = [
    ("", "one twin full draft old"),
    ("subject={chemistry}", "twin"),
    ("subject={chemistry}&subject={physics}&status=draft", "draft"),
    ("status=draft&status=withdrawn", "draft"),
    ("finding=any", "full"),
    ("finding=refusal&finding=cut-off", "full"),
    ("index_status=duplicate", "one"),
    ("draft=yes", "draft"),
    ("related=none", "one twin draft old"),
    ("duplicate_of=any", "one"),
    ("duplicate_of={twin}", "one"),
    ("duplicate_of=/learn/chemistry/questions/twin", "one"),
    ("answer=gathered+information", "one twin"),
    ('answer="information+gathered"', ""),
    ("editor={bob}", "full"),
    ("editor={ann}", ""),
    ("changed_from=2020-05-04&changed_to=2020-05-04", "old"),
    ("changed_to=2020-05-03", ""),
    ("published_from=2020-01-01&published_to=2020-12-31", "old"),
    ("views_from=40", "full"),
    ("views_from=41", ""),
    ("recent_from=1&helpful_from=3&unhelpful_to=1", "full"),
    ("score_from=7.5", "old"),
    ("score_to=-1", ""),
    ("q=gathered&subject={physics}", "one draft"),
    ("q=fast&finding=any", "full"),
    ("sort=findings", "full"),
    ("review=due", ""),
    ("review=waits&review=commented", ""),
    ("delivery=waits", ""),
    ("review=mine", ""),
    ("assigned={ann}", "full"),
    ("assigned=me", ""),
    ("assigned=anybody", "full"),
    ("assigned=nobody", "one twin draft old"),
    ("assigned=nobody&assigned={ann}", "one twin full draft old"),
    ("brought_by={run}", "old"),
]


def listed(response):
    return {article.slug for article in response.context_data["cl"].result_list}


def filled_in(query, library):
    keys = {name: one.pk for name, one in library.items()}
    keys |= {"physics": library["one"].subject_id, "chemistry": library["twin"].subject_id}
    return query.format(**keys)


@pytest.mark.parametrize(("query", "slugs"), QUERIES)
def test_what_a_list_holds_whichever_way_it_is_read(desk, library, query, slugs, monkeypatch):
    """From the keys of a condition, walking along the order, and all at once for an action."""
    url = f"{LIST}?{filled_in(query, library)}"
    response = desk.get(url)
    assert listed(response) == set(slugs.split())
    changelist = response.context_data["cl"]
    assert {row.slug for row in changelist.queryset} == set(slugs.split()), "what an action gets"
    assert changelist.paginator.number == len(slugs.split())
    monkeypatch.setattr(key_pages, "FEW", 0)
    monkeypatch.setattr(key_pages, "_FIRST_WINDOW", 2)
    assert listed(desk.get(url)) == set(slugs.split())


def test_every_token_is_tried():
    tried = {name for query, _ in QUERIES for name in re.findall(r"(\w+)=", query)}
    assert {token.parameters()[0].removesuffix("_from") for token in TOKENS} <= {
        name.removesuffix("_from").removesuffix("_to") for name in tried
    }


def test_a_token_is_taken_away_by_a_link(desk, library):
    query = filled_in("status=draft&status=published&views_from=1&views_to=50&q=light", library)
    page = desk.get(f"{LIST}?{query}").content.decode()
    tokens = page.partition('<ul class="tokens"')[2].partition("</ul>")[0]
    links = [unescape(link) for link in re.findall(r'href="(\?[^"]+)" title', tokens)]
    assert links == [
        "?status=published&views_from=1&views_to=50&q=light",
        "?status=draft&views_from=1&views_to=50&q=light",
        "?status=draft&status=published&q=light",
    ]
    assert "from 1 to 50" in tokens


def test_the_form_of_the_bar_makes_the_address(desk, library):
    """Boxes that stay empty are no part of it, and a range that is typed anew replaces the old."""
    page = desk.get(f"{LIST}?status=draft&views_from=1").content.decode()
    form = page.partition('<form method="get" action="/admin/articles/article/" class="drawer">')
    form = form[2].partition("</form>")[0]
    assert '<input type="hidden" name="status" value="draft">' in form
    assert 'type="hidden" name="views_from"' not in form
    assert '<input type="number" name="views_from" id="box_views_from" value="1"' in form
    answer = desk.get(f"{LIST}?status=draft&status=&views_from=&views_to=5&answer=")
    assert (answer.status_code, answer.url) == (302, f"{LIST}?status=draft&views_to=5")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"{LIST}?status=drft", "“Status” does not know “drft”: choose one of its values."),
        (f"{LIST}?subject=999999", "“Subject” does not know “999999”"),
        (f"{LIST}?views_from=many", "“Views” does not know “many”: a number is wanted."),
        (f"{LIST}?views_from=9&views_to=3", "“Views” ends before it begins."),
        (f"{LIST}?changed_from=2025-02-30", "“Changed” does not know “2025-02-30”: a date"),
        (f"{LIST}?score_to=.", "“Score” does not know “.”"),
        (f"{LIST}?duplicate_of=no+such", "“Duplicate of” knows no such article"),
        (f"{LIST}?answer={'a' * 201}", "it takes 200 characters at most."),
        (f"{LIST}?colour=red", "This list has no filter “colour”."),
        (f"{LIST}?review=soon", "“Review” does not know “soon”"),
        (f"{FINDINGS}?kind=no-such", "“Kind” does not know “no-such”"),
        (f"{FINDINGS}?state=gone", "“State” does not know “gone”"),
        (f"{FINDINGS}?severity=fatal", "“Severity” does not know “fatal”"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_listed(desk, library, address, sentence):
    """Nor acted on: a list that is wider than was asked for would reach rows that nobody meant."""
    response = desk.get(address)
    page = unescape(response.content.decode())
    assert sentence in page
    assert "show the list without filters" in page
    changelist = response.context_data["cl"]
    assert not list(changelist.result_list)
    assert not changelist.queryset.exists()


@pytest.mark.parametrize(
    "query",
    [
        "sort=colour",
        "after=nonsense",
        "after=[null]",
        "o=3&p=2",
        "before=[1,2,3]",
        "after=[1e400]",
        "total=some",
        'sort=title&after=["\\ud800",1]',
        'sort=title&after=["\\u0000",1]',
        'sort=changed&after=["0001-01-01T00:00:00%2B14:00",1]',
    ],
)
def test_an_order_or_a_page_that_there_is_not_shows_the_beginning(desk, library, query):
    response = desk.get(f"{LIST}?{query}")
    assert len(listed(response)) == 5
    assert bool(response.context_data["bar"].notes) == ("total" not in query)


def test_addresses_of_old_keep_their_filters(desk, library):
    one = library["twin"]
    query = f"subject__id__exact={one.subject_id}&status__exact=published"
    response = desk.get(f"{LIST}?{query}")
    assert listed(response) == {"twin"}
    assert response.context_data["bar"].query == f"subject={one.subject_id}&status=published"


def test_findings_are_open_until_the_token_is_taken_away(desk, library):
    page = desk.get(FINDINGS)
    assert [chip.url for chip in page.context_data["bar"].chips] == ["?state=all"]
    assert page.context_data["cl"].result_count == 2
    assert desk.get(f"{FINDINGS}?state=all").context_data["cl"].result_count == 3
    for query, number in (
        ("kind=orphan", 1),
        ("kind=orphan&state=all", 2),
        ("severity__exact=info&state=dismissed", 1),
        ("status=draft", 0),
        (f"article__subject__id__exact={library['full'].subject_id}", 2),
        ("views_from=40", 2),
        ("found_to=2020-01-01", 0),
        ("q=full", 2),
        ("q=fast&kind=refusal", 1),
        ("sort=views", 2),
    ):
        changelist = desk.get(f"{FINDINGS}?{query}").context_data["cl"]
        assert len(changelist.result_list) == number, query
        assert changelist.queryset.count() == number, query


@pytest.mark.parametrize("query", ["views_from=1&views_from=3", "answer=x&answer=two", "q=a&q=b"])
def test_of_one_value_given_twice_the_last_counts_and_it_is_said(desk, query):
    bar = desk.get(f"{LIST}?{query}").context_data["bar"]
    assert ["was given more than once" in note for note in bar.notes] == [True]
    assert bar.query == query.partition("&")[2]


def test_the_usual_state_is_removed_also_where_the_address_says_it(desk, library):
    for query in ("", "?state=open"):
        (chip,) = desk.get(f"{FINDINGS}{query}").context_data["bar"].chips
        shown = desk.get(f"{FINDINGS}{chip.url}").context_data["bar"].chips
        assert [one.words for one in shown] != ["Open"], query
