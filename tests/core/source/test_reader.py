from datetime import date
from pathlib import Path

import pytest

from articles.core.article_content import RelatedLink
from articles.core.source import read_document
from articles.core.source.read_errors import FieldInvalid, FieldMissing, LocationUnknown
from tests.core.source.files import PATH, kinds, make_file, read, related

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


class TestAWholeFile:
    def test_every_field_is_read(self):
        document = read(no_index="true", **related(1, "/learn/chemistry/questions/why"))
        content = document.content

        assert (document.subject_slug, document.slug) == ("physics", "how-do-tides-work")
        assert (document.subject_name, document.source_id) == ("Physics", 97115)
        assert content.title == content.question == content.article_title == "How do tides work?"
        assert content.answer == "The moon pulls.\n\n1. **Twice** a day.\n2. So."
        assert content.published_on == date(2024, 12, 7)
        assert (content.date_format, content.post_on_text) == ("MMM DD, YYYY", "Posted on")
        assert content.seo_title == "QuickTakes | Physics"
        assert content.seo_description == "Explains tides."
        assert content.seo_keywords == "tides, moon"
        assert (content.author, content.score, content.no_index) == ("QuickTakes", -1.0, True)
        assert content.related == (RelatedLink("/learn/chemistry/questions/why", "Why?"),)
        assert document.extra == {}
        assert document.problems == ()

    def test_who_has_reviewed_it_and_until_when_that_holds(self):
        names = ("reviewed_by", "reviewed_on", "review_again_by")
        values = ("'Dr Jane Roe, MD'", "2025/1/2", "2027-01-02  # two years")
        document = read(**dict(zip(names, values, strict=True)))
        content = document.content

        assert (content.reviewed_by, content.reviewed_on) == ("Dr Jane Roe, MD", date(2025, 1, 2))
        assert content.review_again_by == date(2027, 1, 2)
        assert (document.extra, document.problems) == ({}, ())
        assert kinds(read(reviewed_on="01/02/2025")) == ["invalid-value"]

    def test_sources_are_addresses_with_or_without_a_title(self):
        listed = (
            "\n  - https://example.org/a\n  - title: On b\n    url: https://example.org/b"
            "\n  - javascript:alert(1)\n  - A book\n  - {title: No address}"
            "\n  - https://example.org/a"
        )
        document = read(sources=listed)
        text = "https://example.org/a\nhttps://example.org/b On b"
        assert document.content.sources == text
        assert kinds(document) == ["invalid-value"] * 3
        assert read(sources="https://example.org/a").content.sources == text.split("\n")[0]
        assert kinds(read(sources="\n  a: b")) == ["invalid-value"]

    def test_a_short_answer_of_somebodys_own(self):
        document = read(short_answer="'The moon’s pull, twice a day.'")

        assert document.content.short_answer == "The moon’s pull, twice a day."
        assert (document.extra, document.problems) == ({}, ())

    def test_absent_options_have_defaults(self):
        names = ("date", "date_format", "post_on_text", "seo", "author", "score", "id", "subject")
        document = read(without=(*names, "_schema", "article_title", "question"))
        content = document.content

        assert (document.source_id, document.subject_name) == (None, "")
        assert (content.published_on, content.score, content.no_index) == (None, None, False)
        assert (content.date_format, content.post_on_text) == ("MMM DD, YYYY", "Posted on")
        assert (content.seo_title, content.seo_description, content.seo_keywords) == ("", "", "")
        assert (content.author, content.question, content.related) == ("", "", ())
        assert document.problems == ()

    @pytest.mark.parametrize("answer", ["'Plain.'", '"Plain."', "Plain.", "|\n  Plain.\n"])
    def test_scalars_of_every_style(self, answer):
        assert read(answer=answer).content.answer.strip() == "Plain."

    def test_a_block_scalar_keeps_its_lines(self):
        answer = read(answer='|\n  One.\n\n  ```c\n  puts("a\\n");\n  ```\n').content.answer

        assert answer == 'One.\n\n```c\nputs("a\\n");\n```\n'

    def test_the_ends_of_an_answer_stay(self):
        assert read(answer='"  One.\\\\n"').content.answer == "  One.\n"


