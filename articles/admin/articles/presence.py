"""Who else has an article's form open: told before both have typed.

A page that is open gives a sign of life (`static/admin/qtsite/presence.js`), and takes its row away
as it is left; one that could not is forgotten after a minute.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.models import Presence

# The page speaks every 20 seconds; browsers let a tab in the background speak once a minute.
_HERE_FOR = timedelta(seconds=90)
_KEPT_FOR = timedelta(days=1)
_MOST_NAMED = 5


class PresenceMixin:
    """For the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        name = "articles_article_presence"
        return [path("<int:pk>/presence/", self.presence, name=name), *super().get_urls()]

    @method_decorator([never_cache, require_POST])
    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note that the user has the form open, or with `left` that he has no more; answer
        {"others": [names]}. Not behind the desk's door, which would answer the script with the page
        for signing in."""
        user = request.user
        if not (user.is_active and user.is_staff and self.has_view_or_change_permission(request)):
            return JsonResponse({"others": []}, status=403)
        if "left" in request.POST:
            Presence.objects.filter(article_key=pk, user=user).delete()
            return JsonResponse({"others": []})
        now = timezone.now()
        rows = Presence.objects.filter(article_key=pk, user=user)
        if not rows.update(seen_at=now):
            Presence.objects.filter(seen_at__lt=now - _KEPT_FOR).delete()
            row = Presence(article_key=pk, user=user, seen_at=now)
            Presence.objects.bulk_create([row], ignore_conflicts=True)
        return JsonResponse({"others": others_at(pk, user)})


def others_at(article_key: int, user: AbstractBaseUser) -> list[str]:
    """Return the names of the others who have the article open, in their order, five at most."""
    rows = Presence.objects.filter(
        article_key=article_key, seen_at__gt=timezone.now() - _HERE_FOR
    ).exclude(user=user)
    field = f"user__{get_user_model().USERNAME_FIELD}"
    return list(rows.order_by(field).values_list(field, flat=True)[:_MOST_NAMED])
