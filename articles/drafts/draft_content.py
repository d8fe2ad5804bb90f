"""The content that a draft's boxes say, as far as they say one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from typing import Any

from articles.core.article_content import ArticleContent, RelatedLink
from articles.core.source.article_paths import normalise_path
from articles.core.text.form_texts import as_returned, to_lf
from articles.models import Article
from articles.models.article import CONTENT_COLUMNS

Values = Mapping[str, Sequence[str]]
_NAMES = ("title", "article_title", "question")
_MOST_ROWS = 200
_KINDS = {field.name: str(field.type) for field in fields(ArticleContent)}


def content_of(values: Values, opened: ArticleContent) -> ArticleContent:
    """Return what `opened`, the content that the form was made of, becomes by these boxes.

    Never fails: what no article could hold, such as half a date, is as it was opened. A text that
    is only what a browser makes of the opened one is the opened one.
    """
    content = {name: _column(name, values, getattr(opened, name)) for name in CONTENT_COLUMNS}
    is_one_name = not _first(values, "separate_texts") and all(
        content[name] == getattr(opened, name) for name in _NAMES[1:]
    )
    if is_one_name and content["title"] != opened.title:
        content |= dict.fromkeys(_NAMES[1:], content["title"])
    return ArticleContent(related=_links(values, opened.related), **content)


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _column(name: str, values: Values, opened: Any) -> Any:
    text = to_lf(_first(values, name))
    if isinstance(opened, bool):
        return bool(text)
    if name not in values:
        return opened
    if "date" in _KINDS[name]:
        return _read(date.fromisoformat, text, opened)
    if "float" in _KINDS[name]:
        return _read(_number, text, opened)
    is_untouched = text in (as_returned(opened), as_returned(opened, is_one_line=True))
    return opened if is_untouched else text


def _read(read: Any, text: str, opened: Any) -> Any:
    if not text.strip():
        return None
    try:
        return read(text.strip())
    except ValueError:
        return opened


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _links(values: Values, opened: Sequence[RelatedLink]) -> tuple[RelatedLink, ...]:
    """The related questions in the order of their boxes, as the form would save them: an untouched
    row is the opened one, and who picks another article takes its question."""
    if "related-TOTAL_FORMS" not in values:
        return tuple(opened)
    known = {link.path: link for link in opened}
    rows = sorted(_rows(values), key=lambda row: (row.order, row.number))
    articles = _by_key({row.picked for row in rows if row.picked})
    links: dict[str, RelatedLink] = {}
    for row in rows:
        was, article = known.get(row.path), articles.get(row.picked)
        title = row.title
        if was and title == as_returned(was.title):
            title = was.title
        if article and title == (was.title if was else ""):
            title = article.heading
        path = article.get_absolute_url() if article else row.path
        if not (article or was):
            path = normalise_path(path) or path
        if path:
            links[path] = RelatedLink(path, title)
    return tuple(links.values())


def _by_key(keys: Collection[int]) -> dict[int | None, Article]:
    articles = Article.objects.filter(pk__in=keys).select_related("subject")
    columns = ("title", "article_title", "question", "slug", "subject__slug")
    return {article.pk: article for article in articles.only(*columns)}


@dataclass(frozen=True, slots=True)
class _Row:
    """What the boxes of a row say; `picked` is the key of an article that was picked anew."""

    order: int
    number: int
    path: str
    picked: int | None
    title: str


def _rows(values: Values) -> Iterator[_Row]:
    for number in range(_MOST_ROWS):
        row = f"related-{number}-"
        if f"{row}path" not in values and f"{row}article" not in values:
            return
        order, article, shown, path, title = (
            to_lf(_first(values, f"{row}{name}"))
            for name in ("order", "article", "shown_article", "path", "title")
        )
        order, article, shown, path = (text.strip() for text in (order, article, shown, path))
        is_picked = article.isdecimal() and article != shown and len(article) < 19
        if _first(values, f"{row}DELETE") or not (path or is_picked):
            continue
        place = int(order) if order.isdecimal() and len(order) < 6 else 1_000_000
        yield _Row(place, number, path, int(article) if is_picked else None, title)
