"""ProviderIdentity model: who signs in to an account by the OpenID Connect provider."""

from django.conf import settings
from django.db import models


class ProviderIdentity(models.Model):
    """One an account and provider. The provider's `issuer` and `subject` together name somebody
    for ever (OpenID Connect Core 1.0, 2); `email` is what he was called when he was linked, for
    people to read, and decides nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_identities"
    )
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    email = models.CharField(max_length=254, blank=True)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_an_identity"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_identity_an_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.email or self.subject} at {self.issuer}"
