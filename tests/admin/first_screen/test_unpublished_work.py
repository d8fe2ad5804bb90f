"""The first page names what is not published yet, for who may publish it."""

from datetime import timedelta

from django.utils import timezone

from articles import publishing
from articles.drafts import draft_store
from articles.models import ScheduledChange
from articles.reviewing import turns
from articles.scheduling.due_changes import schedule
from tests.factories import make_article, make_user


def test_drafts_and_plans_lead_to_their_articles(desk, client, editor):
    drafted, planned, gone = make_article(), make_article(), make_article()
    for article in (drafted, gone):
        draft_store.begin(article.pk, {"answer": ["x"]}, base_version=1, author=editor)
    publishing.delete(gone)
    due = timezone.now() + timedelta(days=1)
    schedule(planned.pk, ScheduledChange.Action.PUBLISH, due, user=editor)
    page = desk.get("/admin/").content.decode()
    assert f"/admin/articles/article/{drafted.pk}/change/?draft=1" in page
    assert f'/admin/articles/article/{planned.pk}/change/"' in page
    assert "Not done:" not in page
    assert "In review:" not in page
    turns.send(drafted, author=editor, reviewer=None, text="Please look.")
    page = desk.get("/admin/").content.decode()
    assert "In review:" in page
    assert "editor to whoever may review" in page
    assert "?draft=1" not in page
    ScheduledChange.objects.update(problem="The draft has no answer.")
    assert "Not done:" in desk.get("/admin/").content.decode()
    client.force_login(make_user("looker", permissions=["view_article"]))
    assert "?draft=1" not in client.get("/admin/").content.decode()
