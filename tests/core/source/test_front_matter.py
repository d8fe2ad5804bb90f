import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.core.source import SourceError, read_document
from articles.core.source.byte_decoding import decode_source
from articles.core.source.front_matter import parse_front_matter, split_front_matter
from articles.core.source.read_errors import FieldMissing, FrontMatterBroken, FrontMatterMissing
from tests.core.source.files import PATH, make_file


def parse(text):
    return parse_front_matter(text, path=PATH, first_line=2)


class TestSplit:
    def test_front_matter_and_body(self):
        assert split_front_matter("---\na: b\n---\n\n&nbsp;", path=PATH) == (
            "a: b\n",
            "\n&nbsp;",
            2,
        )

    @pytest.mark.parametrize(
        "text", ["\n\n---\na: b\n---\n", "--- \na: b\n---  \n", "---\na: b\n---"]
    )
    def test_blanks_around_the_lines(self, text):
        assert split_front_matter(text, path=PATH).yaml == "a: b\n"

    def test_the_line_counts_in_the_file(self):
        assert split_front_matter("\n\n---\na: b\n---\n", path=PATH).first_line == 4

    @pytest.mark.parametrize(
        "inner", ["a: |\n  ---\n", "a: x---\n", "a: b\n---x: y\n", "a: '---'\n"]
    )
    def test_dashes_inside_do_not_end_it(self, inner):
        assert split_front_matter(f"---\n{inner}---\nbody\n---\n", path=PATH).yaml == inner

    def test_dashes_in_the_body_stay_there(self):
        assert split_front_matter("---\na: b\n---\nx\n---\ny", path=PATH).body == "x\n---\ny"

    @pytest.mark.parametrize("text", ["", " \n", "# Read me\n---\n", "----\na: b\n---\n", "&nbsp;"])
    def test_none_at_all(self, text):
        with pytest.raises(FrontMatterMissing):
            split_front_matter(text, path=PATH)

    @pytest.mark.parametrize("text", ["---", "---\n", "---\na: b\n", "---\na: b\n--- x\n"])
    def test_no_end(self, text):
        with pytest.raises(FrontMatterBroken, match="does not end"):
            split_front_matter(text, path=PATH)


class TestParse:
    def test_values_are_strings(self):
        text = "a: 1\nb: no\nc: 2024-01-01\nd: [x, 1.5]\ne: {f: true}\n"

        assert parse(text) == {
            "a": "1", "b": "no", "c": "2024-01-01", "d": ["x", "1.5"], "e": {"f": "true"},
        }  # fmt: skip

    def test_nothing_is_none_and_quoted_nothing_is_text(self):
        assert parse("a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: [~]\n") == {
            "a": None, "b": None, "c": None, "d": "", "e": "~", "f": [None],
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("a: &x 1\nb: *x\n", "anchor"),
            ("a: *x\n", "alias"),
            ("a: !!python/object x\n", "tag"),
            ("a: [!!int 1]\n", "tag"),
            ("&x a: 1\n", "plain text"),
            ("[a]: 1\n", "plain text"),
            ("a: 1\na: 2\n", "twice"),
            ("a: {b: 1, b: 2}\n", "twice"),
            ("- a\n", "no list of fields"),
            ("text\n", "no list of fields"),
            ("", "without a field"),
            ("# a comment\n", "without a field"),
            ("a: 1\n...\nb: 2\n", "lacks the closing"),
            ("a: [1\n", "cannot be read"),
            ("a: b: c\n", "cannot be read"),
            ("a: 'x\n", "cannot be read"),
            ("\ta: 1\n", "cannot be read"),
            ("a: " + "[" * 9 + "]" * 9 + "\n", "nested deeper"),
            ("".join(f"k{n}: 1\n" for n in range(2001)), "more than 2000 values"),
            ("a: [" + "1," * 2001 + "]\n", "more than 2000 values"),
        ],
    )
    def test_what_is_wrong_or_not_allowed(self, text, reason):
        with pytest.raises(FrontMatterBroken, match=reason):
            parse(text)

    def test_control_characters_written_by_escapes_are_removed_and_reported(self):
        problems = []

        values = parse_front_matter(
            'a: "x\\0y"\nb: ["\\frac"]\n', path=PATH, first_line=2, problems=problems
        )

        assert values == {"a": "xy", "b": ["rac"]}
        assert [(x.kind, x.field, x.line, x.detail) for x in problems] == [
            ("control-characters", "a", 2, "U+0000"),
            ("control-characters", "", 3, "U+000C"),
        ]

    def test_an_error_names_file_field_and_line(self):
        with pytest.raises(FrontMatterBroken) as caught:
            parse("a: 1\nb: 2\na: 3\n")

        assert (caught.value.path, caught.value.field, caught.value.line) == (PATH, "a", 4)
        assert str(caught.value) == f"{PATH}, line 4: the field “a” stands there twice."


class TestErrors:
    def test_errors_travel_between_processes(self):
        error = FieldMissing(PATH, "is missing", field="title", line=3)

        copy = pickle.loads(pickle.dumps(error))

        assert type(copy) is FieldMissing
        assert str(copy) == str(error)
        assert (copy.path, copy.reason, copy.field, copy.line) == (PATH, "is missing", "title", 3)


