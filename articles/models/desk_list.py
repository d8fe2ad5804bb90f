"""DeskList model: a list of the desk as somebody keeps it: filters under a name, and columns."""

from django.conf import settings
from django.db import models

LONGEST_QUERY = 1_000


class DeskList(models.Model):
    """`query` is the address of the filtered list behind its question mark, as its bar writes
    it; with `is_shared` it stands in everybody's bar, and its owner alone changes it.

    The row without a name is how its owner has laid out the list: `columns` are the names of those
    that he chose, in the list's own order. One table for both, for a list reads both.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_lists"
    )
    model = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    columns = models.JSONField(default=list)
    is_shared = models.BooleanField("shared with the others", default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "model", "name"], name="desk_list_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"columns of {self.user}"
