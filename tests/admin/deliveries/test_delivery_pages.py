"""A delivery from its upload to its undo, by the pages of the desk."""

import json
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.admin.deliveries import delivery_admin
from articles.models import Article, Delivery, ImportRun, TaskRun
from tests.deliveries.conftest import file_of, zipped
from tests.factories import make_content, make_user
from tests.tasks.conftest import work_off  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/delivery/add/"
HEAT, LIGHT = "physics/what-is-heat.md", "physics/what-is-light.md"


@pytest.fixture
def head(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    client.force_login(make_user("head", role="head-of-content"))
    return client


@pytest.fixture
def server_folder(settings, tmp_path):
    settings.DELIVERIES_DIR = tmp_path / "incoming"
    settings.DELIVERIES_DIR.mkdir()
    return settings.DELIVERIES_DIR


def upload(client, tmp_path, files, **options):
    data = zipped(tmp_path, files).read_bytes()
    return client.post(ADD, {"archive": SimpleUploadedFile("week.zip", data)}, **options)


def page(client, delivery, query=""):
    url = reverse("admin:articles_delivery_change", args=[delivery.pk])
    return client.get(f"{url}{query}").content.decode()


def order(client, delivery, **data):
    url = reverse("admin:articles_delivery_order", args=[delivery.pk])
    return client.post(url, data, follow=True).content.decode()


def test_an_archive_is_uploaded_looked_at_imported_and_undone(head, tmp_path, work_off):  # noqa: F811
    upload(head, tmp_path, {HEAT: file_of("What is heat?"), LIGHT: file_of("What is light?")})
    delivery = Delivery.objects.get()
    assert "Waiting" in page(head, delivery)
    assert "no worker runs" in page(head, delivery)
    work_off()
    shown = page(head, delivery)
    assert 'value="created"' in shown
    assert HEAT in page(head, delivery, "?kind=created")
    file = delivery.files.get(path=HEAT)
    url = reverse("admin:articles_delivery_file", args=[delivery.pk, file.pk])
    assert "a little more" in head.get(url).content.decode()
    delivery.refresh_from_db()
    order(head, delivery, order="approve", plan=delivery.plan_digest, kind="created")
    work_off()
    assert Article.objects.count() == 2
    shown = page(head, delivery)
    assert "2 files were imported." in shown
    report = head.get(reverse("admin:articles_delivery_report", args=[delivery.pk]))
    assert json.loads(report.content)["counts"]["created"] == 2
    order(head, delivery, order="undo")
    work_off()
    assert Article.objects.count() == 0
    assert "0 articles put back, 2 removed" in page(head, delivery)


def test_the_page_loads_no_report_and_shows_what_it_needs_of_it(head, tmp_path, work_off):  # noqa: F811
    upload(head, tmp_path, {HEAT: file_of("What is heat?")})
    work_off()
    Delivery.objects.update(notes=[{"path": "a.png", "note": "a note"}], unchanged=1_234)
    with CaptureQueriesContext(connection) as queries:
        shown = page(head, Delivery.objects.get())
    read = [query["sql"] for query in queries if '"articles_delivery"."report"' in query["sql"]]
    assert len(read) == 1  # by this test, above
    assert "a note" in shown
    assert "1,234 more are in the library already" in shown
    assert "The report as JSON" in shown
    # As an older version left it.
    report = {"notes": [{"path": "b.png", "note": "another"}], "counts": {"unchanged": 7}}
    Delivery.objects.update(notes=None, unchanged=None, report=report)
    shown = page(head, Delivery.objects.get())
    assert "another" in shown
    assert "7 more are in the library already" in shown


def test_a_conflict_shows_both_words(head, tmp_path, work_off):  # noqa: F811
    upload(head, tmp_path, {HEAT: file_of("What is heat?", author="File")})
    work_off()
    first = Delivery.objects.get()
    order(head, first, order="approve", plan=first.plan_digest, kind="created")
    work_off()
    article = Article.objects.get()
    content = make_content("What is heat?", answer=article.answer, author="Editor")
    publishing.revise(article, content)
    upload(head, tmp_path, {HEAT: file_of("What is heat?", author="Somebody else")})
    work_off()
    delivery = Delivery.objects.first()
    assert delivery.counts == {"conflict": 1}
    file = delivery.files.get()
    shown = head.get(f"/admin/articles/delivery/{delivery.pk}/files/{file.pk}/").content.decode()
    assert "What waits for a decision" in shown
    assert "Editor" in shown
    assert "Somebody else" in shown


def test_what_lies_on_the_server_is_named_and_nothing_outside(
    head,
    server_folder,
    work_off,  # noqa: F811
):
    (server_folder / "week" / "physics").mkdir(parents=True)
    (server_folder / "week" / HEAT).write_text(file_of("What is heat?"))
    os.symlink("/etc", server_folder / "elsewhere")
    assert '<option value="week">' in head.get(ADD).content.decode()
    for path, words in (
        ("../", "outside"),
        ("elsewhere", "outside"),
        ("/etc", "outside"),
        ("week/../../..", "outside"),
        (".", "outside"),
        ("nowhere", "nothing of this name"),
        ("a\0b", "Null characters"),
    ):
        answer = head.post(ADD, {"path": path})
        assert words in answer.content.decode(), path
    assert not Delivery.objects.exists()
    head.post(ADD, {"listed": "week"})
    work_off()
    assert Delivery.objects.get().counts == {"created": 1}


def test_more_than_is_taken_is_refused_and_leaves_nothing(head, settings, tmp_path):
    settings.DELIVERY_MB = 1
    answer = head.post(ADD, {"archive": SimpleUploadedFile("week.zip", b"0" * 1_050_000)})
    assert "larger than 1 MB" in answer.content.decode()
    answer = head.post(ADD, {"archive": SimpleUploadedFile("week.zip", b"0" * 1_200_000)})
    assert answer.status_code == 400
    answer = head.post(ADD, {"archive": SimpleUploadedFile("week.exe", b"0")})
    assert "is none of" in answer.content.decode()
    assert not Delivery.objects.exists()
    assert not list(settings.VAR_DIR.glob("deliveries/*"))


def test_an_upload_that_cannot_be_taken_note_of_leaves_nothing(
    head, settings, tmp_path, monkeypatch
):
    def refuse(*arguments, **options):
        raise OSError("the disk fails")

    monkeypatch.setattr(delivery_admin, "bring", refuse)
    answer = upload(head, tmp_path, {HEAT: file_of("What is heat?")})
    assert "could not be kept" in answer.content.decode()
    assert not list(settings.VAR_DIR.glob("deliveries/*"))


def test_the_form_asks_for_its_token_before_it_takes_a_file(head, tmp_path):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = head.cookies
    assert upload(strict, tmp_path, {HEAT: file_of("What is heat?")}).status_code == 403
    assert not Delivery.objects.exists()


def test_an_order_that_comes_too_late_says_so(head, tmp_path, work_off):  # noqa: F811
    upload(head, tmp_path, {HEAT: file_of("What is heat?")})
    work_off()
    delivery = Delivery.objects.get()
    told = order(head, delivery, order="approve", plan="0" * 32, kind="created")
    assert "in another state by now" in told
    told = order(head, delivery, order="approve", plan=delivery.plan_digest)
    assert "tick what is to be imported" in told
    part = ImportRun.objects.create()
    Delivery.objects.update(state="failed", import_run=part)
    assert "Undo the import" in page(head, delivery)
    Delivery.objects.update(state="planned", import_run=None)
    assert order(head, delivery, order="discard")
    assert "in another state by now" in order(head, delivery, order="discard")


def test_a_task_is_stopped_from_its_page(head, tmp_path):
    upload(head, tmp_path, {HEAT: file_of("What is heat?")})
    run = TaskRun.objects.get()
    url = reverse("admin:articles_taskrun_change", args=[run.pk])
    assert "Stop</button>" in head.get(url).content.decode()
    told = head.post(reverse("admin:articles_taskrun_stop", args=[run.pk]), follow=True)
    assert "Stopped before it began." in told.content.decode()
    assert Delivery.objects.get().state == "failed"
    assert "Reading a delivery" in head.get("/admin/articles/taskrun/").content.decode()