class TestIdentity:
    def test_the_url_counts_and_a_different_path_is_reported(self):
        document = read(path="chemistry/other.md")

        assert (document.subject_slug, document.slug) == ("physics", "how-do-tides-work")
        assert kinds(document) == ["path-url-mismatch"]

    def test_a_path_that_names_nothing_is_no_mismatch(self):
        assert kinds(read(path="upload.md")) == []

    def test_the_path_stands_in_for_a_missing_url(self):
        document = read(without=("url",), path="content/learn/chemistry/why.md")

        assert (document.subject_slug, document.slug) == ("chemistry", "why")
        assert kinds(document) == []

    def test_the_path_stands_in_for_a_wrong_url(self):
        document = read(url="/somewhere/else")

        assert document.slug == "how-do-tides-work"
        assert kinds(document) == ["invalid-value"]

    def test_neither_is_an_error(self):
        with pytest.raises(LocationUnknown):
            read(without=("url",), path="upload.md")


class TestRequiredFields:
    @pytest.mark.parametrize("title", ["", "~", "' '"])
    def test_the_question_stands_in_for_a_missing_title(self, title):
        assert read(title=title).content.title == "How do tides work?"

    def test_no_title_at_all_is_an_error(self):
        with pytest.raises(FieldMissing) as caught:
            read(without=("title", "article_title", "question"))

        assert caught.value.field == "title"
        assert str(caught.value) == f"{PATH}: the field “title” is missing or empty."

    @pytest.mark.parametrize("answer", ["", "null", "'  '", '"\\\\n"'])
    def test_no_answer_is_an_error(self, answer):
        with pytest.raises(FieldMissing):
            read(answer=answer)

    @pytest.mark.parametrize("place", ["field", "body"])
    def test_an_answer_that_no_person_wrote_is_an_error(self, place):
        """200,000 characters once its newlines are decoded; the longest real one has 4,847."""

        def with_answer(answer):
            if place == "body":
                return make_file(without=["answer"], body=answer)
            return make_file(answer=answer)

        assert len(read(with_answer("word." * 40_000)).content.answer) == 200_000
        with pytest.raises(FieldInvalid) as caught:
            read(with_answer("word " * 40_001))
        where = f"{PATH}, line 15" if place == "field" else PATH
        assert str(caught.value) == f"{where}: the field “answer” has more than 200,000 characters."

    def test_the_newlines_of_an_answer_count_once(self):
        assert len(read(answer="a\\n" * 99_999 + "ab").content.answer) == 200_000

    def test_an_answer_that_is_a_list_is_an_error(self):
        with pytest.raises(FieldInvalid) as caught:
            read(answer="[a, b]")

        assert (caught.value.path, caught.value.field) == (PATH, "answer")

    def test_the_body_stands_in_for_a_missing_answer(self):
        document = read(without=("answer",), body="\nThe **moon** pulls.\n\nTwice.\n")

        assert document.content.answer == "The **moon** pulls.\n\nTwice."
        assert kinds(document) == []

    def test_a_body_beside_an_answer_is_reported(self):
        document = read(body="\n&nbsp;\nA note.")

        assert document.content.answer.startswith("The moon pulls.")
        assert [(x.kind, x.detail) for x in document.problems] == [("body-text", "A note.")]


