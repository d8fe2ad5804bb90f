"""BulkRun model: one action over many rows of the desk, with what undoes it."""

from django.conf import settings
from django.db import models


class BulkRun(models.Model):
    """What was done to how many rows, by whom. Its items are the rows that the person was asked
    about, so that the number asked about is the number acted on, whatever a filter finds later.

    `selection` is the query of the list from which it was started; `assignee` is to whom an
    assigning run assigns, nobody where there is none.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", "Published"
        UNPUBLISH = "unpublish", "Made drafts"
        WITHDRAW = "withdraw", "Withdrawn"
        DELETE = "delete", "Deleted"
        DISMISS = "dismiss", "Findings dismissed"
        REOPEN = "reopen", "Findings reopened"
        ASSIGN = "assign", "Articles assigned"
        ASSIGN_FINDINGS = "assign-f", "Findings assigned"

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
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
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
        return self.action in (
            *(self.Action.DISMISS, self.Action.REOPEN, self.Action.ASSIGN_FINDINGS),
        )

    @property
    def is_in_batches(self) -> bool:
        """Whether many rows share a transaction: what they change is the desk's own."""
        return self.is_of_findings or self.action == self.Action.ASSIGN

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)


class BulkItem(models.Model):
    """One row of a run: `key` is an article's or a finding's. `before` is what undoing it needs, as
    JSON; `note` says why it was skipped, or could not be undone."""

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
