"""Queue of addresses for IndexNow."""

from django.db import models
from django.utils import timezone


class Announcement(models.Model):
    """Written in the transaction of the change, deleted once it is sent (`articles.indexnow`).

    One row a change: no uniqueness, on which two changes at once would wait for each other, and
    with which one that comes while the row before it is being sent would be lost.
    """

    path = models.CharField(max_length=300)
    queued_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.path
