"""Workbooks for tests, written by hand where no library would write them."""

import zipfile
from io import BytesIO

from articles.core.sheets import write_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(heading, rows):
    """A workbook as an export writes it."""
    file = BytesIO()
    write_xlsx(file, heading, rows, title="Articles")
    return file.getvalue()


def raw_workbook(
    rows="", *, after="", head="", extra=None, encoding="UTF-8", sheet="worksheets/sheet1.xml"
):
    """The smallest workbook with these rows as XML; `after` stands behind them, `head` before the
    sheet's element, `extra` is {name: bytes} of further parts, `sheet` the name of the sheet's."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPE}'
        f'.sheet.main+xml"/><Override PartName="/xl/{sheet}" ContentType="'
        f'{TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A"'
        ' sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="b" Type="{OFFICE}/worksheet" Target="{sheet}"/>'
        "</Relationships>",
        f"xl/{sheet}": f'{declared}{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}'
        f"</sheetData>{after}</worksheet>",
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode(encoding if name == f"xl/{sheet}" else "UTF-8"))
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return file.getvalue()


def row(number, *texts):
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'
