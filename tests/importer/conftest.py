"""Article files written by the tests, in the format of docs/corpus.md, "One file"."""

from dataclasses import replace

import pytest
import yaml

from articles.importer.run import Import
from articles.models import Article
from articles.publishing import revise

# As a file writes it, and another answer.
ANSWER = "First paragraph.\\n\\nSecond paragraph.\\n\\nThird paragraph."
OTHER = "An entirely different text that shares nothing whatever with what stood here before."


def article_file(subject, slug, /, *, related=(), body="&nbsp;", **fields):
    """The bytes of one article file; `related` lists URL paths, or pairs of path and title; a field
    of None is left out."""
    title = fields.pop("title", slug.replace("-", " ").capitalize() + "?")
    values = {
        "_schema": "default",
        "id": 1,
        "date": "2024-12-07",
        "title": title,
        "article_title": title,
        "date_format": "MMM DD, YYYY",
        "post_on_text": "Posted on",
        "seo": {
            "title": "QuickTakes | Physics",
            "page_description": f"Explains {slug}.",
            "page_keywords": "light, speed",
        },
        "author": "QuickTakes",
        "question": title,
        "answer": f"The answer about {slug}.\\n\\nIt has two paragraphs.",
        "subject": subject.replace("-", " ").title(),
        "file_name": f"{slug}.md",
        "url": f"/learn/{subject}/questions/{slug}",
        "score": -1.0,
        **{
            f"related_article{number}": {"id": 9, "title": title, "subject": "X", "url": path}
            for number, (path, title) in enumerate(map(_path_and_title, related), start=1)
        },
        **fields,
    }
    values = {name: value for name, value in values.items() if value is not None}
    matter = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=10**9)
    return f"---\n{matter}---\n\n{body}".encode()


def _path_and_title(related):
    return (related, related) if isinstance(related, str) else related


@pytest.fixture
def write(tmp_path):
    """`write("physics", "what-is-light", answer="…")` writes a file and returns its path."""

    def write_file(subject, slug, /, *, folder="delivery", data=None, **fields):
        path = tmp_path / folder / subject / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(article_file(subject, slug, **fields) if data is None else data)
        return path

    write_file.folder = tmp_path / "delivery"
    return write_file


@pytest.fixture
def run_import():
    """`run_import(path, …)` imports in one process and returns the report."""

    def run(*paths, **options):
        return Import([str(path) for path in paths], **{"workers": 1, **options}).run()

    return run


@pytest.fixture
def imported(write, run_import):
    """The article of an imported file."""
    run_import(write("physics", "what-is-light", answer=ANSWER))
    return Article.objects.get()


def edit(article, **values):
    """The article with what an editor says in it."""
    return revise(article, replace(article.content(), **values))
