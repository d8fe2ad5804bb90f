"""The sheet of a file: what edits its fields, by the syntax of its front matter."""

import json

from articles.core.source.byte_preserving_text import Edit, Original
from articles.core.source.file_editor import NotInLines, Sheet
from articles.core.source.foreign_fields import is_foreign
from articles.core.source.foreign_places import Origin
from articles.core.source.foreign_reader import translate
from articles.core.source.matter_syntax import Syntax, read_matter
from articles.core.source.object_editor import ObjectSheet

AnySheet = Sheet | ObjectSheet


def open_sheet(data: bytes, *, path: str, origin: Origin | None = None) -> AnySheet:
    """Return what edits a file that `read_document` reads with the same path and origin.

    Raises NotInLines where no field can be edited by itself.
    """
    original = Original(data)
    matter = read_matter(original.text, path=path, problems=[], may_lack=origin is not None)
    translation = translate(matter, path=path, origin=origin, problems=[])
    if matter.syntax is Syntax.YAML:
        foreign = is_foreign(matter.values)
        return Sheet(original, matter, translation, path=path, is_foreign=foreign)
    try:
        return ObjectSheet(original, matter, translation)
    except (ValueError, IndexError) as error:
        raise NotInLines(path) from error


def with_front_matter(data: bytes, title: str) -> bytes:
    """Return a file that has no front matter with one that says its title; all else as it is."""
    written = json.dumps(title, ensure_ascii=False)
    original = Original(data)
    if not original.can_write(written):
        written = json.dumps(title)
    return original.apply([Edit(0, 0, f"---\ntitle: {written}\n---\n\n")])
