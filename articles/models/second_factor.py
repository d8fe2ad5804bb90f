"""Models of what is shown beside a password: an authenticator app, passkeys, recovery codes."""

from django.conf import settings
from django.db import models


class AuthenticatorApp(models.Model):
    """The app that shows an account's codes (RFC 6238); one an account.

    `sealed_key` is the key that both share, encrypted (articles.accounts.sealing). `last_step` is
    the time step, in units of 30 seconds, of the newest code that was taken: none is taken twice.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticator_app"
    )
    sealed_key = models.CharField(max_length=200)
    last_step = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"authenticator app of {self.user_id}"


class Passkey(models.Model):
    """A passkey of an account (WebAuthn, level 3).

    `credential_id` and `user_handle`, the same in all of an account's, are base64url without
    padding; `credential` is the attested credential data, public key included. `sign_count` is the
    signature counter, 0 of what has none. A challenge from before `used_at` is not taken any more.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(max_length=60)
    # 1,023 bytes at most (WebAuthn, 5.8.3).
    credential_id = models.CharField(max_length=1_364, unique=True)
    user_handle = models.CharField(max_length=86)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"passkey {self.name} of {self.user_id}"


class RecoveryCode(models.Model):
    """A code for who has lost the device; `digest` is its hash, made as a password's is."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
