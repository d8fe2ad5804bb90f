"""All checks of one article, as it stands or as it is being written.

The registry is `articles.core.text.problem_kinds`: what a kind means, how serious it is and what to
do. The rules are pure functions: `articles.core.computed_from_content` calls those of the text (so
an import finds the same), this adds what only the whole library can tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.auditing.same_question import Asked, asked_already
from articles.auditing.text_links import link_problems
from articles.core.article_content import ArticleContent
from articles.core.rendering import Rendered, render
from articles.core.text.problem_kinds import KINDS, Problem, Severity
from articles.core.text.problem_places import Place, find_places
from articles.core.text.quality_checks import inspect_texts
from articles.core.text.reading_level import ReadingLevel, reading_level
from articles.models import Article

_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Checked:
    """One problem; `place` is where its words stand in the text of its field, None where nowhere;
    `asked` is the article that asks the same question."""

    problem: Problem
    place: Place | None = None
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`checked` has the serious first, then by place; `level` is that of the answer's prose."""

    checked: Sequence[Checked]
    level: ReadingLevel

    def __iter__(self) -> Iterator[Checked]:
        return iter(self.checked)


def check(
    content: ArticleContent,
    *,
    article: Article | None = None,
    asked: Iterable[Asked] | None = None,
    rendered: Rendered | None = None,
) -> Report:
    """Return what is wrong with a content; `article` is the one that holds it. `asked` are those
    that ask the same question: where it is None, the search is asked. `rendered` is the answer's
    rendering, where it is known."""
    rendered = rendered or render(content.answer)
    level = reading_level(rendered.plain_text)
    problems = [
        *inspect_texts(content),
        *rendered.problems,
        *link_problems({0: content.answer}).get(0, ()),
    ]
    if not content.title.strip():
        problems.append(Problem("title-missing", "title"))
    if level.is_hard:
        problems.append(Problem("hard-to-read", "answer", None, ""))
    found = list(_placed(content, problems))
    if asked is None:
        asked = asked_already(content.title, but_for=article and article.pk)
    found += _questions(asked)
    return Report(sorted(found, key=_order), level)


def _placed(content: ArticleContent, problems: Sequence[Problem]) -> Iterable[Checked]:
    places = find_places(problems, lambda field: getattr(content, field, ""))
    return (Checked(problem, place) for problem, place in zip(problems, places, strict=True))


def _questions(asked: Iterable[Asked]) -> Iterator[Checked]:
    for one in asked:
        kind = "title-repeated" if one.is_same else "question-exists"
        yield Checked(Problem(kind, "title", None, one.path[:200]), None, one)


def _order(checked: Checked) -> tuple[int, str, int]:
    problem = checked.problem
    start = checked.place.start if checked.place else 0
    return _SEVERITIES.index(KINDS[problem.kind].severity), problem.field, start
