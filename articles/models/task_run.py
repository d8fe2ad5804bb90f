"""TaskRun model: a piece of long work that is done in the background, and how far it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TaskRun(models.Model):
    """`kind` names the work (`articles.tasks.kinds`), `arguments` say on what. `done` of `total`
    units are done; a total of 0 is not known yet. `sentence` is for the person: what became of it,
    or why it failed; `report` holds the figures.

    `attempt` is raised by whoever takes the work up, and nobody else may then write into the row.
    `kills` counts the workers that died at it since it got further than ever before (`furthest`, of
    the units of `done`). While it is done `report` holds what a next attempt must know. `once`
    names what must not wait twice. `result_key` is the row of django-tasks-db by which workers
    find it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        STOPPING = "stopping", "Stopping"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    arguments = models.JSONField(default=dict)
    once = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    sentence = models.CharField(max_length=1000, blank=True)
    report = models.JSONField(default=dict)
    attempt = models.PositiveIntegerField(default=0)
    kills = models.PositiveSmallIntegerField(default=0)
    furthest = models.PositiveIntegerField(default=0, db_default=0)
    result_key = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "background task"
        default_permissions = ("view", "change")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["once"],
                condition=Q(state="waiting") & ~Q(once=""),
                name="task_run_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("waiting", "running", "stopping", "stopped", "done", "failed")
                ),
                name="task_run_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="task_run_by_state")]

    def __str__(self) -> str:
        return f"task {self.pk} ({self.kind})"

    @property
    def has_ended(self) -> bool:
        return self.state in {self.State.STOPPED, self.State.DONE, self.State.FAILED}
