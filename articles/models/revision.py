"""Revision model: an article's content before a change."""

from django.conf import settings
from django.db import models

from articles.core.article_content import ArticleContent, from_json
from articles.core.source.compression import unpack
from articles.models.index_status import Status

# A decision about conflicts gives as its reason this and the names of the fields.
DECIDED = "Decided: "


class Revision(models.Model):
    """The article as it stood at `version`, written when a change made the next one.

    `actor`, `reason` and `import_run` describe that change. `content` is JSON, packed
    (`articles/core/article_content.py`, `articles/core/source/compression.py`). It outlives its
    article: `article_key` is the key that the article had, and gets back when it is undeleted; the
    last one holds what hung on the article, too (`attachments`, of
    `articles.publishing.undelete_snapshot`).
    A creation has no revision: its ImportRun or its log entry explains it.
    """

    class Kind(models.TextChoices):
        EDITED = "edited", "Edited"
        IMPORTED = "imported", "Imported"
        DECIDED = "decided", "Conflict decided"
        RESTORED = "restored", "Restored"
        STATUS = "status", "Status changed"
        MOVED = "moved", "Moved"
        DELETED = "deleted", "Deleted"
        UNDONE = "undone", "Import undone"

    article = models.ForeignKey(
        "Article",
        on_delete=models.SET_NULL,
        null=True,
        related_name="revisions",
        db_index=False,  # revision_of_article, below
    )
    article_key = models.BigIntegerField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    fields = models.JSONField(default=list, help_text="The fields that the change touched.")
    subject_slug = models.CharField(max_length=80)
    slug = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status)
    source_id = models.BigIntegerField(null=True)
    packed = models.BinaryField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    import_run = models.ForeignKey(
        "ImportRun", on_delete=models.SET_NULL, null=True, related_name="revisions"
    )
    reason = models.CharField(max_length=200, blank=True)
    attachments = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(
                fields=["article_key", "version"], name="revision_of_a_version"
            ),
        ]
        indexes = [
            # Not of those whose article is gone: SQLite would look through these by it, and sort,
            # instead of taking them in order from the other (35 ms, not 0.2, at 20,000).
            models.Index(
                fields=["article"],
                name="revision_of_article",
                condition=models.Q(article__isnull=False),
            ),
            # What is left of articles that are gone: the list of the deleted, newest first. No
            # parameter stands in its condition: SQLite would not see that a query meets it.
            models.Index(
                fields=["-created_at", "-id"],
                name="revision_deleted",
                condition=models.Q(article__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.subject_slug}/{self.slug}"

    def content(self) -> ArticleContent:
        """Return the content that the article had."""
        return from_json(unpack(bytes(self.packed)))
