"""One operation: a transaction that writes, then applies what the write sets off."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from articles.database.retry import retried_transaction
from articles.models import Article
from articles.publishing.article_reads import read_again
from articles.publishing.effects import ChangeSet, apply

P = ParamSpec("P")
T = TypeVar("T")


def operation(write: Callable[P, tuple[T, ChangeSet]]) -> Callable[P, T]:
    """Turn a function that writes and returns (result, ChangeSet) into one that also applies the
    effects, in one transaction, retried on deadlock. An article comes back as it is after them.

    Its `writing` is the function itself, for an operation that is made of several: the effects of
    all are applied once, by the outer one.
    """

    @retried_transaction
    @wraps(write)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        result, changes = write(*args, **kwargs)
        apply(changes)
        if isinstance(result, Article):
            read_again(result)
        return result

    whole.writing = write
    return whole
