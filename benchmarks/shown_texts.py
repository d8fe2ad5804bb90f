"""What a checkout makes of article files, a line of JSON each: for `benchmarks/short_answers.py`.

    python benchmarks/shown_texts.py LIBRARY < PATHS

Imports the modules of PYTHONPATH, which may be another checkout's, older than some of them.
"""

import json
import sys
from pathlib import Path

from articles.core.article_content import ArticleContent
from articles.core.computed_from_content import compute
from articles.core.rendering import Rendered
from articles.core.source import read_document
from articles.core.text import description_length
from articles.core.text.sentences import find_sentence_ends

try:
    from articles.core.text.description_choice import choose_description
except ImportError:  # a checkout from before descriptions were chosen
    choose_description = None

_SHORTEST_SENTENCE = 20


def main() -> None:
    """Read paths below LIBRARY from the input; print the texts of each in the same order."""
    library = Path(sys.argv[1])
    for path in sys.stdin.read().split("\n"):
        content = read_document((library / path).read_bytes(), path=path).content
        rendered = compute(content).rendered
        texts = {
            "path": path,
            "question": content.question or content.article_title or content.title,
            "excerpt": rendered.excerpt,
            "short": getattr(rendered, "short_answer", ""),
            "description": _description(content, rendered),
            "first": _first_sentence(rendered.plain_text),
        }
        print(json.dumps(texts))


def _description(content: ArticleContent, rendered: Rendered) -> str:
    """What the page shows of a file's description."""
    if choose_description is None:
        own = description_length.file_description(content.seo_description)
        return own or description_length.first_sentence(rendered.plain_text)
    options = {"question": content.heading, "plain_text": rendered.plain_text}
    if hasattr(rendered, "short_answer"):
        options["short_answer"] = rendered.short_answer
    return choose_description(content.seo_description, **options).text


def _first_sentence(plain_text: str) -> str:
    paragraph = " ".join(plain_text.split("\n")[0].split())
    ends = (end for end in find_sentence_ends(paragraph) if end >= _SHORTEST_SENTENCE)
    return paragraph[: next(ends, len(paragraph))]


if __name__ == "__main__":
    main()
