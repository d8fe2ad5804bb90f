"""The front page and the record of imports."""

from django.urls import reverse
from django.utils import timezone

from articles.audience.feedback import record
from articles.models import Finding, ImportRun, ReaderSearch, Readership, UnknownAddress
from tests.factories import make_article, make_user


def test_findings_are_grouped_by_how_serious_they_are(desk):
    article = make_article(title="Changed last?")
    for kind, severity in (("cut-off", "error"), ("orphan", "info"), ("orphan", "info")):
        Finding.objects.create(article=article, path="x", kind=kind, severity=severity)
    Readership.objects.create(article=article, views=3, recent_views=3)
    html = desk.get("/admin/").content.decode()
    assert html.index("A reader sees something broken") < html.index("Worth knowing")
    assert '<a href="/admin/articles/finding/?kind=orphan" class="figure">2</a>' in html
    assert "Changed last?" in html
    assert 'action="/admin/articles/article/"' in html  # the search in the header


def test_who_may_see_nothing_is_shown_nothing(client, db):
    Finding.objects.create(
        article=make_article(title="Secret?"), path="x", kind="orphan", severity="info"
    )
    client.force_login(make_user("nobody"))
    html = client.get("/admin/").content.decode()
    assert "Secret?" not in html
    assert "No other article relates" not in html
    assert 'role="search"' not in html


def test_an_import_run_tells_what_it_did(desk, settings):
    run = ImportRun.objects.create(
        sources=["delivery.zip"],
        counts={"created": 1234, "failed": 0},
        problems={"orphan": 2, "no-such-kind": 1},
        failures=[{"path": f"physics/{n}.md", "reason": "<b>broken</b>"} for n in range(201)],
    )
    html = desk.get(reverse("admin:articles_importrun_change", args=[run.pk])).content.decode()
    for text in ("1,234 created", "?kind=orphan", "no-such-kind", "and 1 more", "delivery.zip"):
        assert text in html
    assert "<b>broken" not in html
    assert "&lt;b&gt;broken" in html
    assert "1,234 created" in desk.get("/admin/").content.decode()
    assert settings.SITE_NAME in html


def test_the_library_comes_before_its_users(admin_client):
    html = admin_client.get("/admin/").content.decode()
    assert html.index("/admin/articles/article/") < html.index("/admin/auth/user/")


def test_what_readers_wrote_and_missed_is_announced(desk, client):
    article, now = make_article(), timezone.now()
    record(article.pk, is_helpful=False, note="Which unit?", visitor="a")
    for path, readers in (("/learn/a", 2), ("/learn/b", 1), ("/learn/c", 0)):
        UnknownAddress.objects.create(
            path=path, readers=readers, first_seen_at=now, last_seen_at=now
        )
    for text, good, settled in (("a", False, False), ("b", True, False), ("c", False, True)):
        ReaderSearch.objects.create(
            text=text,
            results=int(good),
            is_good=good,
            is_settled=settled,
            first_day=now.date(),
            last_day=now.date(),
        )
    html = desk.get("/admin/").content.decode()
    for title in ("Unread notes", "Searches without a good result", "Unknown addresses"):
        assert title in html
    assert html.index("/learn/a<") < html.index("/learn/b<")
    assert "/learn/c<" not in html  # nobody but bots asked for it
    client.force_login(make_user("nobody"))
    html = client.get("/admin/").content.decode()
    assert "Unread notes" not in html
    assert "without a good result" not in html
