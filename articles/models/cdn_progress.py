"""How far a CDN has been told of changes."""

from django.db import models
from django.utils import timezone

from articles.models.change import Change
from articles.models.page_stamp import PageStamp

NOTHING = -1


class CdnProgress(models.Model):
    """One row: everything up to the numbers `change` and `stamp` (Change, PageStamp) was purged
    once, everything up to the settled ones a second time, some seconds after the first, which took
    place at `purged_at`. -1: nothing was.

    No row a change: the numbers are written in its transaction, and become visible in their order,
    so that whoever reads on from the last misses none. Written by `articles.cdn` alone.
    """

    change = models.BigIntegerField(default=NOTHING)
    stamp = models.BigIntegerField(default=NOTHING)
    settled_change = models.BigIntegerField(default=NOTHING)
    settled_stamp = models.BigIntegerField(default=NOTHING)
    purged_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="cdn_progress_once"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"up to change {self.change} and stamp {self.stamp}"

    @property
    def waiting(self) -> int:
        """How many changed articles and stamped names the CDN has not been told of."""
        changes = Change.objects.filter(number__gt=self.change)
        return changes.count() + PageStamp.objects.filter(number__gt=self.stamp).count()
