"""Draft model: what an editor is writing on an article, beside its live text."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Draft(models.Model):
    """One an article: what the boxes of its form held when it was last kept, as they were sent.

    `values` is {name of a box: [text, …]}: a date that is half typed is kept like everything else.
    `base_version` is the version of the article that the form was made of, so that publishing the
    draft merges it into what has come since. `number` counts the saves: a form that knows another
    number than the stored one writes over nothing. `article_key` is no foreign key, as a revision's
    is none: an article that is deleted and brought back finds its draft again.

    `share_key` is part of the address that shows the draft to whoever has it, until `shared_until`;
    another one makes the old address lead nowhere.
    """

    article_key = models.BigIntegerField(primary_key=True)
    base_version = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)
    values = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    saved_at = models.DateTimeField()
    share_key = models.CharField(max_length=32, blank=True)
    shared_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-saved_at"], name="draft_newest")]

    def __str__(self) -> str:
        return f"draft of article {self.article_key}"

    @property
    def is_shared(self) -> bool:
        """Whether its address shows it now."""
        return self.shared_until is not None and self.shared_until > timezone.now()
