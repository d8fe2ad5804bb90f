"""Old addresses and where they lead."""

from collections.abc import Mapping

from articles.models import Article, Redirect, Status
from articles.publishing.effects.changeset import ChangeSet

_ROWS_A_STATEMENT = 500


def follow(changes: ChangeSet) -> None:
    """Free the addresses of articles that came or became public; then let old addresses lead where
    the change says. The API names the addresses that lead to an article, so that one which gains
    or loses such an address has changed."""
    for article in changes.placed.values():
        changes.note_changed(_free_address(article))
    paths = {*changes.redirected, *changes.gone}
    known = Redirect.objects.filter(old_path__in=paths) if paths else Redirect.objects.none()
    changes.note_changed(known.exclude(article=None).values_list("article", flat=True))
    changes.note_changed(article.pk for article in changes.redirected.values())
    _write_redirects(changes.redirected | dict.fromkeys(changes.gone))


def _write_redirects(targets: Mapping[str, Article | None]) -> None:
    """Let old addresses lead to their articles, or (None) answer 410, whatever they led to before;
    a row that stands keeps its key."""
    Redirect.objects.bulk_create(
        [
            Redirect(old_path=path, article=article, is_gone=article is None)
            for path, article in sorted(targets.items())
        ],
        batch_size=_ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=["old_path"],
        update_fields=["article", "page", "external_url", "is_gone"],
    )


def _free_address(article: Article) -> set[int]:
    """Let an article have its address for itself, if it is public: nobody is led elsewhere from
    there any more. While it is not, readers still go where the address led; never in a circle.
    Return the articles that readers were led to."""
    redirects = Redirect.objects.filter(old_path=article.get_absolute_url())
    if article.status != Status.PUBLISHED:
        redirects = redirects.filter(article=article)
    losing = set(redirects.exclude(article=None).values_list("article", flat=True))
    redirects.delete()
    return losing