class TestEncodings:
    TEXT = "---\na: “Café”\n---\n"

    def test_utf_8(self):
        assert decode_source(self.TEXT.encode()) == (self.TEXT, ())

    @pytest.mark.parametrize("data", [b"\xef\xbb\xbf---\r\na: b\r\n---\r\n", b"---\ra: b\r---\r"])
    def test_byte_order_mark_and_line_ends_are_no_problem(self, data):
        assert decode_source(data) == ("---\na: b\n---\n", ())

    @pytest.mark.parametrize(
        ("encoding", "name"),
        [
            ("utf-16", "utf-16-le"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32-le"),
            ("cp1252", "windows-1252"),
        ],
    )
    def test_other_encodings_are_read_and_reported(self, encoding, name):
        text, (problem,) = decode_source(self.TEXT.encode(encoding))

        assert text == self.TEXT
        assert (problem.kind, problem.detail) == ("encoding", f"read as {name}")

    def test_bytes_that_windows_does_not_know(self):
        text, problems = decode_source(b"---\na: caf\xe9 \x81\n---\n")

        assert text == "---\na: café \n---\n"
        assert [(x.kind, x.line, x.detail) for x in problems] == [
            ("encoding", None, "read as latin-1"),
            ("control-characters", 2, "U+0081"),
        ]

    @pytest.mark.parametrize("char", ["\0", "\x07", "\x0c", "\x1b", "\x7f", "\x93", "\ufffe"])
    def test_control_characters_are_removed_and_reported(self, char):
        text, (problem,) = decode_source(f"---\na: x{char}y\n---\n".encode())

        assert text == "---\na: xy\n---\n"
        assert (problem.kind, problem.line) == ("control-characters", 2)
        assert problem.detail == f"U+{ord(char):04X}"

    def test_a_control_that_ends_garbled_text_is_repaired_with_it(self):
        document = read_document(make_file(answer="â€œYesâ€\x9d, she said."), path=PATH)

        assert document.content.answer == "“Yes”, she said."
        assert {problem.kind for problem in document.problems} == {"mojibake-repaired"}

    def test_mojibake_is_repaired_in_any_encoding(self):
        data = make_file(answer="Itâ€™s.").decode().encode("utf-16")

        assert read_document(data, path=PATH).content.answer == "It’s."


def test_a_refusal_quotes_the_beginning_of_a_line():
    """Found by `tests/fuzzing/`: it quoted twenty thousand signs."""
    with pytest.raises(FrontMatterBroken) as caught:
        read_document(b"---\ntitle: A\n" + b"-" * 20_000, path=PATH)
    assert len(str(caught.value)) < 250


def test_half_of_a_pair_in_json_is_removed():
    """Found by `tests/fuzzing/`: no database keeps one."""
    document = read_document(
        b'{"title": "A\\ud800b", "url": "/learn/physics/questions/a"}\n\nAn answer.', path=PATH
    )
    assert document.content.title == "Ab"
    assert "control-characters" in {problem.kind for problem in document.problems}


class TestFuzz:
    @given(st.binary(max_size=300))
    def test_any_bytes(self, data):
        assert_read_or_refused(data)

    @given(st.lists(st.sampled_from(b"\n-:'\"[]{}&*!|>#%@ \\`$\t\0\xc3\xa2a1"), max_size=60))
    def test_any_front_matter(self, codes):
        assert_read_or_refused(b"---\n" + bytes(codes) + b"\n---\n")

    @given(st.integers(0, 900), st.binary(max_size=20), st.integers(0, 60))
    def test_a_damaged_file(self, position, inserted, removed):
        data = make_file()
        position %= len(data)

        assert_read_or_refused(data[:position] + inserted + data[position + removed :])

    @pytest.mark.parametrize(
        "data",
        [
            b"x" * 50_000_000,
            b"---\na: " + b"[" * 900_000 + b"\n---\n",
            b"---\na: " + b"{a: " * 200_000 + b"\n---\n",
            b"---\na:\n" + b"- " * 400_000 + b"\n---\n",
            b"---\n" + b"? " * 400_000 + b"\n---\n",
            b"---\n" + b"".join(b"k%d: 1\n" % n for n in range(80_000)) + b"---\n",
            b"---\n" + b"---a\n" * 200_000,
            b"\n" * 1_000_000,
            make_file(answer="|\n  " + "$$\\nu " * 150_000),
            make_file(answer="|\n  - a\\n" + "  ```\\nx\\n" * 90_000),
            make_file(answer="|\n  ```\\n" + "\\n' " * 200_000),
        ],
        ids=[
            "50 MB",
            "lists",
            "maps",
            "items",
            "keys?",
            "keys",
            "ends",
            "blank",
            "ν",
            "fences",
            "'",
        ],
    )
    def test_a_hostile_file_ends(self, data):
        assert_read_or_refused(data)


def assert_read_or_refused(data):
    try:
        document = read_document(data, path=PATH)
    except SourceError:
        return
    assert document.content.title.strip()
    assert document.content.answer.strip()
