"""Model of a try to sign in."""

from django.db import models


class SignInAttempt(models.Model):
    """One try with a wrong password, or with one that is still being checked.

    All three are keyed hashes (articles.audience.sign_in_throttle): of the name that was typed,
    whether it is an account's or not, of the network that it came from, and of the two together,
    where a browser that is known for the account stands for the network. `network` is empty where
    such a browser tried, or no address is known. A row goes after a quarter of an hour.
    """

    account = models.CharField(max_length=32)
    network = models.CharField(max_length=32, blank=True)
    pair = models.CharField(max_length=32)
    is_known = models.BooleanField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "made_at"], name="sign_in_by_account"),
            models.Index(fields=["network", "made_at"], name="sign_in_by_network"),
            models.Index(fields=["pair", "made_at"], name="sign_in_by_pair"),
        ]

    def __str__(self) -> str:
        return f"try to sign in of {self.made_at:%Y-%m-%d %H:%M:%S}"
