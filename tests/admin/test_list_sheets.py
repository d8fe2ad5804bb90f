"""The desk's other lists as files of a spreadsheet: their own columns, as a reader of them sees."""

from datetime import UTC, datetime
from io import BytesIO

from django.utils import timezone
from openpyxl import load_workbook

from articles.core.sheets import read_sheet
from articles.models import AuditEntry, Feedback, ReaderSearch, Redirect, UnknownAddress
from tests.factories import make_article, make_subject

TODAY = datetime.now(UTC).date()


def download(desk, model, row, kind="csv"):
    data = {"action": f"download_{kind}", "_selected_action": [row.pk]}
    response = desk.post(f"/admin/articles/{model}/", data)
    assert response["Content-Disposition"].startswith("attachment"), response.content[:500]
    return response.content


def cells(desk, model, row):
    sheet = read_sheet(download(desk, model, row))
    (only,) = sheet.rows
    return dict(zip(sheet.heading, only.cells, strict=True))


def test_redirects(desk):
    article = make_article("new", title="What is new?")
    row = Redirect.objects.create(old_path="/learn/physics/questions/old", article=article)
    found = cells(desk, "redirect", row)
    assert found["Old path"] == "/learn/physics/questions/old"
    assert "/learn/physics/questions/new" in "".join(found.values())


def test_unknown_addresses(desk):
    row = UnknownAddress.objects.create(
        path="/=cmd()", readers=7, bots=2, first_seen_at=timezone.now(), last_seen_at=timezone.now()
    )
    found = cells(desk, "unknownaddress", row)
    assert "/=cmd()" in found.values()
    assert {"7", "2"} <= set(found.values())


def test_searches(desk):
    row = ReaderSearch.objects.create(text="tides", times=3, first_day=TODAY, last_day=TODAY)
    found = cells(desk, "readersearch", row)
    assert {"tides", "3"} <= set(found.values())
    assert not any("<" in cell for cell in found.values())


def test_notes_of_readers(desk):
    article = make_article(title="What is light?")
    row = Feedback.objects.create(
        article=article,
        is_helpful=False,
        note="=Too <short>",
        state=Feedback.State.UNREAD,
        created_at=timezone.now(),
    )
    assert "'=Too <short>" in cells(desk, "feedback", row).values()


def test_subjects_as_a_workbook(desk):
    subject = make_subject("physics")
    book = load_workbook(BytesIO(download(desk, "subject", subject, "xlsx")))
    heading, row = ([cell.value for cell in cells] for cells in book.active.iter_rows())
    assert dict(zip(heading, row, strict=True))["Slug"] == "physics"
    assert AuditEntry.objects.latest("pk").detail == "1 subject of a list, as XLSX"
