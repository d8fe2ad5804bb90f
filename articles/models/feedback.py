"""Feedback model: a reader's vote and note on an article."""

from django.db import models
from django.db.models import Q

MOST_NOTE_CHARACTERS = 1_000


class Feedback(models.Model):
    """One answer to "Was this answer helpful?", with a note or without; or the report of an error
    (`is_report`), which is no vote: `is_helpful` is null unless the visitor has voted as well.

    `visitor` distinguishes the visitors of one day and is emptied after it (VisitorSalt); until
    then a visitor has one row per article, changed `changes` times. A row without a note goes with
    its day: its vote stands in Readership.
    """

    class State(models.IntegerChoices):
        VOTE = 0, "A vote without a note"
        UNREAD = 1, "Unread"
        HANDLED = 2, "Handled"

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="feedback")
    is_helpful = models.BooleanField("helpful", null=True)
    is_report = models.BooleanField("error report", default=False)
    note = models.TextField(blank=True)
    state = models.PositiveSmallIntegerField(choices=State, default=State.VOTE)
    visitor = models.CharField(max_length=32, blank=True, editable=False)
    changes = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("sent", editable=False, db_index=True)

    class Meta:
        verbose_name = "reader's note"
        verbose_name_plural = "readers' notes"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "article"],
                condition=~Q(visitor=""),
                name="feedback_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=0, note="") | (Q(state__in=[1, 2]) & ~Q(note="")),
                name="feedback_state_follows_note",
            ),
            models.CheckConstraint(
                condition=Q(is_helpful__isnull=False) | (Q(is_report=True) & ~Q(note="")),
                name="feedback_votes_or_reports",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="feedback_by_state"),
            models.Index(fields=["visitor", "created_at"], name="feedback_of_visitor"),
        ]

    def __str__(self) -> str:
        vote = "error report" if self.is_report else "helpful" if self.is_helpful else "not helpful"
        return f"{vote}: article {self.article_id}"


class VisitorSalt(models.Model):
    """The secret of one day, with which addresses of visitors are hashed.

    It is random and removed with its day: from then on nobody, not even who holds the database and
    SECRET_KEY, can find out which address a hash was made of.
    """

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"salt of {self.day}"
