"""Article files as the library holds them, written by the tests."""

from articles.core.source import read_document

FIELDS = {
    "_schema": "default",
    "id": "97115",
    "date": "2024-12-07",
    "title": "How do tides work?",
    "article_title": "How do tides work?",
    "date_format": "MMM DD, YYYY",
    "post_on_text": "Posted on",
    "seo": "\n  title: QuickTakes | Physics\n  page_description: Explains tides.\n"
    "  page_keywords: tides, moon",
    "author": "QuickTakes",
    "question": "How do tides work?",
    "answer": ">-\n    The moon pulls.\\n\\n1. **Twice** a day.\\n2. So.",
    "subject": "Physics",
    "file_name": "how-do-tides-work.md",
    "url": "/learn/physics/questions/how-do-tides-work",
    "score": "-1.0",
}
PATH = "physics/how-do-tides-work.md"


def make_file(*, without=(), body="\n&nbsp;", **fields):
    """The bytes of a file; a field is the YAML right of its colon."""
    values = {**FIELDS, **fields}
    lines = [f"{key}: {value}" for key, value in values.items() if key not in without]
    return ("---\n" + "\n".join(lines) + "\n---\n" + body).encode()


def related(number, url, title="Why?"):
    """A field `related_article<number>`, for `make_file(**related(1, …))`."""
    return {f"related_article{number}": f"\n  id: 1\n  title: {title}\n  url: {url}"}


def read(data=None, *, path=PATH, **fields):
    """The document that a file of these fields is read as."""
    return read_document(make_file(**fields) if data is None else data, path=path)


def kinds(document):
    """What reading found to tell of, in its order."""
    return [problem.kind for problem in document.problems]
