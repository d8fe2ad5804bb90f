"""Conflicts that an editor's save settles by itself."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from articles.core.content import ArticleContent, to_values
from articles.models import Article, Conflict
from articles.models.conflict import REPLACEMENT


def close_agreed(article: Article, content: ArticleContent, actor: AbstractBaseUser | None) -> None:
    """Close the open conflicts of the fields in which the article now says what the file said:
    there is nothing left to decide. A replacement is decided as a whole, by a person."""
    values = to_values(content)
    for conflict in Conflict.objects.filter(article=article, closed_at=None):
        if conflict.field != REPLACEMENT and values[conflict.field] == conflict.theirs:
            conflict.closed_at = timezone.now()
            conflict.closed_by = actor
            conflict.decision = Conflict.Decision.EDITED
            conflict.save(update_fields=["closed_at", "closed_by", "decision"])
