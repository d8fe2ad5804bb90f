"""What changed, in a line for readers."""

import pytest

from articles.core.article_content import note_of_fields
from articles.core.text.change_note import clean_note


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        (["answer"], "answer revised"),
        (["title", "article_title", "question"], "question revised"),
        (["related", "answer", "seo_title", "sources"], "answer, sources and related questions"),
        (["reviewed_on", "reviewed_by"], "review revised"),
        (["seo_title", "score", "source_id", "published_on", "address"], ""),
        ([], ""),
    ],
)
def test_fields_are_named_as_readers_call_them(fields, note):
    assert note_of_fields(fields).removesuffix(" revised") == note.removesuffix(" revised")
    assert bool(note) == note_of_fields(fields).endswith(" revised")


def test_an_editors_words_stand_on_one_line():
    assert clean_note(" The sign\n was\u202e wrong. ") == "The sign was wrong"
    assert len(clean_note("long " * 100)) <= 200
