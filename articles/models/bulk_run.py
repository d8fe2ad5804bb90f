"""BulkRun model: one action over many rows of the desk, with what undoes it."""

from django.conf import settings
from django.db import models

from articles.models.task_run import TaskRun


class BulkRun(models.Model):
    """What was done to how many rows, by whom. Its items are the rows that the person was asked
    about, so that the number asked about is the number acted on, whatever a filter finds later.

    `selection` is the query of the list from which it was started. `order` says what a run of
    changes shall do (`articles.bulk_runs.orders`); such a run is planned before it begins: its
    items are chosen, then planned, and `total` is the number of those that the plan changes.
    `tally` is how many items there were in each state, once they are gone
    (`articles.bulk_runs.kept_runs`): until then there is none.
    `task` goes on with it in the background. `assignee` is to whom an assigning run assigns, nobody
    where there is none.
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
        CHANGE = "change", "Changed"
        ASSIGN = "assign", "Articles assigned"
        ASSIGN_FINDINGS = "assign-f", "Findings assigned"

    class State(models.TextChoices):
        CHOOSING = "choosing", "Waits to be told what to do"
        PLANNING = "planning", "Being planned"
        PLANNED = "planned", "Planned"
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
    order = models.JSONField(null=True)
    tally = models.JSONField(null=True)
    task = models.ForeignKey(
        TaskRun, on_delete=models.SET_NULL, null=True, related_name="bulk_runs", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        words = self.order["words"] if self.order else self.get_action_display()
        return f"{words}: {self.total:,}"

    @property
    def is_of_findings(self) -> bool:
        findings = (self.Action.DISMISS, self.Action.REOPEN, self.Action.ASSIGN_FINDINGS)
        return self.action in findings

    @property
    def is_assigning(self) -> bool:
        return self.action in (self.Action.ASSIGN, self.Action.ASSIGN_FINDINGS)

    @property
    def is_of_rows(self) -> bool:
        """Whether it leaves articles as they are: many rows then share a transaction."""
        return self.is_assigning or not self.is_of_articles

    @property
    def is_of_marks(self) -> bool:
        """Whether it marks what readers have left: notes, searches, unknown addresses."""
        marks = (self.Action.HANDLE, self.Action.UNREAD, self.Action.SETTLE, self.Action.UNSETTLE)
        return self.action in (*marks, self.Action.IGNORE)

    @property
    def is_of_redirects(self) -> bool:
        return self.action == self.Action.REMOVE

    @property
    def is_of_articles(self) -> bool:
        return not (self.is_of_findings or self.is_of_marks or self.is_of_redirects)

    @property
    def writes_texts(self) -> bool:
        """Whether it gives articles other contents where they stand."""
        return bool(self.order) and self.order["kind"] not in ("status", "subject")

    @property
    def is_being_prepared(self) -> bool:
        """Whether it has changed nothing yet: it is chosen for, planned, or waits for a yes."""
        return self.state in (self.State.CHOOSING, self.State.PLANNING, self.State.PLANNED)

    @property
    def can_be_undone(self) -> bool:
        """Whether it has ended, and what its items were before is known."""
        return self.state in (self.State.FINISHED, self.State.STOPPED) and self.tally is None

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)


class BulkItem(models.Model):
    """One row of a run: `key` is that of an article, a finding, or what else the run is about.
    `before` is what undoing it needs, as JSON; `note` says why it was skipped, or could not be
    undone. `plan` is what was planned for it: the article's version, and the digest of what it
    becomes; of a sheet, also its cells."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits"
        DONE = "done", "Done"
        SKIPPED = "skipped", "Skipped"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Could not be undone"
        CHOSEN = "chosen", "Not planned yet"
        SAME = "same", "Nothing to change"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items", db_index=False)
    key = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    before = models.JSONField(null=True)
    plan = models.JSONField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="bulk_item_once")]
        indexes = [models.Index(fields=["run", "state", "id"], name="bulk_item_by_state")]

    def __str__(self) -> str:
        return f"{self.key} of run {self.run_id}"
