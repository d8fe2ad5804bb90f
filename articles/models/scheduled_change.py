"""ScheduledChange model: what shall become of an article at a time."""

from django.conf import settings
from django.db import models


class ScheduledChange(models.Model):
    """Publishing or withdrawing of an article, due at `due_at`; the row goes as it is done.

    `problem` says why it could not be done; such a row is not tried again. `user` is who wished it,
    and whose name the version bears. `draft_saved_at` is the state of the draft that he planned to
    publish: what somebody who may not publish has written into it since is not public unseen.
    `article_key` is no foreign key, so that an article which is deleted and brought back finds it
    again.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", "Publish"
        WITHDRAW = "withdraw", "Withdraw"

    article_key = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    due_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    problem = models.CharField(max_length=300, blank=True)
    draft_saved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article_key", "action"], name="scheduled_change_of_article"
            )
        ]
        indexes = [models.Index(fields=["problem", "due_at", "id"], name="scheduled_change_due")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} article {self.article_key} at {self.due_at}"
