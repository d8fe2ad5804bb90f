"""Scope of a search: readers' indexable articles or all, optionally of one subject."""

from dataclasses import dataclass
from typing import NamedTuple

from articles.models import Article, IndexStatus

ARTICLES = Article._meta.db_table
# How many of the questions that begin with a text are looked at: a bound for "what", with which
# half of a million questions begin.
LEADS = 2_000


class Statement(NamedTuple):
    """SQL and its parameters; the rows are (article_id, question, keywords)."""

    sql: str
    parameters: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Readers find what search engines may list, so that of equal texts one is found; the desk
    finds everything. With a subject, or with some of an editor's, only what stands in them."""

    is_everything: bool = False
    subject_id: int | None = None
    subject_ids: tuple[int, ...] | None = None

    def condition(self, alias: str) -> Statement:
        """The condition on an article's row that stands under `alias`."""
        conditions, parameters = ["TRUE"], []
        if not self.is_everything:
            conditions.append(f"{alias}.index_status = %s")
            parameters.append(IndexStatus.INDEXABLE.value)
        if self.subject_id is not None:
            conditions.append(f"{alias}.subject_id = %s")
            parameters.append(self.subject_id)
        if self.subject_ids is not None:
            marks = ", ".join(["%s"] * len(self.subject_ids))
            conditions.append(f"{alias}.subject_id IN ({marks})" if marks else "FALSE")
            parameters += self.subject_ids
        return Statement(" AND ".join(conditions), tuple(parameters))
