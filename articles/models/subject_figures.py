"""SubjectFigures model: how many of what there were in a subject on a day."""

from django.db import models
from django.db.models import Q


class SubjectFigures(models.Model):
    """A row a day (UTC) and subject, written once a day and kept for 13 weeks; without a subject,
    what belongs to none: files that were refused, unknown addresses.

    The first six columns are the articles by their IndexStatus, then the open findings by severity;
    `views_of_week` are those of the seven whole days before `day`.
    """

    day = models.DateField()
    subject = models.ForeignKey(
        "Subject", on_delete=models.CASCADE, null=True, related_name="figures"
    )
    indexable = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    no_index = models.PositiveIntegerField(default=0)
    hidden_subject = models.PositiveIntegerField(default=0)
    draft = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    error = models.PositiveIntegerField(default=0)
    warning = models.PositiveIntegerField(default=0)
    info = models.PositiveIntegerField(default=0)
    views_of_week = models.PositiveBigIntegerField(default=0)
    unread_notes = models.PositiveIntegerField(default=0)
    unknown_addresses = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "subject"], name="subject_figures_once"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(subject=None), name="subject_figures_of_none_once"
            ),
        ]

    def __str__(self) -> str:
        return f"figures of subject {self.subject_id} on {self.day}"
