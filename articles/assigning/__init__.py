"""Whose work articles and findings are. The desk's own: nothing here changes an article, its
revisions or what readers see."""

from articles.assigning.assignments import (
    assign_articles,
    assign_findings,
    may_take,
    people,
    release_unfit,
)

__all__ = ["assign_articles", "assign_findings", "may_take", "people", "release_unfit"]
