"""Which editors have an article's form open, by their last sign of life."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from articles.models import Presence

# The page speaks every 20 seconds; browsers let a tab in the background speak once a minute.
_HERE_FOR = timedelta(seconds=90)
_KEPT_FOR = timedelta(days=1)
_MOST_NAMED = 5


def stay(article_key: int, user: AbstractBaseUser) -> None:
    """Note that the user has the form open now."""
    now = timezone.now()
    if Presence.objects.filter(article_key=article_key, user=user).update(seen_at=now):
        return
    Presence.objects.filter(seen_at__lt=now - _KEPT_FOR).delete()
    row = Presence(article_key=article_key, user=user, seen_at=now)
    Presence.objects.bulk_create([row], ignore_conflicts=True)


def leave(article_key: int, user: AbstractBaseUser) -> None:
    """Note that the user has it open no more."""
    Presence.objects.filter(article_key=article_key, user=user).delete()


def others_at(article_key: int, user: AbstractBaseUser) -> list[str]:
    """Return the names of the others who have the article open, in their order, five at most."""
    now = timezone.now()
    rows = Presence.objects.filter(
        article_key=article_key,
        seen_at__gt=now - _HERE_FOR,
        # Whoever was seen before the clock was set back is not here until it has come there again.
        seen_at__lt=now + _HERE_FOR,
    ).exclude(user=user)
    field = f"user__{get_user_model().USERNAME_FIELD}"
    return list(rows.order_by(field).values_list(field, flat=True)[:_MOST_NAMED])
