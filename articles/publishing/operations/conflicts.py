"""Conflicts between an import and an editor: opening them, and a person's decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser

from articles.core.article_content import ArticleContent, to_values
from articles.core.merging import FieldConflict
from articles.models import Article, Conflict, ImportRun, Revision
from articles.models.conflict import REPLACEMENT
from articles.models.revision import DECIDED
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import Written, merged_over, overwrite
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause


@dataclass(frozen=True, slots=True)
class Collision:
    """What an import and an editor said differently about one article: single fields, or, with
    `replacement`, the whole content that a file offers (`source_path`)."""

    article_id: int
    base: ArticleContent
    ours: ArticleContent
    theirs: ArticleContent
    theirs_source_id: int | None
    fields: tuple[FieldConflict, ...] = ()
    source_path: str = ""

    @property
    def is_replacement(self) -> bool:
        return not self.fields


@dataclass(frozen=True, slots=True)
class Delivered:
    """What an article says after an import, and what its file (`source_path`) says."""

    live: ArticleContent
    theirs: ArticleContent
    source_path: str = ""

    def settles(self, conflict: Conflict) -> bool:
        """True for a conflict in which the article says what the file says; for a replacement, if
        it is the same file that offered it."""
        is_its_file = not conflict.is_replacement or conflict.source_path in ("", self.source_path)
        return is_its_file and conflict.is_agreed(self.live, self.theirs)


def open_conflicts(collisions: Iterable[Collision], run: ImportRun) -> None:
    """Open a conflict for each field, or one for a replacement; one that is open already takes the
    new words. Call it inside the import's transaction."""
    for collision in collisions:
        base, ours, theirs = map(to_values, (collision.base, collision.ours, collision.theirs))
        names = [conflict.field for conflict in collision.fields] or [REPLACEMENT]
        for name in names:
            path = collision.source_path if name == REPLACEMENT else ""
            values = {
                "ours": ours if name == REPLACEMENT else ours[name],
                "theirs": theirs if name == REPLACEMENT else theirs[name],
                "theirs_source_id": collision.theirs_source_id,
                "source_path": path,
                "import_run": run,
            }
            start = {"base": base if name == REPLACEMENT else base[name]}
            # Rows of an earlier delivery may wait still: they are measured against the older base.
            # A conflict that was opened before files were noted is the file's that comes first.
            Conflict.objects.filter(source_path__in=("", path)).update_or_create(
                article_id=collision.article_id,
                field=name,
                closed_at=None,
                defaults=values if name == "related" else values | start,
                create_defaults=values | start,
            )


def close_settled(delivered: Mapping[int, Delivered]) -> None:
    """Close what a later delivery settled, keyed by article: the conflicts of the fields in which
    the article says what its file says by now, and a replacement where it does in all."""
    settled = [
        conflict.pk
        for conflict in Conflict.objects.open().filter(article_id__in=delivered)
        if delivered[conflict.article_id].settles(conflict)
    ]
    Conflict.objects.filter(pk__in=settled).close(Conflict.Decision.OUTDATED)


@operation
def decide(
    article: Article,
    content: ArticleContent,
    decisions: Mapping[Conflict, Conflict.Decision],
    *,
    actor: AbstractBaseUser | None = None,
    expected_version: int | None = None,
) -> Written:
    """Make `content` live and close the conflicts with their decisions: one decision of a person,
    one revision (none where the article stays). Raises StaleVersion as `revise` does.

    A replacement whose file's word is taken also gives the article the file's id.
    """
    names = ", ".join(sorted(conflict.field for conflict in decisions))
    cause = Cause(Revision.Kind.DECIDED, actor, reason=f"{DECIDED}{names}")
    current = locked(article)
    source_id = current.source_id
    for conflict, decision in decisions.items():
        if conflict.is_replacement and decision == Conflict.Decision.THEIRS:
            source_id = conflict.theirs_source_id
    content = merged_over(current, content, expected_version)
    written = overwrite(current, content, cause, source_id=source_id)
    for conflict, decision in decisions.items():
        Conflict.objects.filter(pk=conflict.pk).close(decision, actor)
    return written
