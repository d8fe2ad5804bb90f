"""Presence model: who has an article's form open."""

from django.conf import settings
from django.db import models


class Presence(models.Model):
    """One row an article and editor, as of the last sign of life of a page that is open. It says
    nothing once that is a minute old, and is removed after a day."""

    article_key = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_key", "user"], name="presence_of_editor")
        ]

    def __str__(self) -> str:
        return f"{self.user} at article {self.article_key}"
