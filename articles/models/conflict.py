"""Conflict model: values of an import and an editor that a person must decide between."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.core.article_content import (
    ArticleContent,
    from_values,
    links_from_values,
    to_values,
)
from articles.core.related_merging import undecided

REPLACEMENT = "replacement"


class ConflictQuerySet(models.QuerySet):
    def open(self) -> "ConflictQuerySet":
        """Those that wait for a decision."""
        return self.filter(closed_at=None)

    def close(self, decision: str, actor: AbstractBaseUser | None = None) -> int:
        """Close those that are still open with a decision, in the name of `actor` (None: an import
        decided); return how many there were."""
        now = timezone.now()
        return self.open().update(closed_at=now, closed_by=actor, decision=decision)


class Conflict(models.Model):
    """What the last import wrote (`base`), what the article said (`ours`) and what the file says
    (`theirs`), as JSON: of one field, or of the whole content for a held replacement
    (`field` is "replacement": another answer on an occupied address, never blended). Of related
    questions, only the rows in conflict wait.

    The editor's word is live while it is open. One is open per article and field; a later delivery
    updates it in place. Of a replacement `source_path` names the file: an article that was moved to
    the address of another file may be offered both.
    """

    class Decision(models.TextChoices):
        OURS = "ours", "The editor's word kept"
        THEIRS = "theirs", "The file's word taken"
        APART = "apart", "Both kept, at two addresses"
        EDITED = "edited", "Decided by an edit"
        UNDONE = "undone", "Its import was undone"
        OUTDATED = "outdated", "Settled by a later delivery"

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=30)
    base = models.JSONField(null=True)
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    theirs_source_id = models.BigIntegerField(null=True)
    source_path = models.CharField(max_length=300, blank=True)
    import_run = models.ForeignKey(
        "ImportRun", on_delete=models.SET_NULL, null=True, related_name="conflicts"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    decision = models.CharField(max_length=10, choices=Decision, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "field", "source_path"],
                condition=Q(closed_at__isnull=True),
                name="conflict_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, decision="")
                | (Q(closed_at__isnull=False) & ~Q(decision="")),
                name="conflict_closed_by_a_decision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at", "id"],
                name="conflict_open",
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of article {self.article_id}"

    @property
    def is_replacement(self) -> bool:
        return self.field == REPLACEMENT

    def is_agreed(self, live: ArticleContent, theirs: ArticleContent | None = None) -> bool:
        """Return whether the live article says what the file says, so that nothing is left to
        decide. `theirs` is the content of a later file than the conflict's own."""
        if self.is_replacement:
            return live == (theirs or self.replacement())
        word = to_values(theirs)[self.field] if theirs else self.theirs
        if self.field == "related":
            base, file, ours = map(links_from_values, (self.base, word, self.ours))
            return not undecided(base, file, ours, live.related)
        return to_values(live)[self.field] == word

    def replacement(self) -> ArticleContent:
        """Return the whole content that a held replacement offers."""
        return from_values(self.theirs)
