"""Finding on a text that was imported under a second address: moved or cross-posted."""

from django.db.models import Exists, OuterRef

from articles.models import Article, Finding, Status

SAME_TEXT = "same-text-elsewhere"


def audit_same_text() -> int:
    """Forget the question where the texts differ by now, or the other article is withdrawn or
    gone; return how many are left. It is asked once, when the text comes, and stays until then or
    until a person dismisses it."""
    others = Article.objects.filter(content_digest=OuterRef("article__content_digest"))
    others = others.exclude(pk=OuterRef("article")).exclude(status=Status.WITHDRAWN)
    asked = Finding.objects.filter(kind=SAME_TEXT)
    asked.filter(~Exists(others)).delete()
    return asked.filter(is_dismissed=False).count()
