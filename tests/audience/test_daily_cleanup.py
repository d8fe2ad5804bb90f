"""Once a day every table is brought back within its bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.audience.feedback import record
from articles.audience.sign_in_throttle import WINDOW, attempt_of, take
from articles.audience.views import write_views
from articles.models import (
    DailyViews,
    Feedback,
    ReaderSearch,
    Readership,
    Redirect,
    SignInAttempt,
    UnknownAddress,
)
from tests.factories import make_article


@pytest.mark.django_db
def test_the_command_tells_what_it_did(capsys):
    article, _ = make_article(), make_article()
    write_views({(article.pk, datetime.now(UTC).date() - timedelta(days=40)): 2})
    record(article.pk, is_helpful=True, note="", visitor="a")
    Feedback.objects.update(created_at=timezone.now() - timedelta(days=1))
    Redirect.objects.create(old_path="/former", is_gone=True)
    now = timezone.now()
    UnknownAddress.objects.create(path="/former", first_seen_at=now, last_seen_at=now)
    take(attempt_of("editor", "192.0.2.1"))
    SignInAttempt.objects.update(made_at=now - WINDOW)
    past = now.date() - timedelta(days=91)
    ReaderSearch.objects.create(text="tides", first_day=past, last_day=past)
    call_command("tend_readership")
    assert capsys.readouterr().out == (
        "Days that left the window: 1. Articles given numbers: 1."
        " Removed: votes and old notes 1, addresses 1, tries to sign in 1, searches 1,"
        " entries of the audit log 0, sessions 0, what undoes bulk runs 0.\n"
    )
    assert not DailyViews.objects.exists()
    assert not Feedback.objects.exists()
    assert not UnknownAddress.objects.exists()
    assert not SignInAttempt.objects.exists()
    assert not ReaderSearch.objects.exists()
    assert set(Readership.objects.values_list("views", "recent_views", "helpful")) == {
        (2, 0, 1),
        (0, 0, 0),
    }
    call_command("tend_readership")
    assert capsys.readouterr().out.startswith(
        "Days that left the window: 0. Articles given numbers: 0."
    )
