"""The CDN is told of every change in its own form, and nothing is lost while it is away."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.cdn import purging
from articles.cdn.purge_requests import batches_of
from articles.cdn.purging import purge_due
from articles.doctor import examine
from articles.doctor.due_work import due_work
from articles.models import CdnProgress, Change
from tests.factories import make_article
from tests.made_once import made_once
from tests.static_site.conftest import edit

pytestmark = pytest.mark.django_db


@made_once
def article():
    return make_article("heat")


@pytest.fixture
def told(cdn, article):
    """A CDN that has been told of everything so far, twice."""
    purge_due()
    settle()
    purge_due()
    cdn.forget()
    return cdn


def settle():
    """Let the last purge be long ago."""
    CdnProgress.objects.update(purged_at=timezone.now() - timedelta(minutes=1))


def wait_over():
    CdnProgress.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_new_cdn_forgets_everything_first(cdn, article):
    assert purge_due().keys == 1
    assert cdn.keys == ["everything"]
    assert purge_due() is None


def test_a_change_is_told_at_once_and_once_more_later(told, article):
    edit(article, answer="Other words.")
    start = article.pk // 1_000 * 1_000
    assert purge_due().failure == ""
    expected = {"library", f"article:{article.pk}", "list:physics"}
    assert set(told.keys) >= expected | {f"keys:{start}-{start + 1_000}"}
    method, path, headers, keys = told.calls[0]
    assert (method, path, headers["Fastly-Key"]) == ("POST", "/service/1/purge", "token")
    assert purge_due() is None
    told.forget()
    settle()
    assert purge_due().keys == len(keys)
    assert set(told.keys) == set(keys)
    settle()
    assert purge_due() is None


def test_what_changes_meanwhile_is_told_twice_as_well(told, article):
    edit(article, answer="One.")
    purge_due()
    other = make_article("light")
    purge_due()
    settle()
    told.forget()
    purge_due()
    assert {f"article:{article.pk}", f"article:{other.pk}"} <= set(told.keys)
    told.forget()
    settle()
    edit(other, answer="Two.")
    purge_due()
    assert f"article:{other.pk}" in told.keys


def test_what_came_just_before_the_second_time_has_a_second_time_of_its_own(told, article):
    edit(article, answer="One.")
    purge_due()
    settle()
    other = make_article("light")
    purge_due()  # the first edit's second time, and the other's first
    told.forget()
    settle()
    purge_due()
    assert f"article:{other.pk}" in told.keys


def test_everything_that_was_refused_is_told_by_the_next_try(told):
    told.status = 500
    assert purge_due(everything=True).failure
    told.status = 200
    wait_over()
    told.forget()
    assert purge_due().failure == ""
    assert told.keys == ["everything"]
    settle()
    told.forget()
    purge_due()
    assert told.keys == ["everything"]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("CLOUDFLARE", "Authorization", "Bearer token"), ("VARNISH", "X-Purge-Token", "token")],
)
def test_each_cdn_is_told_in_its_own_form(told, article, settings, kind, name, value):
    settings.CDN_KIND = kind
    edit(article, answer=kind)
    assert purge_due().failure == ""
    assert told.calls[0][0] == {"CLOUDFLARE": "POST", "VARNISH": "PURGE"}[kind]
    assert told.calls[0][2][name] == value
    assert f"article:{article.pk}" in told.keys


def test_a_call_holds_as_many_keys_as_the_cdn_takes():
    keys = [f"article:{number}" for number in range(1_000)]
    for kind, most in (("FASTLY", 256), ("CLOUDFLARE", 100)):
        assert max(map(len, batches_of(kind, keys))) == most
        assert [key for some in batches_of(kind, keys) for key in some] == keys
    assert max(len(" ".join(some)) for some in batches_of("VARNISH", keys)) <= 4_000
    assert [key for some in batches_of("VARNISH", keys) for key in some] == keys


def test_a_cdn_that_refuses_is_told_later_and_nothing_is_lost(told, article):
    told.status, told.headers = 429, {"Retry-After": "100"}
    edit(article, answer="Kept.")
    assert "HTTP 429" in purge_due().failure
    assert purge_due() is None  # it asked to wait
    progress = CdnProgress.objects.get()
    assert progress.not_before > timezone.now() + timedelta(seconds=90)
    assert due_work(timezone.now()).purges == progress.waiting > 0
    (examined,) = examine(["cdn"])
    assert "has not been told of" in examined.problems[0].sentence
    told.status = 200
    wait_over()
    assert purge_due().failure == ""
    assert f"article:{article.pk}" in told.keys
    assert due_work(timezone.now()).purges == 0
    assert next(iter(examine(["cdn"]))).problems == ()


def test_a_no_with_status_200_is_a_no(told, article, settings):
    settings.CDN_KIND, told.success = "CLOUDFLARE", False
    edit(article, answer="Again.")
    assert "refused" in purge_due().failure


def test_nobody_there_and_ever_longer_waits(told, article, settings):
    settings.CDN_PURGE_URLS = ["http://127.0.0.1:9/"]
    edit(article, answer="Nobody.")
    waits = []
    for _ in range(9):
        before = timezone.now()
        assert purge_due().failure
        waits.append(round((CdnProgress.objects.get().not_before - before).total_seconds()))
        wait_over()
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_one_process_tells(told, article):
    edit(article, answer="Once.")
    CdnProgress.objects.update(not_before=timezone.now() + purging._LEASE)
    assert purge_due() is None
    wait_over()
    assert purge_due().calls == 1


def test_many_changes_are_one_call(told, article, monkeypatch):
    monkeypatch.setattr(purging, "_MOST_CHANGES", 1)
    edit(article, answer="Many.")
    purge_due()
    assert told.keys == ["everything"]


def test_another_database_is_another_library(told, article):
    CdnProgress.objects.update(change=Change.objects.count() + 1_000_000)
    purge_due()
    assert told.keys == ["everything"]


def test_the_command(told, article, capsys, settings):
    call_command("purge_cdn")
    call_command("purge_cdn", everything=True)
    assert told.keys == ["everything"]
    assert capsys.readouterr().out == "Nothing is due.\n1 keys in 1 calls.\n"
    told.status = 500
    with pytest.raises(CommandError, match="HTTP 500"):
        call_command("purge_cdn", everything=True)
    settings.CDN_KIND = "NONE"
    with pytest.raises(CommandError, match="CDN_KIND"):
        call_command("purge_cdn")
    call_command("purge_cdn", everything=True, if_any=True)
    assert capsys.readouterr().out == ""
