"""EditorialNote model: what editors say to each other about an article, and whose turn it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q

MOST_CHARACTERS = 5_000


class EditorialNoteQuerySet(models.QuerySet):
    def turns(self) -> "EditorialNoteQuerySet":
        """What waits for somebody: a draft for its reviewer, or for its author again."""
        return self.filter(is_open=True, kind__in=TURNS)

    def in_review(self) -> "EditorialNoteQuerySet":
        """Drafts that wait for a reviewer."""
        return self.filter(is_open=True, kind=EditorialNote.Kind.SENT)

    def open_comments(self) -> "EditorialNoteQuerySet":
        """Comments that nobody has resolved."""
        return self.filter(is_open=True, kind=EditorialNote.Kind.COMMENT)


class EditorialNote(models.Model):
    """One line of what is said about an article, in the order of the keys. Readers, revisions and
    files know nothing of it.

    A draft is SENT to its reviewer, `addressee` (None: whoever may review), who publishes it or
    gives it back (RETURNED; `addressee` is who had sent it). Of these two one an article is open:
    its turn; PUBLISHED and TAKEN_BACK end it. A COMMENT is open until it is resolved; an ANSWER
    belongs to the comment `answers`. `article_key` is no foreign key, as a draft's is none.
    """

    class Kind(models.TextChoices):
        SENT = "sent", "sent it for review"
        RETURNED = "returned", "sent it back"
        PUBLISHED = "published", "published it"
        TAKEN_BACK = "taken-back", "took it back"
        COMMENT = "comment", "commented"
        ANSWER = "answer", "answered"

    article_key = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True, max_length=MOST_CHARACTERS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    addressee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    written_at = models.DateTimeField()
    is_open = models.BooleanField(default=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    objects = EditorialNoteQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("review_article", "Can review articles that are sent for review")]
        constraints = [
            models.UniqueConstraint(
                fields=["article_key"],
                condition=Q(is_open=True, kind__in=["sent", "returned"]),
                name="editorial_note_one_turn",
            ),
        ]
        indexes = [
            models.Index(fields=["article_key", "id"], name="editorial_note_of_article"),
            models.Index(
                fields=["kind", "id"], name="editorial_note_open", condition=Q(is_open=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.get_kind_display()}: article {self.article_key}"


TURNS = (EditorialNote.Kind.SENT, EditorialNote.Kind.RETURNED)
