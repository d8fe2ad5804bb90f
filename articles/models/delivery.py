"""Delivery and DeliveryFile models: files that somebody brings to the desk, and their plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.import_run import ImportRun
from articles.models.task_run import TaskRun


class Delivery(models.Model):
    """`name` is what people know it by, `source` the path that is read: an upload that is kept
    (`is_upload`), or a path below DELIVERIES_DIR. `fingerprint` is the SHA-256 of what was planned
    from; `plan_digest` names the plan (`Report.plan_digest`), and `plan_number` its rows: those of
    the next are written beside them.

    `counts`, `problems` and `report` are those of the plan until it is applied, then of the import.
    `approved` are the actions that somebody approved. `moves` say, a line a file, what differs from
    the plan that was shown before: then it is asked again. `notes` (the first 50) and `unchanged`
    (files that are in the library byte for byte) are of the report, which has megabytes; None of a
    plan that an older version made.
    """

    class State(models.TextChoices):
        PLANNING = "planning", "Being read"
        PLANNED = "planned", "Waits for approval"
        APPLYING = "applying", "Being imported"
        APPLIED = "applied", "Imported"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Could not be read"
        DISCARDED = "discarded", "Discarded"

    name = models.CharField(max_length=300)
    source = models.CharField(max_length=1000)
    is_upload = models.BooleanField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNING)
    sentence = models.CharField(max_length=1000, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    plan_digest = models.CharField(max_length=32, blank=True)
    plan_number = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    notes = models.JSONField(null=True)
    unchanged = models.PositiveIntegerField(null=True)
    approved = models.JSONField(default=list)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    moves = models.JSONField(default=list)
    task = models.ForeignKey(
        TaskRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    import_run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )

    class Meta:
        verbose_name_plural = "deliveries"
        default_permissions = ("view", "add", "change")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        *("planning", "planned", "applying", "applied", "undoing", "undone"),
                        *("failed", "discarded"),
                    )
                ),
                name="delivery_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryFile(models.Model):
    """One decision of a plan. `path` is the source path, `action` one of `Action`; `words` say why
    it is held, skipped or failed, or what else to know. `fact` is its PlanFact, of which the
    digest names the decision. `packed` holds the fields that differ (`articles.deliveries`), empty
    where none does."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    plan_number = models.PositiveIntegerField()
    path = models.CharField(max_length=1000)
    action = models.CharField(max_length=10)
    title = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    article_key = models.BigIntegerField(null=True)
    fact = models.JSONField(default=list)
    packed = models.BinaryField(default=b"")

    class Meta:
        default_permissions = ()
        ordering = ("path",)
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "plan_number", "path"], name="delivery_file_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["delivery", "plan_number", "action", "path"], name="delivery_file_by_action"
            )
        ]

    def __str__(self) -> str:
        return self.path
