"""What is said about an article, as its page shows it: whose turn it is, the comments with their
answers, and the way that drafts have taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Article, EditorialNote
from articles.models.editorial_note import TURNS
from articles.reviewing.comments import notes_on
from articles.rights import may_draft, may_publish, may_review

_Kind = EditorialNote.Kind


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its answers, the oldest first."""

    note: EditorialNote
    answers: Sequence[EditorialNote]


@dataclass(frozen=True, slots=True)
class Discussion:
    """`turn` is open: a draft is in review, or was sent back. `past` are the steps of drafts, the
    newest first. The user `may_speak`: comment, and take the draft back; of what is in review he
    `may_return` it to who had sent it, and `may_publish` it."""

    turn: EditorialNote | None
    open: Sequence[Comment]
    resolved: Sequence[Comment]
    past: Sequence[EditorialNote]
    may_speak: bool
    may_return: bool
    may_publish: bool

    @property
    def is_in_review(self) -> bool:
        return self.turn is not None and self.turn.kind == _Kind.SENT


def discussion_of(article: Article, user: AbstractBaseUser) -> Discussion:
    """Read it: one query."""
    notes = notes_on(article.pk)
    answers: dict[int, list[EditorialNote]] = {}
    for note in notes:
        if note.kind == _Kind.ANSWER:
            answers.setdefault(note.answers_id, []).append(note)
    comments = [
        Comment(note, answers.get(note.pk, ())) for note in notes if note.kind == _Kind.COMMENT
    ]
    steps = [note for note in notes if note.kind not in (_Kind.COMMENT, _Kind.ANSWER)]
    turn = next((note for note in steps if note.is_open and note.kind in TURNS), None)
    may_return = bool(turn) and turn.kind == _Kind.SENT and may_review(user, article)
    return Discussion(
        turn=turn,
        open=[comment for comment in comments if comment.note.is_open],
        resolved=[comment for comment in comments if not comment.note.is_open],
        past=steps[::-1],
        may_speak=may_draft(user, article),
        may_return=may_return,
        may_publish=may_return and may_publish(user, article),
    )
