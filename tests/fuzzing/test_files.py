"""Files of articles: whatever comes, the reader gives an article or says what is wrong where; and
what it has read can be written so that it reads back the same."""

import json
from dataclasses import replace

from hypothesis import strategies as st

from articles.core.article_content import MAX_LENGTHS, to_json
from articles.core.source import SourceError, read_document
from articles.core.source.field_mapping import BadMapping, read_mapping, rename_fields
from articles.core.source.foreign_places import SYSTEMS, Origin
from articles.core.source.writer import Unwritable, rewrite, write_new
from tests.core.source.files import FIELDS, PATH, make_file
from tests.core.source.writing import wanted_of
from tests.fuzzing.hostile_texts import pieces, repeated, texts, values

KEYS = (
    *FIELDS,
    *("related_article1", "related_article2", "reviewed_by", "reviewed_on", "sources", "draft"),
    *("no_index", "short_answer", "categories", "tags", "aliases", "slug", "description", "layout"),
    *("published", "weight", "permalink", "toString", "__proto__", "<<", "seo.title", "é", "a b"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1", "cp1252", "utf-7", "utf-32")
paths = st.one_of(
    st.just(PATH),
    st.sampled_from(
        [
            "a.md",
            "physics/b.markdown",
            "/etc/passwd",
            "../../x/y.md",
            "physics/ä b.md",
            "C:\\x\\y.md",
        ]
    ),
    texts(4).map(lambda text: f"physics/{text}.md"),
)
origins = st.one_of(
    st.none(),
    st.builds(
        Origin,
        system=st.sampled_from(["", *SYSTEMS]),
        inside=st.sampled_from(
            ["content/physics/a.md", "_posts/2024-01-02-a.md", "docs/01-a/b.mdx"]
        ),
        title=st.sampled_from(["", "A title"]),
    ),
)


def yaml_values():
    scalars = values().map(lambda text: json.dumps(text, ensure_ascii=False))
    bare = texts(5)
    blocks = texts(10).map(lambda text: ">-\n    " + text.replace("\n", "\n    "))
    literal = texts(10).map(lambda text: "|\n  " + text.replace("\n", "\n  "))
    nested = st.lists(scalars, max_size=3).map(lambda rows: "\n  - " + "\n  - ".join(rows))
    maps = st.lists(scalars, max_size=3).map(
        lambda rows: "".join(f"\n  {key}: {row}" for key, row in zip("abc", rows, strict=False))
    )
    return st.one_of(scalars, bare, blocks, literal, nested, maps)


@st.composite
def files(draw):
    """(bytes, path, origin): the house's files with other fields, other syntaxes, damaged."""
    kind = draw(st.sampled_from(["fields", "fields", "fields", "json", "toml", "pieces", "body"]))
    some = draw(st.dictionaries(st.sampled_from(KEYS), yaml_values(), max_size=4))
    if kind == "fields":
        without = draw(st.sets(st.sampled_from(sorted(FIELDS)), max_size=2))
        text = make_text(some, without=without)
    elif kind == "json":
        # Halves of pairs come into JSON as escapes.
        text = json.dumps({**FIELDS, **draw(st.dictionaries(st.sampled_from(KEYS), values()))})
    elif kind == "toml":
        rows = "".join(f"{key} = {value}\n" for key, value in some.items())
        text = f'+++\ntitle = "A"\n{rows}+++\n{draw(texts())}'
    elif kind == "pieces":
        text = "---\n" + "".join(draw(st.lists(pieces, max_size=30)))
    else:
        text = f"---\ntitle: A\nurl: /learn/physics/questions/a\n---\n{draw(texts())}"
    encoding = draw(st.sampled_from(["utf-8", "utf-8", *ENCODINGS]))
    data = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    if draw(st.integers(0, 4)) == 0 and data:
        place = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 40))
        data = data[:place] + draw(st.binary(max_size=8)) + data[place + cut :]
    return data, draw(paths), draw(origins)


def make_text(fields, *, without=()):
    lines = [f"{key}: {value}" for key, value in {**FIELDS, **fields}.items() if key not in without]
    return "---\n" + "\n".join(lines) + "\n---\n"


