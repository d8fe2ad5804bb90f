"""What comes in goes out, and what goes out comes in."""

from pathlib import Path

import pytest

from articles.core.article_content import RelatedLink
from articles.core.source.reader import read_document
from articles.importer.run import Import
from articles.models import Article, SourceFile, Subject
from articles.publishing import delete, move, revise, unpublish, withdraw
from tests.exporter.conftest import files_in
from tests.factories import make_article, make_subject
from tests.importer.conftest import article_file, run_import, write  # noqa: F401 - fixtures
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@made_once
def library():
    """The project's own articles, imported."""
    Import([str(FIXTURES / "learn")], workers=1).run()


def state():
    """Everything of every article that a file can say."""
    return {
        article.source_path: (article.source_id, article.status, article.content())
        for article in Article.objects.select_related("subject").prefetch_related("related")
    }


def without_subjects(folder):
    files = files_in(folder)
    files.pop("subjects.yml")
    return files


def edited(path, **changes):
    """The article of a path after an edit."""
    subject, slug = path.removesuffix(".md").split("/")
    article = Article.objects.get(subject__slug=subject, slug=slug)
    content = article.content()
    return revise(article, type(content)(**{**_values(content), **changes}))


def _values(content):
    return {name: getattr(content, name) for name in content.__dataclass_fields__}


def test_files_that_nobody_edited_come_out_as_they_came_in(library, export):
    report = export()

    assert without_subjects(export.folder) == files_in(FIXTURES / "learn")
    assert (report.written, report.unchanged, report.failures) == (35, 0, [])


def test_strange_files_come_out_as_they_came_in(write, run_import, export):  # noqa: F811
    plain = article_file("physics", "a")
    strange = {
        "a": b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"),
        "b": article_file("physics", "b", zebra={"x": ["y"]}, id=None),
        "c": article_file("physics", "c", author="Émile").decode().encode("cp1252"),
        "d": article_file("physics", "d", related=["/learn/physics/questions/d", "nowhere"]),
        "e": article_file("physics", "e", answer=None, body="An answer in the body."),
        "f": article_file("physics", "f").decode().encode("utf-16"),
        "g": b"---\n{title: G, answer: Because., date: 2025-01-01, id: 3}\n---\n",
    }
    for slug, data in strange.items():
        write("physics", slug, data=data)
    run_import(write.folder)

    export()

    assert without_subjects(export.folder) == {f"physics/{k}.md": v for k, v in strange.items()}


def test_an_exported_library_imports_as_no_change(library, export, run_import):  # noqa: F811
    edited("physics/what-is-entropy.md", title="What, then, is entropy?", related=())
    make_article("born-in-the-desk", subject="physics", answer="New.\n\nLines.")
    before = state()
    export()

    report = run_import(export.folder)

    assert (report.counts["unchanged"], report.articles) == (36, [])
    assert state() == before


def test_an_exported_library_makes_the_same_one_elsewhere(library, export, run_import):  # noqa: F811
    edited("physics/what-is-entropy.md", answer='Another.\n\n```c\nputs("a\\n");\n```\n\nEnd.')
    make_article("born-in-the-desk", subject="physics", score=0.5, no_index=True)
    Subject.objects.filter(slug="physics").update(name="Natural Science", is_listed=False)
    before, subjects = state(), list(Subject.objects.values_list("slug", "name", "is_listed"))
    export()
    SourceFile.objects.all().delete()
    Article.objects.update(canonical=None)
    Article.objects.all().delete()
    Subject.objects.all().delete()

    run_import(export.folder)

    assert state() == before
    assert list(Subject.objects.values_list("slug", "name", "is_listed")) == subjects


def test_an_edit_changes_its_lines(library, export):
    path = "computer-science/how-is-perplexity-used-as-an-evaluation-metric-for-llms.md"
    edited(path, author="A. Nother")

    export()

    before = (FIXTURES / "learn" / path).read_bytes()
    expected = before.replace(b"\nauthor: QuickTakes\n", b"\nauthor: A. Nother\n")
    assert (export.folder / path).read_bytes() == expected


def test_an_edit_that_was_taken_back_leaves_the_file_as_it_came(library, export):
    path = "physics/what-is-entropy.md"
    author = edited(path, author="Somebody").content().author
    edited(path, author="QuickTakes")

    export()

    assert author == "Somebody"
    assert (export.folder / path).read_bytes() == (FIXTURES / "learn" / path).read_bytes()


def test_a_new_link_names_id_and_subject_of_its_article(library, export):
    target = Article.objects.get(subject__slug="biology", title__startswith="Why do the scientific")
    link = RelatedLink(target.get_absolute_url(), target.title)
    edited("physics/what-is-entropy.md", related=(link,))

    export()

    written = (export.folder / "physics/what-is-entropy.md").read_text()
    assert f"related_article1:\n    id: {target.source_id}\n    title: >-\n" in written
    assert f"    subject: Biology\n    url: {link.path}\n---\n" in written


def test_a_moved_article_lies_at_its_new_address(library, export, run_import):  # noqa: F811
    article = Article.objects.get(subject__slug="physics", slug="what-is-entropy")
    move(article, make_subject("ecology", name="Ecology"), "entropy")
    before = state()

    export()

    assert not (export.folder / "physics/what-is-entropy.md").exists()
    data = (export.folder / "ecology/entropy.md").read_bytes()
    document = read_document(data, path="ecology/entropy.md")
    assert (document.subject_name, document.source_id) == ("Ecology", article.source_id)
    assert run_import(export.folder).articles == []
    assert state() == before


def test_what_readers_cannot_see_is_not_exported(library, export):
    published = Article.objects.count()
    first, second, third = Article.objects.filter(subject__slug="biology").order_by("slug")
    withdraw(first)
    delete(second)
    unpublish(third)

    assert export().written == published - 3
    assert export(includes_drafts=True).written == 1
    assert (export.folder / third.source_path).exists()


def test_a_file_that_no_article_fits_is_reported_and_the_others_written(library, export):
    torn = "1. Run:\n   ```\nls\n   ```\n"
    edited("physics/what-is-entropy.md", answer=torn)

    report = export()

    [(path, reason)] = report.failures
    assert path == "physics/what-is-entropy.md"
    assert "the field “answer” has a listing in a list" in reason
    assert report.written == 34


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("answer", "One\x07 two.", "answer"),
        ("title", "One\x1f two", "title"),
        ("seo_description", "\x7f", "seo.page_description"),
        ("related", (RelatedLink("/learn/x/questions/y", "One\x0b two"),), "related"),
    ],
)
@pytest.mark.parametrize("is_new", [False, True])
def test_control_characters_are_reported_and_the_others_written(
    library, export, field, value, key, is_new
):
    path = "physics/what-is-entropy.md"
    if is_new:
        SourceFile.objects.filter(path=path).delete()
    edited(path, **{field: value})

    report = export()

    reason = f"{path}: the field “{key}” holds control characters, which reading removes."
    assert report.failures == [(path, reason)]
    assert report.written == 34


def test_pages_cost_three_queries_and_their_subject_one(library, export, django_assert_num_queries):
    export()  # of eight subjects, a page each
    subjects = Subject.objects.count()
    with django_assert_num_queries(1 + 1 + 1 + 1 + subjects * (1 + 3)):
        export()
    edited("physics/what-is-entropy.md", author="A")
    # What its links lead to, and the note of the file.
    with django_assert_num_queries(1 + 1 + 1 + 1 + subjects * (1 + 3) + 1 + 1):
        export()
