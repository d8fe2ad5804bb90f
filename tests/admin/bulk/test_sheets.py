"""Lists as files of a spreadsheet, and an edited one brought back to the desk."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from articles.admin.bulk import sheet_page
from articles.core.sheets import read_sheet
from articles.models import Article, AuditEntry, BulkRun, Finding
from tests.admin.bulk.test_plan_page import ARTICLES, number_of, text_of
from tests.factories import make_article, make_user

FINDINGS = "/admin/articles/finding/"
SHEET = "/admin/bulk-runs/sheet/"


def download(desk, kind, rows, url=ARTICLES):
    data = {"action": f"download_{kind}", "_selected_action": [row.pk for row in rows]}
    response = desk.post(url, data)
    assert response["Content-Disposition"].startswith("attachment")
    return response.content


def bring(desk, data, name="articles.xlsx"):
    return desk.post(SHEET, {"sheet": SimpleUploadedFile(name, data)}, follow=True)


def test_from_the_list_into_a_sheet_and_back(desk):
    article, other = make_article("one"), make_article("two", seo_description="=1+1 is two.")
    book = load_workbook(BytesIO(download(desk, "xlsx", [article, other])))
    cells = {cell.value: cell.column for cell in book.active[1]}
    rows = {book.active.cell(number, 1).value: number for number in (2, 3)}
    assert book.active.cell(rows[other.pk], cells["Description"]).value == "'=1+1 is two."
    book.active.cell(rows[article.pk], cells["Author"]).value = "Ann"
    book.active.append(["999999", "", 1, "Nothing"])
    file = BytesIO()
    book.save(file)
    page = bring(desk, file.getvalue())
    assert "From the sheet articles.xlsx" in text_of(page)
    assert "Of 2 articles, 1 will be changed . 1 have nothing to change." in text_of(page)
    assert "Row 4: no such article" in text_of(page)
    assert "<ins>Ann</ins>" in page.content.decode()
    url = page.redirect_chain[-1][0]
    assert "Say it otherwise" not in text_of(desk.get(f"{url}?edit=1"))
    desk.post(url, {"do": "run", "number": number_of(page)})
    assert Article.objects.get(pk=article.pk).author == "Ann"
    assert Article.objects.get(pk=other.pk).seo_description == "=1+1 is two."
    run = BulkRun.objects.get()
    desk.post(f"/admin/bulk-runs/{run.pk}/", {"do": "undo"})
    assert Article.objects.get(pk=article.pk).author == "QuickTakes"


def test_a_download_is_in_the_order_of_the_list_and_in_the_audit_log(desk):
    one, other = make_article("one"), make_article("two")
    rows = read_sheet(download(desk, "csv", [one, other])).rows
    assert [row.cells[0] for row in rows] == [str(other.pk), str(one.pk)]
    assert AuditEntry.objects.latest("pk").detail == "2 articles of a list, as CSV"


def test_findings_are_downloaded_and_their_articles_changed(desk):
    article = make_article()
    finding = Finding.objects.create(
        article=article, path="physics/x.md", kind="orphan", severity="info", detail="=1"
    )
    heading, row = read_sheet(download(desk, "xlsx", [finding], FINDINGS)), None
    row = dict(zip(heading.heading, heading.rows[0].cells, strict=False))
    assert (row["Key"], row["Address"]) == (article.pk, article.get_absolute_url())
    assert row["Detail"] == "'=1"
    data = {"action": "change_articles", "_selected_action": [finding.pk]}
    page = desk.post(FINDINGS, data, follow=True)
    assert "Change 1 article" in text_of(page)
    assert BulkRun.objects.get().items.get().key == article.pk


def test_more_than_a_sheet_takes_is_refused(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.base.sheet_download.MOST_ROWS", 1)
    data = {"action": "download_csv", "_selected_action": [make_article().pk, make_article().pk]}
    page = desk.post(ARTICLES, data, follow=True)
    assert "More than 1 rows are more than one sheet takes" in text_of(page)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Key,Author\n999999,Ann\n", "No row of the sheet can be used: no such article."),
        (b"Key,Author\n", "No row of the sheet can be used: no rows."),
        (b"Name,Author\n1,Ann\n", "The first row is no heading with “Key” or “Address”."),
        (b"PK\x03\x04", "The workbook is damaged, or is none."),
    ],
)
def test_a_sheet_that_cannot_be_used_is_said_to_be(desk, data, words):
    page = bring(desk, data).content.decode()
    assert words in page
    assert not BulkRun.objects.exists()


def test_a_file_that_is_too_large_is_not_read(desk, monkeypatch):
    monkeypatch.setattr(sheet_page, "MOST_BYTES", 10)
    assert "The file has more than 10 bytes." in bring(desk, b"Key,Author\n1,A\n").content.decode()


def test_it_takes_the_right_to_change_articles(client, db):
    client.force_login(make_user("one", role="writer"))
    assert client.get(SHEET).status_code == 403