def read(file):
    """The document, or None where the reader has said properly why there is none."""
    data, path, origin = file
    try:
        return read_document(data, path=path, origin=origin)
    except SourceError as error:
        assert_said(error, data, path)
        return None


def assert_said(error, data, path):
    """The refusal names the file, the line if there is one, and the reason, in few words."""
    said = str(error)
    assert error.path == path
    assert error.reason, said
    assert "Traceback" not in said
    assert "object at 0x" not in said
    assert len(said) < 1500 + len(path), said
    assert error.line is None or 1 <= error.line <= data.count(b"\n") + data.count(b"\r") + 2


def assert_article(document, data, path):
    content = document.content
    assert content.title.strip()
    assert content.answer.strip()
    # The file's own line ends are read; what it writes as an escape is kept.
    assert "\r" not in content.answer or b"\\" in data
    to_json(content).encode()  # no halves of pairs, which no database keeps
    assert "/" not in document.slug + document.subject_slug
    for name, most in MAX_LENGTHS.items():
        assert len(getattr(content, name)) <= most, name
    for problem in document.problems:
        assert problem.kind, path
        assert problem.line is None or problem.line >= 1, problem
        str(problem).encode("utf-8", "backslashreplace")


def test_any_file_is_an_article_or_is_refused_with_its_reason(budget):
    def check(file):
        document = read(file)
        assert read(file) == document
        if document is not None:
            assert_article(document, *file[:2])

    budget.spend(check, files(), examples=150)


def test_what_was_read_is_written_and_reads_back_the_same(budget):
    def check(file):
        document = read(file)
        if document is None:
            return
        try:
            data = write_new(wanted_of(document))
        except Unwritable as error:
            assert_names_a_field(error)
            return
        again = read_document(data, path=f"{document.subject_slug}/{document.slug}.md")
        assert again.content == without_itself(document)
        assert (again.subject_slug, again.slug) == (document.subject_slug, document.slug)

    budget.spend(check, files(), examples=80)


def assert_names_a_field(error):
    assert error.field, error
    assert error.reason, error


def without_itself(document):
    path = f"/learn/{document.subject_slug}/questions/{document.slug}"
    links = tuple(link for link in document.content.related if link.path != path)
    return replace(document.content, related=links)


def test_an_edit_of_any_file_is_read_back_or_refused(budget):
    def check(given):
        file, title, answer = given
        document = read((file[0], PATH, None))
        if document is None or not title.strip() or not answer.strip():
            return
        wanted = wanted_of(document, title=title, answer=answer)
        try:
            written = rewrite(file[0], path=PATH, base=document.content, wanted=wanted)
        except Unwritable as error:
            assert_names_a_field(error)
            return
        again = read_document(written, path=PATH)
        assert again.content.title == title
        assert again.content.answer == answer

    budget.spend(check, st.tuples(files(), texts(6), texts(12)), examples=60, seconds_each=2)


def test_a_file_that_repeats_itself_ends_in_time(budget):
    def check(given):
        key, text, is_body = given
        data = (
            make_file(body=text) if is_body else make_text({key: text}).encode("utf-8", "replace")
        )
        read((data, PATH, None))

    given = st.tuples(st.sampled_from(KEYS), repeated(), st.booleans())
    safe = given.map(lambda each: (each[0], each[1].encode("utf-8", "replace").decode(), each[2]))
    budget.spend(check, safe, examples=40)


def assert_said_of_the_mapping(error):
    assert error.path == "fields.yml"
    assert error.reason


def test_any_mapping_of_names_is_read_or_refused(budget):
    def check(given):
        text, file = given
        try:
            mapping = read_mapping(text.encode("utf-8", "replace"), path="fields.yml")
        except BadMapping as error:
            assert_said_of_the_mapping(error)
            mapping = {"headline": "title", "a b": "date"}
        rename_fields(file[0], mapping)

    lines = st.lists(
        st.tuples(st.sampled_from(["title", "date", "author", "x"]), yaml_values()), max_size=4
    ).map(lambda rows: "".join(f"{key}: {value}\n" for key, value in rows))
    budget.spend(check, st.tuples(st.one_of(lines, texts()), files()), examples=40)
