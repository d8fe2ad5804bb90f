"""AccountSession model: where somebody is signed in to the desk."""

from django.conf import settings
from django.db import models


class AccountSession(models.Model):
    """One session of an account, as its owner can recognise it.

    `session_key` is the key of Django's session, in whatever engine it is kept: with it alone can
    one be ended. It is never shown; `browser` and `address` are. `seen_at` is exact to the hour.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_sessions"
    )
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=60)
    address = models.CharField("network", max_length=50, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"session of {self.user_id}, {self.browser}"
