"""The queue of due articles, page by page."""

from collections.abc import Iterator

from articles.models import RelatingDue


def due_pages(stage: int, size: int) -> Iterator[list[int]]:
    """Yield the articles at a stage in the order of their keys; no cursor stays open, and those of
    a page may leave the stage before the next is read."""
    last = 0
    due = RelatingDue.objects.filter(stage=stage).order_by("article")
    while keys := list(due.filter(article__gt=last).values_list("article_id", flat=True)[:size]):
        yield keys
        last = keys[-1]
