"""Sheets there and back, and those that somebody made to do harm."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook, load_workbook

from articles.core.sheets import (
    BadSheet,
    Unreadable,
    guarded,
    limits,
    read_sheet,
    reading,
    unguarded,
    write_csv,
)
from articles.core.sheets.cells import text_of
from tests.core.sheets.workbooks import raw_workbook, row, workbook

FORMULAS = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1", "''-1", "' +1"]
PLAIN = ["", "light", "1+1", "'twas", "''", "a=b", "*-*", "5 - 3"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_is_guarded_and_comes_back(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == unguarded(text) == text


def test_every_cell_comes_back_as_it_was_and_none_is_a_formula():
    heading = ["Text", "Day", "Number"]
    rows = [[text, date(2024, 12, 7), 3] for text in [*FORMULAS, *PLAIN, "ä€𝑥 \x01 & <b>"]]
    shown = [text_of(line[0]) for line in rows]
    for data in (workbook(heading, rows), write_csv(heading, rows).encode()):
        sheet = read_sheet(data)
        assert sheet.heading == ("Text", "Day", "Number")
        assert [unguarded(text_of(line.cells[0])) for line in sheet.rows] == shown
        assert {text_of(line.cells[1]) for line in sheet.rows} == {"2024-12-07"}
        assert {text_of(line.cells[2]) for line in sheet.rows} == {"3"}
    sheet = load_workbook(BytesIO(workbook(heading, rows))).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {
        "s",
        "d",
        "n",
        "inlineStr",
    }


INSIDE = ["a;=1", "a; -1", "a\n@x", 'a;"=1"', "a;'=1", "a;\"'=1", "\n=1;;+1", ";'", "a;b - c"]


@pytest.mark.parametrize("delimiter", ";\t")
def test_no_cell_of_a_csv_is_a_formula_however_it_is_divided(delimiter):
    """A program of another country divides ours by semicolons, and then quotes hold nothing."""
    rows = [[number, text.replace(";", delimiter)] for number, text in enumerate(INSIDE)]
    data = write_csv(["Key", "Text"], rows)
    for line in csv.reader(StringIO(data[1:]), delimiter=delimiter):
        for cell in line:
            assert not cell.lstrip('" ').startswith(("=", "+", "-", "@")), line
    back = [unguarded(text_of(line.cells[1])) for line in read_sheet(data.encode()).rows]
    assert back == [text for _, text in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_may_be_divided_as_spreadsheets_do(delimiter):
    stream = StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([["Key", "Title"], ["1", "a, b; c\nd"]])
    sheet = read_sheet(stream.getvalue().encode("utf-8-sig"))
    assert sheet.heading == ("Key", "Title")
    assert [line.cells for line in sheet.rows] == [("1", "a, b; c\nd")]


def test_formulas_errors_numbers_and_days_are_told_apart():
    book = Workbook()
    book.active.append(["Key", "Title"])
    book.active.append([1, "=1+1"])
    book.active.append([2.0, "#N/A"])
    book.active.append([True, datetime(2024, 12, 7, 8)])
    file = BytesIO()
    book.save(file)
    cells = [line.cells for line in read_sheet(file.getvalue()).rows]
    assert cells[0] == (1, Unreadable("a formula"))
    assert cells[1] == (2, Unreadable("an error"))
    assert [text_of(cell) for cell in cells[2]] == ["TRUE", "2024-12-07"]


def test_empty_rows_are_left_out_and_numbers_are_those_of_the_spreadsheet():
    data = raw_workbook(row(1, "Key") + row(3, "7"))
    assert [(line.number, line.cells) for line in read_sheet(data).rows] == [(3, ("7",))]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MERGED = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
BAD = {
    "nothing": (b"", "The file is empty."),
    "another encoding": ("Titel\nÄ".encode("cp1252"), "neither XLSX nor CSV in UTF-8"),
    "NUL": (b"a\0b", "signs that no text has"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or an encrypted workbook"),
    "half an archive": (b"PK\x03\x04 and no more", "damaged, or is none"),
    "broken XML": (raw_workbook("<row><c></row>"), "damaged, or is none"),
    "merged cells": (raw_workbook(row(1, "Key"), after=MERGED), "merged cells"),
    "a file from outside": (raw_workbook(row(1, "&x;"), head=OUTSIDE), "declares entities"),
    "entities that grow": (raw_workbook(row(1, "&b;"), head=ENTITY), "declares entities"),
    "rows in rows": (raw_workbook('<row r="1"><row r="2"></row></row>'), "inside each other"),
    "a comment": (raw_workbook("<!-- <row> -->" + row(1, "Key")), "what no spreadsheet writes"),
    "CDATA": (raw_workbook(row(1, "<![CDATA[<row>]]>")), "what no spreadsheet writes"),
    "a tag without end": (raw_workbook(f'<row a="{"x" * 6_000}"/>'), "what no spreadsheet writes"),
    "UTF-16": (raw_workbook(row(1, "&b;"), head=ENTITY, encoding="UTF-16"), "are not UTF-8"),
    "EBCDIC": (raw_workbook(row(1, "&b;"), head=ENTITY, encoding="cp037"), "are not UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_sheet_that_cannot_be_read_is_said_to_be(name):
    data, words = BAD[name]
    with pytest.raises(BadSheet) as caught:
        read_sheet(data)
    assert words in str(caught.value)


def refused(data):
    with pytest.raises(BadSheet) as caught:
        read_sheet(data)
    return str(caught.value)


def test_a_file_has_so_many_bytes(monkeypatch):
    data = b"Key\n1\n"
    monkeypatch.setattr(reading, "MOST_BYTES", len(data))
    assert read_sheet(data).rows
    assert "bytes" in refused(data + b"\n")


def test_rows_have_an_end(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    lines = ["Key", "1", "2", "3"]
    assert len(read_sheet("\n".join(lines).encode()).rows) == 3
    assert "more than 3 rows" in refused("\n".join([*lines, "4"]).encode())


def test_a_row_far_below_is_not_filled_up_to(monkeypatch):
    """Of a million rows the reader would make empty ones up to it."""
    monkeypatch.setattr(reading, "MOST_ROWS", 50)
    assert "more than 50 rows" in refused(raw_workbook(row(1, "Key") + row(1_048_576, "1")))


def test_columns_have_an_end():
    most = limits.MOST_COLUMNS
    assert read_sheet(raw_workbook(row(1, *"a" * most))).heading == tuple("a" * most)
    assert "columns" in refused(raw_workbook(row(1, *"a" * (most + 1))))
    far = '<row r="1"><c r="A1" t="inlineStr"><is><t>Key</t></is></c><c r="XFD1"><v>1</v></c></row>'
    assert read_sheet(raw_workbook(far)).heading == ("Key",)


def test_a_cell_has_so_many_characters():
    most = limits.MOST_CELL_CHARACTERS
    assert read_sheet(f"Key\n{'a' * most}".encode()).rows
    assert "characters" in refused(f"Key\n{'a' * (most + 1)}".encode())


def test_a_bomb_is_refused_by_its_size(monkeypatch):
    """A thousand times as large when unpacked; the real limit is 80 MB."""
    monkeypatch.setattr(limits, "MOST_UNPACKED_BYTES", 2_000_000)
    data = raw_workbook(extra={"xl/worksheets/sheet2.xml": b" " * 2_000_000})
    assert len(data) < 10_000
    assert "Unpacked" in refused(data)


def test_parts_that_are_read_as_a_whole_are_small(monkeypatch):
    monkeypatch.setattr(limits, "MOST_OTHER_BYTES", 10_000)
    assert "What is no sheet" in refused(raw_workbook(extra={"xl/styles.xml": b" " * 10_000}))


def test_parts_have_an_end():
    most = limits.MOST_ENTRIES
    parts = {f"xl/{n}.bin": b"" for n in range(most + 1)}
    assert "parts" in refused(raw_workbook(row(1, "a"), extra=parts))


def test_tags_have_an_end(monkeypatch):
    monkeypatch.setattr(limits, "MOST_TAGS", 200)
    assert read_sheet(raw_workbook(row(1, "Key") + row(2, "1"))).rows
    assert "full rows" in refused(raw_workbook(row(1, *"a" * 90)))


@pytest.mark.parametrize("inside", [True, False])
def test_tags_of_a_row_have_an_end(inside):
    """A single row of five million cells was 1.5 GB of memory, out of a file of 20 kB."""
    cells = "<c/>" * (limits.MOST_TAGS_OF_A_ROW if inside else limits.MOST_TAGS_OUTSIDE)
    rows = f'<row r="1">{cells}</row>' if inside else row(1, "Key")
    assert read_sheet(raw_workbook(row(1, "Key"))).heading == ("Key",)
    more = raw_workbook(rows.replace("</row>", "<c/></row>"), after="" if inside else cells)
    assert "more than a row can" in refused(more)


@pytest.mark.parametrize("name", ["data.xml", "sheet.bin", "media/image1.png"])
def test_a_sheet_is_looked_at_whatever_its_name_is(name, monkeypatch):
    """The file itself says which part is its sheet; a name with another ending hid everything."""
    assert read_sheet(raw_workbook(row(1, "Key"), sheet=name)).heading == ("Key",)
    assert "declares entities" in refused(raw_workbook(row(1, "&b;"), head=ENTITY, sheet=name))
    utf_16 = raw_workbook(row(1, "Key"), encoding="UTF-16", sheet=name)
    assert "are not UTF-8" in refused(utf_16)
    monkeypatch.setattr(limits, "MOST_TAGS_OUTSIDE", 50)
    hidden = raw_workbook(row(1, *"a" * 20), sheet=name)
    assert "named as no sheet" in refused(hidden)


def test_pictures_and_what_printers_leave_are_no_xml():
    parts = {
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n<!DOCTYPE",
        "xl/media/image2.jpeg": b"\xff\xd8\xff\xe0<!ENTITY",
        "xl/printerSettings/printerSettings1.bin": "HP <!DOCTYPE".encode("utf-16-le"),
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0<!DOCTYPE",
    }
    assert read_sheet(raw_workbook(row(1, "Key"), extra=parts)).heading == ("Key",)
