"""ImportRun model: one run of the importer and its result."""

from django.conf import settings
from django.db import models


class ImportRun(models.Model):
    """A run that died stays RUNNING with no `finished_at`.

    `is_settled`: the links and the twins of what it wrote have been looked at since. A run that
    died is not; the next one settles the whole library.

    `counts` has created, updated, unchanged, skipped and failed; `problems` counts the findings by
    kind; `failures` lists `{"path", "reason"}` of the files that were refused, the first 1,000.
    `revision` is the commit that was read of a git repository, and `revision_note` says who made
    it, when and why; both are empty of files and folders.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running, or died"
        FINISHED = "finished", "Finished"
        INTERRUPTED = "interrupted", "Interrupted"
        UNDONE = "undone", "Undone"

    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    is_settled = models.BooleanField(default=False, editable=False)
    started_at = models.DateTimeField(auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    sources = models.JSONField(default=list, help_text="The paths that were imported.")
    revision = models.CharField(max_length=64, blank=True, default="", db_default="")
    revision_note = models.CharField(max_length=300, blank=True, default="", db_default="")
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    failures = models.JSONField(default=list)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("running", "finished", "interrupted", "undone")),
                name="import_run_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"import of {self.started_at:%Y-%m-%d %H:%M}"
