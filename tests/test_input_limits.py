"""The limits of docs/security.md, "Input limits": each has the number of the code, and a test that
goes up to it and beyond. Tests that are not elsewhere stand here."""

import ast
import importlib
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse

from articles.admin.articles.related_form import MAXIMUM_ROWS, related_rows
from articles.admin.settings import logo_upload
from articles.audience.feedback import NoteTooLong, clean_note
from articles.core.article_content import MAX_LENGTHS
from articles.core.images import stored_image
from articles.core.rendering import markdown, tex_limits
from articles.core.source import front_matter, read_document
from articles.core.source.article_paths import MAXIMUM_SLUG_LENGTH
from articles.core.source.read_errors import FileTooLarge, FrontMatterMissing, SourceError
from articles.core.source.reader import MAX_FILE_BYTES
from articles.models import Article, Subject
from articles.models.feedback import MOST_NOTE_CHARACTERS
from articles.models.reader_search import MOST_SEARCH_NOTE_CHARACTERS
from articles.search.query_parser import MAX_WORDS, parse
from articles.watching.request_context import MOST_CHARACTERS, answering
from articles.web import search_page, upload_limit
from articles.web.api.parameters import LARGEST_PAGE
from articles.web.request_visitor import MOST_FORM_BYTES, is_plain_form
from tests.factories import make_article, make_user

ROOT = Path(__file__).resolve().parent.parent
_ROW = re.compile(r"^\| (.+?) \| ([\d,]+) \| `([\w.]+)(?:\[(\w+)\])?` \| (.+?) \|$", re.MULTILINE)


def rows():
    """(what, number, name of the constant, its key, cell of the test)."""
    text = (ROOT / "docs" / "security.md").read_text().partition("## Input limits")[2]
    return _ROW.findall(text.partition("\n## ")[0])


def test_the_table_is_read_as_a_whole():
    text = (ROOT / "docs" / "security.md").read_text().partition("## Input limits")[2]
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    assert len(rows()) == len(lines) - 2 > 30


@pytest.mark.parametrize(("number", "name", "key"), [row[1:4] for row in rows()])
def test_a_number_is_that_of_the_code(number, name, key):
    module, _, constant = name.rpartition(".")
    found = settings if module == "django.conf.settings" else importlib.import_module(module)
    value = getattr(found, constant)
    assert (value[key] if key else value) == int(number.replace(",", ""))


@pytest.mark.parametrize("cell", [row[4] for row in rows()])
def test_every_limit_has_its_test(cell):
    *files, name = re.findall(r"`([^`]+)`", cell)
    path = ROOT / files[0] if files else Path(__file__)
    names = {node.name for node in ast.walk(ast.parse(path.read_text())) if hasattr(node, "name")}
    assert name in names


def test_a_request_with_files(client, db):
    upload, most = upload_limit.LimitedUpload(), upload_limit.MOST_BYTES
    assert upload.handle_raw_input(BytesIO(), {}, most, "x") is None
    with pytest.raises(RequestDataTooBig):
        upload.handle_raw_input(BytesIO(), {}, most + 1, "x")
    url, kind = reverse("admin:login"), "multipart/form-data; boundary=x"
    length = str(most + 1)  # of which no byte can be read: the client has sent two
    assert client.generic("POST", url, b"--", kind, CONTENT_LENGTH=length).status_code == 400


def test_a_form_without_files(client, db):
    url, kind = reverse("admin:login"), "application/x-www-form-urlencoded"
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for length, status in ((most, 200), (most + 1, 400)):
        body = b"username=" + b"a" * (length - len(b"username="))
        assert client.post(url, body, content_type=kind).status_code == status


def test_fields_of_a_form(client, db):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    for number, status in ((most, 200), (most + 1, 400)):
        body = "&".join(f"f{n}=1" for n in range(number))
        kind = "application/x-www-form-urlencoded"
        response = client.post(reverse("admin:login"), body, content_type=kind)
        assert response.status_code == status


def test_a_form_of_a_reader():
    for length, is_read in ((MOST_FORM_BYTES, True), (MOST_FORM_BYTES + 1, False)):
        kind = "application/x-www-form-urlencoded"
        request = RequestFactory().generic(
            "POST", "/", b"a=b", content_type=kind, CONTENT_LENGTH=str(length)
        )
        assert is_plain_form(request) is is_read


def test_a_note():
    assert clean_note("x" * MOST_NOTE_CHARACTERS)
    with pytest.raises(NoteTooLong):
        clean_note("x" * (MOST_NOTE_CHARACTERS + 1))


def test_a_note_on_a_search(client, db):
    said = {}
    for extra in (0, 1):
        fields = {"q": "light", "note": "x" * (MOST_SEARCH_NOTE_CHARACTERS + extra)}
        response = client.post(
            reverse("search_note"),
            "&".join(f"{name}={value}" for name, value in fields.items()),
            content_type="application/x-www-form-urlencoded",
            headers={"origin": "http://testserver"},
        )
        said[extra] = response.status_code
    assert said[0] == 303
    assert said[1] == 400


def test_an_address():
    assert resolve(f"/learn/physics/questions/{'a' * MAXIMUM_SLUG_LENGTH}").url_name == "article"
    with pytest.raises(Resolver404):
        resolve(f"/learn/physics/questions/{'a' * (MAXIMUM_SLUG_LENGTH + 1)}")


