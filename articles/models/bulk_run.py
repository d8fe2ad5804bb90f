"""BulkRun model: one action over many rows of the desk, with what undoes it."""

from django.conf import settings
from django.db import models


class BulkRun(models.Model):
    """What was done to how many rows, by whom. Its items are the rows that the person was asked
    about, so that the number asked about is the number acted on, whatever a filter finds later.

    `selection` is the query of the list from which it was started.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", "Published"
        UNPUBLISH = "unpublish", "Made drafts"
        WITHDRAW = "withdraw", "Withdrawn"
        DELETE = "delete", "Deleted"
        DISMISS = "dismiss", "Findings dismissed"
        REOPEN = "reopen", "Findings reopened"
        HANDLE = "handle", "Notes marked as handled"
        UNREAD = "unread", "Notes marked as unread"
        SETTLE = "settle", "Searches marked as dealt with"
        UNSETTLE = "unsettle", "Searches marked as open"
        IGNORE = "ignore", "Unknown addresses ignored"
        REMOVE = "remove", "Redirects deleted"

    class State(models.TextChoices):
        RUNNING = "running", "At work"
        STOPPED = "stopped", "Stopped"
        FINISHED = "finished", "Finished"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    action = models.CharField(max_length=10, choices=Action)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    selection = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.total:,}"

    @property
    def is_of_findings(self) -> bool:
        return self.action in (self.Action.DISMISS, self.Action.REOPEN)

    @property
    def is_of_marks(self) -> bool:
        """Whether it marks what readers have left: notes, searches, unknown addresses."""
        marks = (self.Action.HANDLE, self.Action.UNREAD, self.Action.SETTLE, self.Action.UNSETTLE)
        return self.action in (*marks, self.Action.IGNORE)

    @property
    def is_of_redirects(self) -> bool:
        return self.action == self.Action.REMOVE

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)


class BulkItem(models.Model):
    """One row of a run: `key` is that of an article, a finding, or what else the run is about.
    `before` is what undoing it needs, as JSON; `note` says why it was skipped, or could not be
    undone."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits"
        DONE = "done", "Done"
        SKIPPED = "skipped", "Skipped"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Could not be undone"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items", db_index=False)
    key = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    before = models.JSONField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="bulk_item_once")]
        indexes = [models.Index(fields=["run", "state", "id"], name="bulk_item_by_state")]

    def __str__(self) -> str:
        return f"{self.key} of run {self.run_id}"
