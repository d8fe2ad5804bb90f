"""How much of a sheet is read, and what is looked at before a reader of XML sees any of it.

An XLSX is an archive of XML: a file of a megabyte may be a gigabyte when unpacked, name entities
that grow without end, or hold one row of a million cells, which its reader would keep in memory.
"""

import re
import zipfile
from collections.abc import Iterator

MOST_BYTES = 15_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
# As a spreadsheet has it.
MOST_CELL_CHARACTERS = 32_767
MOST_ENTRIES = 1_000
MOST_UNPACKED_BYTES = 80_000_000
# What is no sheet and no table of texts is read as a whole.
MOST_OTHER_BYTES = 5_000_000
# Signs of tags in all sheets: 50,000 rows of thirteen cells have 3.9 million, and an element of XML
# takes 150 bytes of memory where a single row holds them all.
MOST_TAGS = 5_000_000

_STREAMED = re.compile(r"(?:^|/)(?:worksheets/[^/]+\.xml|sharedStrings\.xml)\Z", re.IGNORECASE)
_CHUNK = 1 << 20
# So far is looked back for what a chunk cuts in two.
_OVERLAP = 64
_ENCODING = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding=["']([^"']{1,40})["']""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell[ >/]")


class BadSheet(ValueError):
    """A sheet cannot be read; carries the sentence for who brought it."""


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise BadSheet for a workbook that is too much, or no plain one. Sizes are those that the
    archive names: `zipfile` reads no more of an entry than that."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise BadSheet(f"The file has more than {MOST_ENTRIES:,} parts.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise BadSheet(f"Unpacked the file has more than {MOST_UNPACKED_BYTES:,} bytes.")
    other = sum(entry.file_size for entry in entries if not _STREAMED.search(entry.filename))
    if other > MOST_OTHER_BYTES:
        raise BadSheet(f"What is no sheet in the file has more than {MOST_OTHER_BYTES:,} bytes.")
    tags = 0
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            for number, (new, chunk) in enumerate(_chunks(archive, entry)):
                tags += chunk[-new:].count(b"<")
                _check(chunk, is_first=number == 0)
                if tags > MOST_TAGS:
                    raise BadSheet("The workbook holds more than 50,000 full rows do.")


def _check(chunk: bytes, *, is_first: bool) -> None:
    if is_first:
        _check_encoding(chunk)
    if _DOCTYPE.search(chunk):
        raise BadSheet("The file declares entities, which no spreadsheet does.")
    if _MERGED.search(chunk):
        raise BadSheet("The sheet has merged cells: divide them, and bring it again.")


def _check_encoding(chunk: bytes) -> None:
    """What is looked for below is looked for as ASCII."""
    declared = _ENCODING.match(chunk)
    is_utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
    begins = chunk.removeprefix(b"\xef\xbb\xbf").lstrip()[:2]
    # UTF-16 and EBCDIC begin otherwise, whatever they declare.
    if not is_utf8 or begins[:1] not in (b"", b"<") or begins[1:] == b"\0":
        raise BadSheet("The file's parts are not UTF-8, as those of spreadsheets are.")


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    """Yield (how many bytes are new, these behind the end of what came before)."""
    tail = b""
    with archive.open(entry) as part:
        while read := part.read(_CHUNK):
            yield len(read), tail + read
            tail = read[-_OVERLAP:]
