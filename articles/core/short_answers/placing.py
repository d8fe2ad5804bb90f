"""A rendered answer with its short answer: as a text, and at the head of its page.

Where the short answer is the text's own beginning it is marked there, as a paragraph of its own;
one from the end stands before the text; one made of a list's names, or of what stands in the midst
of the first lines, is not shown on the page, where the reader has it before the eyes anyway.
"""

from dataclasses import replace

from articles.core.rendering import Rendered, render
from articles.core.short_answers.candidates import Place, candidates
from articles.core.short_answers.choice import choose

_MARK = '<p class="short-answer">'


def answer_first(rendered: Rendered, *, question: str, own: str = "") -> Rendered:
    """The same answer with its `short_answer`, which is its excerpt as well; as it was where there
    is none.

    `own` is an editor's, a line of Markdown, and wins. `question` is the heading above the answer.
    """
    if own.strip():
        return _with_own(rendered, own)
    found = choose(rendered.html, rendered.plain_text, question)
    if found is None:
        return rendered
    return replace(
        rendered,
        html=_marked(rendered.html, found.spot, found.added),
        excerpt=found.text,
        short_answer=found.text,
        short_answer_html=found.html if found.is_far else "",
    )


def _with_own(rendered: Rendered, own: str) -> Rendered:
    line = render(" ".join(own.split()))
    text = " ".join(line.plain_text.split())
    html = line.html.strip().removeprefix("<p>").removesuffix("</p>")
    spot = next(
        (
            each.spot
            for each in candidates(rendered.html, rendered.plain_text)
            if each.place is Place.OPENING and each.text == text
        ),
        None,
    )
    return replace(
        rendered,
        html=_marked(rendered.html, spot),
        excerpt=text,
        short_answer=text,
        short_answer_html="" if spot else html,
    )


def _marked(html: str, spot: tuple[int, int] | None, added: str = "") -> str:
    """The answer with a paragraph for the short answer, and one for what stood behind it."""
    if spot is None:
        return html
    start, end = spot
    close = html.index("</p>", end)
    head, rest = html[start + len("<p>") : end].strip(), html[end:close].strip()
    head = f"{head} {added}" if added else head
    behind = f"\n<p>{rest}</p>" if rest else ""
    return f"{html[:start]}{_MARK}{head}</p>{behind}{html[close + len('</p>') :]}"
