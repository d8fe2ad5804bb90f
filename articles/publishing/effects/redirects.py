"""Old addresses and where they lead."""

from articles.models import Article, Redirect, Status


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


def make_way(article: Article) -> None:
    """Let an article have its address for itself, if it is public: nobody is led elsewhere from
    there any more. While it is not, readers still go where the address led; never in a circle."""
    redirects = Redirect.objects.filter(old_path=article.get_absolute_url())
    if article.status != Status.PUBLISHED:
        redirects = redirects.filter(article=article)
    redirects.delete()
