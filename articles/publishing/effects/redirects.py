"""Old addresses and where they lead."""

from collections.abc import Iterable, Mapping

from articles.database.among import among
from articles.database.compiled_query import CompiledDelete, CompiledQuery
from articles.models import Article, Redirect, Status
from articles.publishing.effects.changeset import ChangeSet

_ROWS_A_STATEMENT = 500

_STANDING = CompiledQuery(
    lambda paths: Redirect.objects.filter(among("old_path", paths)).values_list(
        "pk", "old_path", "article_id"
    ),
    paths=list,
)
_REMOVE = CompiledDelete(lambda keys: Redirect.objects.filter(among("pk", keys)), keys=list)


def follow(changes: ChangeSet) -> None:
    """Free the addresses of articles that came or became public; then let old addresses lead where
    the change says. The API names the addresses that lead to an article, so that one which gains
    or loses such an address has changed."""
    if changes.placed:
        changes.note_changed(_free_addresses(changes.placed.values()))
    if paths := sorted({*changes.redirected, *changes.gone}):
        known = _STANDING.rows(paths=paths)
        changes.note_changed(article for *_, article in known if article)
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


def _free_addresses(articles: Iterable[Article]) -> set[int]:
    """Let articles have their addresses for themselves, if they are public: nobody is led elsewhere
    from there any more. While one is not, readers still go where the address led; never in a
    circle. Return the articles that readers were led to."""
    at = {article.get_absolute_url(): article for article in articles}
    found = [
        (key, led_to)
        for key, path, led_to in _STANDING.rows(paths=sorted(at))
        if at[path].status == Status.PUBLISHED or led_to == at[path].pk
    ]
    if found:
        _REMOVE(keys=[key for key, _ in found])
    return {led_to for _, led_to in found if led_to}
