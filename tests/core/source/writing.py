"""Editing a file as an editor does, for the tests of the writer."""

import difflib
from dataclasses import replace

from articles.core.source.reader import read_document
from articles.core.source.writer import Wanted, rewrite
from tests.core.source.files import PATH


def wanted_of(document, *, subject_slug=None, slug=None, subject_name=None, targets=(), **changes):
    """What a file must say that is like the document but for the changes."""
    return Wanted(
        subject_slug=subject_slug or document.subject_slug,
        slug=slug or document.slug,
        subject_name=subject_name or document.subject_name,
        source_id=changes.pop("source_id", document.source_id),
        content=replace(document.content, **changes),
        targets=dict(targets),
    )


def edit(data, *, path=PATH, **changes):
    """The file with the changes made, which is checked to read back as the changed content."""
    document = read_document(data, path=path)
    wanted = wanted_of(document, **changes)
    written = rewrite(data, path=path, base=document.content, wanted=wanted)
    again = read_document(written, path=wanted.path)
    assert again.content == wanted.content
    assert (again.subject_slug, again.slug) == (wanted.subject_slug, wanted.slug)
    assert again.source_id == wanted.source_id
    assert again.extra == document.extra
    return written


def difference(before, after):
    """The lines taken away and put there, as in a diff without context: `["-a: 1", "+a: 2"]`."""
    old, new = (data.decode().split("\n") for data in (before, after))
    return [
        line
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]


def changed_lines(data, **changes):
    """The difference that an edit makes."""
    return difference(data, edit(data, **changes))
