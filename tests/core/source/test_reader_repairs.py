"""What reading a file repairs, and which files it refuses."""

import pytest

from articles.core.source import MAX_FILE_BYTES
from articles.core.source.read_errors import FieldMissing, FileTooLarge, FrontMatterMissing
from tests.core.source.files import kinds, read, related


class TestRepairs:
    def test_mojibake(self):
        document = read(answer="Hereâ€™s how.")

        assert document.content.answer == "Here’s how."
        assert [(x.kind, x.field, x.line, x.detail) for x in document.problems] == [
            ("mojibake-repaired", "answer", 1, "â€™ → ’ (1×)")
        ]

    def test_signs_that_turn_the_writing_around(self):
        """Nobody sees them, and a list of titles reads otherwise than it says."""
        document = read(
            title='"How \\u202Edo tides\\u202C work?"',
            subject='"\\u2066Physics\\u2069"',
            answer='"An \\u2067answer\\u2069 keeps its isolates, and a title its marks."',
            author='"\\u200EQuickTakes"',
            **related(1, "/learn/physics/questions/x", '"\\u202Dfoo"'),
        )
        assert document.content.title == "How do tides work?"
        assert document.subject_name == "Physics"
        assert document.content.author == "\u200eQuickTakes"
        assert document.content.answer.startswith("An \u2067answer\u2069")
        assert document.content.related[0].title == "foo"
        assert sorted((x.kind, x.field, x.detail) for x in document.problems) == [
            ("directions-removed", "related", "U+202D"),
            ("directions-removed", "subject", "U+2066, U+2069"),
            ("directions-removed", "title", "U+202C, U+202E"),
        ]

    def test_a_title_of_nothing_else_is_missing(self):
        with pytest.raises(FieldMissing):
            read(without=["question", "article_title"], title='"\\u202E\\u202C"')

    def test_a_csv_field(self):
        document = read(answer="""'"The ""Tut"" song.\\n\\nIt is."'""")

        assert document.content.answer == 'The "Tut" song.\n\nIt is.'
        assert kinds(document) == ["csv-unquoted"]

    def test_a_torn_fence(self):
        document = read(answer=">-\n  1. Run:\\n   ```\\nls\\n   ```\\n2. So.")

        assert document.content.answer == "1. Run:\n   ```\n   ls\n   ```\n2. So."
        assert [(x.kind, x.line) for x in document.problems] == [("fence-mended", 2)]

    def test_a_clean_file_is_not_reported(self):
        assert kinds(read(answer="“Ça va” – château, 5 Å², AÇÃO")) == []


class TestRefusedFiles:
    def test_a_file_of_no_size(self):
        with pytest.raises(FrontMatterMissing, match="is empty"):
            read(b"")

    def test_a_file_that_is_too_large(self):
        with pytest.raises(FileTooLarge):
            read(b"-" * (MAX_FILE_BYTES + 1))
