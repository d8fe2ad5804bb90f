"""UnknownAddress model: a requested address that does not exist, with its count."""

from django.db import models
from django.db.models import Q


class UnknownAddress(models.Model):
    """`path` is the canonical form (`/learn/Physics/` and `/learn/physics.html` are one row).

    `readers` and `bots` count who asked; `referrer_host` is where one of them came from last.
    `suggestion` is the nearest article as of `suggested_at` (null: not looked for yet). The table
    is bounded (`articles/audience/unknown_addresses.py`); an ignored address stays, so that it is
    not listed again.
    """

    path = models.CharField("address", max_length=300, unique=True)
    readers = models.PositiveIntegerField(default=0)
    bots = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField("first seen")
    last_seen_at = models.DateTimeField("last seen")
    referrer_host = models.CharField("came from", max_length=100, blank=True)
    is_ignored = models.BooleanField("ignored", default=False)
    suggestion = models.ForeignKey(
        "Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    suggested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "unknown address"
        verbose_name_plural = "unknown addresses"
        ordering = ("-readers", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/"), name="unknown_address_is_absolute"
            ),
        ]

    def __str__(self) -> str:
        return self.path