class TestOptionalFields:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("date", "yesterday"),
            ("date", "2024-02-30"),
            ("date", "07/12/2024"),
            ("date", "[2024]"),
            ("score", "high"),
            ("score", ".nan"),
            ("score", "inf"),
            ("id", "-1"),
            ("id", "1.5"),
            ("id", "99999999999999999999"),
            ("no_index", "maybe"),
            ("seo", "text"),
            ("author", "{a: b}"),
        ],
    )
    def test_a_wrong_value_is_reported_and_left_out(self, field, value):
        document = read(**{field: value})

        assert [(x.kind, x.field) for x in document.problems] == [("invalid-value", field)]

    @pytest.mark.parametrize(
        ("key", "column", "most"),
        [
            ("title", "seo_title", 500),
            ("page_description", "seo_description", 2_000),
            ("page_keywords", "seo_keywords", 4_000),
        ],
    )
    def test_what_search_engines_read_has_a_length(self, key, column, most):
        longest = read(seo=f"{{{key}: {'a' * most}}}")
        assert getattr(longest.content, column) == "a" * most
        document = read(seo=f"{{{key}: {'a' * 900_000}}}")
        assert getattr(document.content, column) == ""
        assert [(x.kind, x.field) for x in document.problems] == [("invalid-value", f"seo.{key}")]
        assert document.problems[0].detail.startswith("is too long: 'aaa")

    def test_a_list_of_keywords_has_a_length_too(self):
        document = read(seo=f"{{page_keywords: [{', '.join(['word'] * 900)}]}}")
        assert document.content.seo_keywords == ""
        assert [x.field for x in document.problems] == ["seo.page_keywords"]

    @pytest.mark.parametrize("value", ["2024-12-07T10:30:00Z", "2024-12-07 10:30", "'2024-12-07'"])
    def test_a_time_of_day_is_dropped(self, value):
        assert read(date=value).content.published_on == date(2024, 12, 7)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [("True", True), ("yes", True), ("y", True), ("off", False), ("N", False)],
    )
    def test_flags(self, value, expected):
        assert read(no_index=value).content.no_index is expected

    def test_words_that_yaml_reads_as_types_stay_words(self):
        content = read(title="No", author="2024-01-01", question="1e3").content

        assert (content.title, content.author, content.question) == ("No", "2024-01-01", "1e3")

    def test_keywords_may_be_a_list(self):
        seo = "\n  page_keywords: [tides, moon]"

        assert read(seo=seo).content.seo_keywords == "tides, moon"

    def test_unknown_fields_are_kept(self):
        document = read(canonical="/x", tags="[a, b]", seo="\n  robots: none")

        assert document.extra == {
            "canonical": "/x",
            "tags": ["a", "b"],
            "seo": {"robots": "none"},
        }
        assert [x.field for x in document.problems] == ["canonical", "tags", "seo"]


class TestRelated:
    def test_any_number_in_numeric_order(self):
        numbers = (10, 2, 1)
        entries = {}
        for number in numbers:
            entries |= related(number, f"/learn/a/questions/n{number}")

        paths = [link.path for link in read(**entries).content.related]

        assert paths == [f"/learn/a/questions/n{number}" for number in (1, 2, 10)]

    def test_the_first_of_repeated_links_stays(self):
        document = read(
            **related(1, "/learn/a/questions/b", "First"),
            **related(2, "https://example.org/learn/a/questions/b/", "Second"),
        )

        assert document.content.related == (RelatedLink("/learn/a/questions/b", "First"),)
        assert [(x.kind, x.field) for x in document.problems] == [
            ("related-repeated", "related_article2")
        ]

    def test_a_link_to_the_article_itself_is_left_out(self):
        document = read(**related(1, "/learn/physics/questions/how-do-tides-work"))

        assert document.content.related == ()
        assert kinds(document) == ["related-self"]

    @pytest.mark.parametrize("value", ["\n  title: Why?", "\n  url: /elsewhere", "text", "[a]"])
    def test_a_link_without_an_address_is_left_out(self, value):
        document = read(related_article1=value)

        assert document.content.related == ()
        assert kinds(document) == ["related-damaged"]

    def test_an_empty_entry_is_nothing(self):
        assert kinds(read(related_article1="")) == []


def test_the_owner_s_seed_imports_perfectly():
    seeds = sorted(FIXTURES.rglob("how-do-training-algorithms-and-loss-functions-*.md"))
    if not seeds:
        pytest.skip("the fixtures hold no seed")
    document = read_document(seeds[0].read_bytes(), path=str(seeds[0]))

    assert (document.subject_slug, document.source_id) == ("computer-science", 97115)
    assert "Here’s how they impact LLMs:\n\n1. **Training" in document.content.answer
    assert len(document.content.related) == 4
    assert kinds(document) == ["mojibake-repaired"]
