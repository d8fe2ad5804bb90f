"""Finding model: a problem of an article or of a file that an editor should see."""

from django.conf import settings
from django.db import models

from articles.core.text.bidi_controls import show_directions
from articles.core.text.problem_kinds import Severity


class Finding(models.Model):
    """A `Problem` of `articles.core.text.problem_kinds`, kept until it is mended or dismissed.

    `path` is the source path, so that a file which was refused can be named without an article.
    A dismissed finding stays dismissed while the same words stay (kind, field and detail), and is
    as long the work of whom it is assigned to (`assignee`).
    """

    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    import_run = models.ForeignKey(
        "ImportRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="findings"
    )
    path = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    severity = models.CharField(
        max_length=8, choices=[(severity.value, severity.value) for severity in Severity]
    )
    field = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    detail = models.TextField(blank=True)
    is_dismissed = models.BooleanField("dismissed", default=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,  # finding_by_assignee
        related_name="assigned_findings",
        verbose_name="assigned to",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__in=[severity.value for severity in Severity]),
                name="finding_severity_known",
            ),
        ]
        indexes = [
            models.Index(fields=["is_dismissed", "kind", "-id"], name="finding_by_kind"),
            models.Index(fields=["is_dismissed", "severity", "-id"], name="finding_by_severity"),
            models.Index(
                fields=["assignee", "-id"],
                name="finding_by_assignee",
                condition=models.Q(assignee__isnull=False),
            ),
            # Which articles have open ones, of which kind and how many: read through as a whole
            # (6 ms for 73,000, where the rows themselves took 900).
            models.Index(
                fields=["article", "kind"],
                name="finding_open",
                condition=models.Q(is_dismissed=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {show_directions(self.path)}"
