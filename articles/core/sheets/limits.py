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
# Signs of tags in all parts: 50,000 rows of thirteen cells have 3.9 million. An element of XML
# takes 300 bytes of memory until its row, or its text, is read: so many may stand in one, and
# outside of all, and in a part that may be a sheet by another name. A row may have 16,384 cells
# without a text.
MOST_TAGS = 5_000_000
MOST_TAGS_OF_A_ROW = 50_000
MOST_TAGS_OUTSIDE = 200_000

_STREAMED = re.compile(r"(?:^|/)(?:worksheets/[^/]+\.xml|sharedStrings\.xml)\Z", re.IGNORECASE)
_CHUNK = 1 << 20
_ENCODING = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding=["']([^"']{1,40})["']""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell[ >/]")
# A row of a sheet, a text of its table: opened, closed, or both at once.
_UNIT = re.compile(rb"<(/?)(?:\w{1,20}:)?(?:row|si)(?:\s[^<>]{0,4000})?(/?)>")
# Comments and the like, in which what is counted here could hide; a tag of a million attributes.
_UNUSUAL = re.compile(rb"<!|<\?(?!xml[ ])|<[^<>]{5000}")


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
        # Which part is the sheet, another part of the file says: names tell nothing.
        if _may_be_xml(archive, entry):
            tags += _check_part(archive, entry)
            if tags > MOST_TAGS:
                raise BadSheet("The workbook holds more than 50,000 full rows do.")


def _may_be_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Return whether a part says that it is XML, or a reader of XML would read on in it: it begins
    with a tag, in UTF-8 or UTF-16 (XML 1.0, appendix F). Pictures do not, nor what printers and
    macros leave."""
    if entry.filename.lower().endswith((".xml", ".rels")):
        return True
    with archive.open(entry) as part:
        begins = part.read(100)
    if begins.startswith((b"\xfe\xff", b"\xff\xfe")):
        return True
    text = begins.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip()
    return text[:1] in (b"", b"<")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Return how many signs of tags a part has; raises BadSheet."""
    tags, units = 0, _Units()
    is_streamed = bool(_STREAMED.search(entry.filename))
    for number, chunk in enumerate(_chunks(archive, entry)):
        if number == 0:
            _check_encoding(chunk)
        if _DOCTYPE.search(chunk):
            raise BadSheet("The file declares entities, which no spreadsheet does.")
        if _MERGED.search(chunk):
            raise BadSheet("The sheet has merged cells: divide them, and bring it again.")
        if is_streamed:
            if _UNUSUAL.search(chunk):
                raise BadSheet("The file holds what no spreadsheet writes.")
            units.read(chunk)
        tags += chunk.count(b"<")
        if tags > MOST_TAGS:
            break
        if not is_streamed and tags > MOST_TAGS_OUTSIDE:
            raise BadSheet("A part of the file that is named as no sheet holds as much as one.")
    return tags


class _Units:
    """Rows and texts, one behind the other and none inside another, each with few tags."""

    def __init__(self) -> None:
        self._is_open = False
        self._inside = self._outside = 0

    def read(self, chunk: bytes) -> None:
        """Count on; a chunk ends behind a whole tag. Raises BadSheet."""
        end = 0
        for match in _UNIT.finditer(chunk):
            self._count(chunk.count(b"<", end, match.start()))
            end = match.end()
            is_end, is_both = bool(match[1]), bool(match[2])
            if self._is_open != is_end and not is_both:
                raise BadSheet("The rows of the sheet stand inside each other.")
            if not is_both:
                self._is_open, self._inside = not is_end, 0
        self._count(chunk.count(b"<", end))

    def _count(self, tags: int) -> None:
        if self._is_open:
            self._inside += tags
        else:
            self._outside += tags
        if self._inside > MOST_TAGS_OF_A_ROW or self._outside > MOST_TAGS_OUTSIDE:
            raise BadSheet("A row of the sheet holds more than a row can.")


def _check_encoding(chunk: bytes) -> None:
    """What is looked for below is looked for as ASCII."""
    declared = _ENCODING.match(chunk)
    is_utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
    begins = chunk.removeprefix(b"\xef\xbb\xbf").lstrip()[:2]
    # UTF-16 and EBCDIC begin otherwise, whatever they declare.
    if not is_utf8 or begins[:1] not in (b"", b"<") or begins[1:] == b"\0":
        raise BadSheet("The file's parts are not UTF-8, as those of spreadsheets are.")


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in pieces that end behind a tag, so that none is cut in two; a piece without one
    is text, or no XML."""
    rest = b""
    with archive.open(entry) as part:
        while read := part.read(_CHUNK):
            whole, sign, rest = (rest + read).rpartition(b">")
            if not sign and len(rest) > _CHUNK:
                raise BadSheet("The file holds what no spreadsheet writes.")
            if sign:
                yield whole + sign
    if rest:
        yield rest
