"""Redirects that a person or a list makes: single ones in the desk, many from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import Article, Redirect
from articles.publishing.effects import ADDRESSES, ChangeSet
from articles.publishing.operations.absorb import absorb
from articles.publishing.operations.unit_of_work import operation


@dataclass(frozen=True, slots=True)
class MovedQuestion:
    """An old address and the article that it leads to from now on. `absorbed`: the article that
    stood at the old address with the same text, which is withdrawn."""

    old_path: str
    article: Article
    absorbed: Article | None = None


@operation
def save_redirect(redirect: Redirect) -> tuple[None, ChangeSet]:
    """Save a redirect as the desk's form made it. The articles that it leads to from now on, and
    led to until now, have changed: the API names the addresses that lead to them."""
    stored = Redirect.objects.filter(pk=redirect.pk).values_list("article", flat=True)
    changes = ChangeSet(stamps={ADDRESSES})
    changes.note_changed({*stored, redirect.article_id} - {None})
    redirect.save()
    return None, changes


@operation
def remove_redirects(redirects: Iterable[Redirect]) -> tuple[None, ChangeSet]:
    """Remove redirects; the articles that they led to have changed."""
    rows = Redirect.objects.filter(pk__in=[redirect.pk for redirect in redirects])
    changes = ChangeSet(stamps={ADDRESSES})
    changes.note_changed(rows.exclude(article=None).values_list("article", flat=True))
    rows.delete()
    return None, changes


@operation
def restore_redirects(redirects: Sequence[Redirect]) -> tuple[None, ChangeSet]:
    """Put back redirects that were removed; the articles that they lead to have changed."""
    changes = ChangeSet(stamps={ADDRESSES})
    changes.note_changed({redirect.article_id for redirect in redirects} - {None})
    Redirect.objects.bulk_create(redirects)
    return None, changes


@operation
def redirect_address(old_path: str, article: Article | None) -> tuple[None, ChangeSet]:
    """Let an old address lead to an article, or answer 410 where there is none."""
    if article is None:
        return None, ChangeSet(gone={old_path})
    return None, ChangeSet(redirected={old_path: article})


@operation
def redirect_moved(rows: Iterable[MovedQuestion]) -> tuple[None, ChangeSet]:
    """Write a list of moved questions: all of it or nothing, its effects once. Raises TargetAway
    where an article that shall absorb another is public no more."""
    changes = ChangeSet()
    for row in rows:
        if row.absorbed is None:
            changes.redirected[row.old_path] = row.article
        else:
            _, absorbing = absorb.writing(row.absorbed, row.article)
            # What an earlier row led to the absorbed article goes on with it.
            for path, target in changes.redirected.items():
                if target.pk == row.absorbed.pk:
                    changes.redirected[path] = row.article
            # What an earlier row said of an address stands, though the database does not know yet.
            absorbing.redirected = absorbing.redirected | changes.redirected
            changes.add(absorbing)
    return None, changes
