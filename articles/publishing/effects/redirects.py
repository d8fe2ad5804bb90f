"""Old addresses and where they lead."""

from articles.models import Article, Redirect, Status
from articles.publishing.effects.changeset import ChangeSet


def follow(changes: ChangeSet) -> None:
    """Free the addresses of articles that came or became public; then let old addresses lead where
    the change says. The API names the addresses that lead to an article, so that one which gains
    or loses such an address has changed."""
    for article in changes.placed.values():
        changes.note_changed(_free_address(article))
    paths = {*changes.redirected, *changes.gone}
    known = Redirect.objects.filter(old_path__in=paths) if paths else Redirect.objects.none()
    changes.note_changed(known.exclude(article=None).values_list("article", flat=True))
    for old_path, article in changes.redirected.items():
        point(old_path, article)
        changes.note_changed([article.pk])
    for old_path in changes.gone:
        mark_gone(old_path)


def point(old_path: str, article: Article) -> Redirect:
    """Let an old address lead to an article, whatever it led to before."""
    redirect, _ = Redirect.objects.update_or_create(
        old_path=old_path, defaults={"article": article, "external_url": "", "is_gone": False}
    )
    return redirect


def mark_gone(old_path: str) -> Redirect:
    """Let an old address answer 410."""
    redirect, _ = Redirect.objects.update_or_create(
        old_path=old_path, defaults={"article": None, "external_url": "", "is_gone": True}
    )
    return redirect


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
