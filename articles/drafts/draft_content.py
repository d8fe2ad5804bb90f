"""The content that a draft's boxes say, as far as they say one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
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
    """The related questions in the order of their boxes."""
    if "related-TOTAL_FORMS" not in values:
        return tuple(opened)
    rows = [row for row in _rows(values) if row[2]]
    picked = {key for _, _, path, key, _ in rows if key}
    articles = (
        Article.objects.filter(pk__in=picked)
        .select_related("subject")
        .only("slug", "subject__slug")
    )
    paths = {article.pk: article.get_absolute_url() for article in articles}
    rows.sort(key=lambda row: row[:2])
    links = {
        path: RelatedLink(path, title)
        for _, _, typed, key, title in rows
        if (path := paths.get(key) or normalise_path(typed) or typed)
    }
    return tuple(links.values())


def _rows(values: Values) -> Iterator[tuple[int, int, str, int | None, str]]:
    """(order, number of the row, address, key of an article that was picked anew, title)."""
    for index in range(_MOST_ROWS):
        row = f"related-{index}-"
        if f"{row}path" not in values and f"{row}article" not in values:
            return
        order, picked, shown, path, title = (
            to_lf(_first(values, f"{row}{name}")).strip()
            for name in ("order", "article", "shown_article", "path", "title")
        )
        if _first(values, f"{row}DELETE") or not (path or picked):
            continue
        is_picked = picked.isdecimal() and picked != shown and len(picked) < 19
        place = int(order) if order.isdecimal() and len(order) < 6 else 1_000_000
        yield place, index, path or picked, int(picked) if is_picked else None, title
