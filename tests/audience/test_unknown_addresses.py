"""Addresses that lead nowhere: which are counted, in a table that never grows beyond its bound."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.audience import count_flusher, unknown_addresses
from articles.models import Redirect, UnknownAddress
from tests.audience.agents import CHROME
from tests.factories import make_article, make_page

MISSING = "/learn/physics/questions/how-is-heat-measu"
BROWSER = {"user-agent": CHROME}


def ask(client, path, **headers):
    return client.get("/", PATH_INFO=path, headers=BROWSER | headers)


def seen(*paths, **values):
    """Write a request for each path."""
    values = {"is_bot": False, "referrer_host": "", **values}
    for path in paths:
        count_flusher.count_unknown(path, **values)
    assert count_flusher.flush()


@pytest.mark.django_db
def test_an_unknown_address_is_counted_under_its_canonical_form(client):
    near = make_article("how-is-heat-measured")
    for path in (MISSING, f"{MISSING}/", "/learn/Physics/questions/How-Is-Heat-Measu.html"):
        assert ask(client, path, referer="https://Blog.example/post?q=1").status_code == 404
    ask(client, MISSING, **{"user-agent": "Googlebot/2.1"})
    assert not UnknownAddress.objects.exists()
    assert count_flusher.flush()
    row = UnknownAddress.objects.get()
    assert (row.path, row.readers, row.bots, row.referrer_host) == (MISSING, 3, 1, "blog.example")
    assert row.first_seen_at <= row.last_seen_at
    assert row.suggestion == near


@pytest.mark.django_db
def test_counting_an_unknown_address_costs_no_query(client, django_assert_num_queries):
    make_article("how-is-heat-measured")
    with django_assert_num_queries(7):
        ask(client, MISSING)


@pytest.mark.django_db
def test_what_leads_somewhere_is_not_counted(client):
    article = make_article("how-is-heat-measured")
    Redirect.objects.create(old_path="/learn/old", article=article)
    Redirect.objects.create(old_path="/learn/gone", is_gone=True)
    for path in (f"{article.get_absolute_url()}/", "/learn/old", "/learn/gone", "/admin/none/"):
        ask(client, path)
    client.head(MISSING, headers=BROWSER)
    client.post(MISSING, headers=BROWSER)
    assert len(unknown_addresses.waiting) == 0


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php",
        "/wp-admin/setup-config.php",
        "/blog/wp-includes/wlwmanifest.xml",
        "/wordpress",
        "/.env",
        "/.git/config",
        "/learn/.aws/credentials",
        "/.well-known/security.txt",
        "/xmlrpc.php",
        "/index.php",
        "/admin.aspx",
        "/cgi-bin/luci",
        "/phpmyadmin/index",
        "/backup.zip",
        "/db.sql",
        "/vendor/phpunit/x",
        "/apple-touch-icon-120x120.png",
        "/ads.txt",
        "/assets/app.js.map",
        "/a b",
        "/a\\b",
        "/" + "x" * 300,
        "/a\0b",
    ],
)
def test_probes_and_impossible_addresses_are_left_out(path):
    assert not unknown_addresses.is_counted(path)


@pytest.mark.parametrize(
    "path",
    [
        MISSING,
        "/learn/computing/questions/test-driven-development",
        "/learn/computing/questions/api-design",
        "/learn/computing/questions/what-is-wp-in-economics",
        "/learn/computing/questions/old-english-poetry",
        "/about",
        "/learn/physics/nothing",
        "/" + "x" * 299,
        "/learn/chimie/questions/éther",
    ],
)
def test_what_may_be_a_mistake_is_counted(path):
    assert unknown_addresses.is_counted(path)


@pytest.mark.django_db
def test_the_table_is_bounded_and_keeps_what_is_asked_for_most(monkeypatch):
    monkeypatch.setattr(unknown_addresses, "MOST_ROWS", 3)
    seen("/a", "/a", "/b", "/c")
    seen("/d")
    assert set(UnknownAddress.objects.values_list("path", flat=True)) == {"/a", "/c", "/d"}
    unknown_addresses.ignore(UnknownAddress.objects.get(path="/d"))
    seen("/e", "/f")
    assert set(UnknownAddress.objects.values_list("path", flat=True)) == {"/a", "/d", "/e", "/f"}


@pytest.mark.django_db
def test_a_flood_of_invented_addresses_pushes_out_none_that_tells_something(monkeypatch):
    monkeypatch.setattr(unknown_addresses, "MOST_ROWS", 4)
    seen("/linked", referrer_host="blog.example")
    seen("/again")
    UnknownAddress.objects.filter(path="/again").update(
        first_seen_at=timezone.now() - timedelta(days=2)
    )
    seen(MISSING)
    seen(*["/x", "/y", "/z"] * 3)
    assert set(UnknownAddress.objects.values_list("path", flat=True)) == {
        "/linked",
        "/again",
        MISSING,
        "/z",
    }


def test_a_flood_between_two_flushes_is_bounded():
    one = unknown_addresses.sighting(is_bot=False, referrer_host="")
    for number in range(2_000):
        unknown_addresses.waiting.add(f"/{number}", one)
    assert len(unknown_addresses.waiting) == 500


@pytest.mark.django_db
def test_a_batch_costs_the_same_however_many_addresses(django_assert_num_queries):
    """Begin, which have a redirect, which are known, the new ones, lock, the numbers (a hundred
    rows each), two counts, end."""
    one = unknown_addresses.sighting(is_bot=False, referrer_host="")
    sightings = {f"/learn/a{number}": one for number in range(50)}
    with django_assert_num_queries(9):
        unknown_addresses.write_unknown(sightings)
    with django_assert_num_queries(8):
        unknown_addresses.write_unknown(sightings)
    assert set(UnknownAddress.objects.values_list("readers", flat=True)) == {2}


@pytest.mark.django_db
def test_an_ignored_address_stays_ignored():
    seen("/a")
    unknown_addresses.ignore(UnknownAddress.objects.get())
    seen("/a", "/a")
    row = UnknownAddress.objects.get()
    assert (row.is_ignored, row.readers) == (True, 1)
    unknown_addresses.watch_again(row)
    seen("/a")
    assert UnknownAddress.objects.get().readers == 2


@pytest.mark.django_db
def test_a_redirect_made_meanwhile_is_not_counted():
    count_flusher.count_unknown("/a", is_bot=False, referrer_host="")
    Redirect.objects.create(old_path="/a", is_gone=True)
    count_flusher.flush()
    assert not UnknownAddress.objects.exists()


@pytest.mark.django_db
def test_what_leads_somewhere_by_now_goes():
    seen(MISSING, "/learn/physics/questions/how-is-heat-measured", "/former", "/stays", "/about")
    make_article("how-is-heat-measured")
    make_page()
    Redirect.objects.create(old_path="/former", is_gone=True)
    assert unknown_addresses.tidy() == 3
    assert set(UnknownAddress.objects.values_list("path", flat=True)) == {MISSING, "/stays"}


@pytest.mark.django_db
def test_suggestions_are_looked_for_again_after_a_week():
    seen(MISSING)
    article = make_article("how-is-heat-measured")
    unknown_addresses.tidy()
    assert unknown_addresses.suggest() == 0
    UnknownAddress.objects.update(suggested_at=timezone.now() - timedelta(days=8))
    unknown_addresses.tidy()
    assert unknown_addresses.suggest() == 1
    assert UnknownAddress.objects.get().suggestion == article
