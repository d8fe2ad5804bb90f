"""AccountLink model: the link by which somebody chooses a password, once."""

from django.conf import settings
from django.db import models


class AccountLink(models.Model):
    """One an account: a new one takes the place of the one before.

    `digest` is the SHA-256 of the secret in the link, which is kept nowhere: who reads the table
    can open nothing.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_link"
    )
    digest = models.CharField(max_length=64)
    is_invitation = models.BooleanField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"link for a password of {self.user_id}"
