"""The day on which a redirect was followed last."""

from datetime import date

import pytest

from articles.audience import count_flusher, redirect_uses
from articles.models import Redirect
from tests.factories import make_article

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 3, 1), date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _nothing_noted():
    redirect_uses.forget()
    yield
    redirect_uses.forget()


@pytest.fixture
def redirect():
    return Redirect.objects.create(old_path="/old", article=make_article("heat"))


def test_a_redirect_that_is_followed_is_noted_once_a_day(client, redirect):
    for _ in range(3):
        assert client.get("/old").status_code == 301
    assert len(redirect_uses.waiting) == 1
    assert count_flusher.flush()
    redirect.refresh_from_db()
    assert redirect.last_used_on is not None
    client.get("/old")
    assert len(redirect_uses.waiting) == 0


def test_the_later_day_stays(redirect, django_assert_num_queries):
    with django_assert_num_queries(2):
        redirect_uses.write_uses({redirect.pk: LATER})
        redirect_uses.write_uses({redirect.pk: DAY, 999: DAY})
    redirect.refresh_from_db()
    assert redirect.last_used_on == LATER


def test_what_leads_nowhere_and_what_was_mended_are_no_uses(client, redirect):
    Redirect.objects.create(old_path="/gone", is_gone=True)
    assert client.get("/gone").status_code == 410
    assert client.get("/learn/physics/questions/heat/").status_code == 301
    assert len(redirect_uses.waiting) == 0
