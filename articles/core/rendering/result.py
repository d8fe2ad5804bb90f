"""`Rendered`: the result of rendering an answer."""

from dataclasses import dataclass

from articles.core.text.problem_kinds import Problem


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the answer: `level` 2 to 6, its `id` in the page, its text without markup."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as HTML and as text.

    `html` has been through the sanitiser and is safe to print as it stands. `plain_text` has a
    block a line, formulas as readable text. `excerpt` is at most 200 characters of its prose, or
    the short answer where `articles.core.short_answers` has found one: `short_answer` is its text,
    `short_answer_html` is "" where the answer itself shows it.
    `problems` are about formulas: TeX that the page shows as source, doubled backslashes,
    references to nothing.
    """

    html: str
    plain_text: str
    excerpt: str
    headings: tuple[Heading, ...]
    formula_count: int
    problems: tuple[Problem, ...]
    short_answer: str = ""
    short_answer_html: str = ""
