"""Old addresses and where they lead."""

from articles.models import Article, Redirect


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