def test_a_search(client, db):
    typed = "x" * (search_page.MAX_CHARACTERS + 1)
    page = client.get("/search", {"q": typed}).content.decode()
    assert typed[1:] in page
    assert typed not in page


def test_words_of_a_search():
    words = [f"word{n}" for n in range(MAX_WORDS + 1)]
    assert list(parse(" ".join(words)).words) == words[:MAX_WORDS]


def test_a_page_of_the_api(client, db):
    for number, status in ((LARGEST_PAGE, 200), (LARGEST_PAGE + 1, 422)):
        assert client.get("/api/v1/articles", {"limit": number}).status_code == status


def test_a_search_in_the_desk(client, db):
    client.force_login(make_user(permissions=["view_article"]))
    most = MAX_LENGTHS["title"]
    url = reverse("admin:articles_article_changelist")
    for number, status in ((most, 200), (most + 1, 400)):
        assert client.get(url, {"q": "x" * number}).status_code == status


def test_a_file():
    with pytest.raises(FrontMatterMissing):  # it is read
        read_document(b"x" * MAX_FILE_BYTES, path="physics/a.md")
    with pytest.raises(FileTooLarge):
        read_document(b"x" * (MAX_FILE_BYTES + 1), path="physics/a.md")


def test_levels_of_front_matter():
    most = front_matter.MAXIMUM_DEPTH

    def nested(levels):
        return "x: " + "[" * (levels - 1) + "1" + "]" * (levels - 1) + "\n"

    front_matter.parse_front_matter(nested(most), path="a.md", first_line=1)
    with pytest.raises(SourceError, match=f"deeper than {most}"):
        front_matter.parse_front_matter(nested(most + 1), path="a.md", first_line=1)


def test_values_of_front_matter():
    most = front_matter.MAXIMUM_VALUES
    lists = {number: "x: [" + "1, " * number + "1]\n" for number in (most // 2, most + 1)}
    front_matter.parse_front_matter(lists[most // 2], path="a.md", first_line=1)
    with pytest.raises(SourceError, match=f"more than {most} values"):
        front_matter.parse_front_matter(lists[most + 1], path="a.md", first_line=1)


def test_the_fields_of_an_article(client, db):
    """The form refuses one character more, and says so."""
    client.force_login(make_user(is_superuser=True))
    article = make_article()
    url = reverse("admin:articles_article_change", args=[article.pk])
    form = client.get(url).context["adminform"].form
    for name in ("answer", "title", "seo_description"):
        assert form.fields[name].max_length == MAX_LENGTHS[name], name
    data = {"answer": "x" * (MAX_LENGTHS["answer"] + 1), "title": "A?"}
    page = client.post(url, data).content.decode()
    assert f"at most {MAX_LENGTHS['answer']:d} characters" in page


def test_related_questions_of_a_form(db):
    article, prefix = Article(subject=Subject(slug="physics")), "related"
    for number in (MAXIMUM_ROWS, MAXIMUM_ROWS + 1):
        data = {
            f"{prefix}-TOTAL_FORMS": str(number),
            f"{prefix}-INITIAL_FORMS": "0",
            **{f"{prefix}-{n}-title": "A?" for n in range(number)},
        }
        rows = related_rows(article, data)
        rows.is_valid()
        too_many = [error for error in rows.non_form_errors() if str(MAXIMUM_ROWS) in error]
        assert bool(too_many) is (number > MAXIMUM_ROWS)


def test_a_picture():
    for extra, words in ((0, "can be read"), (1, "at most 15 MB")):
        with pytest.raises(stored_image.BadImage, match=words):
            stored_image.read_upload(b"x" * (stored_image.MOST_UPLOAD_BYTES + extra))


def test_a_logo():
    for extra, words in ((0, "can be read"), (1, "at most 2 MB")):
        with pytest.raises(ValidationError, match=words):
            logo_upload.read_logo(BytesIO(b"x"), byte_count=logo_upload.MOST_BYTES + extra)


def test_characters_of_a_formula():
    most = tex_limits.MAX_CHARACTERS
    assert tex_limits.is_within_limits("x" * most)
    assert not tex_limits.is_within_limits("x" * (most + 1))


def test_levels_of_a_formula():
    most = tex_limits.MAX_DEPTH
    assert tex_limits.is_within_limits("{" * (most - 1) + "x" + "}" * (most - 1))
    assert not tex_limits.is_within_limits("{" * (most + 1) + "x" + "}" * (most + 1))


def test_open_brackets_of_a_formula():
    most = tex_limits.MAX_OPEN_BRACKETS
    assert tex_limits.is_within_limits("f(" * (most - 1) + "x")
    assert not tex_limits.is_within_limits("f(" * (most + 1) + "x" * 50)


def test_levels_of_markdown():
    most = markdown.MAX_NESTING
    assert "<pre>" not in markdown.to_html("> " * most + "x")
    assert markdown.to_html("> " * (most + 1) + "x").startswith("<pre>")


def test_an_identifier_of_a_request():
    for number, is_taken in ((MOST_CHARACTERS, True), (MOST_CHARACTERS + 1, False)):
        with answering({"HTTP_X_REQUEST_ID": "a" * number}) as request:
            assert (request.id == "a" * number) is is_taken
