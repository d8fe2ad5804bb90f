"""What a run kept, and what its files had settled, as it was before the run."""

from collections.abc import Sequence, Set

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.database.batches import batches
from articles.database.retry import again_where_it_passes
from articles.importer.kept_deliveries import take_waiting
from articles.importer.kept_files import forget_kept
from articles.models import Article, ImportRun, SourceFile
from articles.publishing.effects import ChangeSet, apply

_PATHS_A_TRANSACTION = 500


def forget_others(run: ImportRun, kept: Set[int], actor: AbstractBaseUser | None) -> None:
    """Forget what the run kept and settled, and take what then waits for an article that is not
    away: an older delivery that this run's had stood in the way of. Not for the articles that an
    undo leaves as they are (`kept`, by key)."""
    paths = {
        *run.kept_deliveries.values_list("path", flat=True),
        *run.settled_deliveries.values_list("path", flat=True),
    }
    for some in batches(sorted(paths), _PATHS_A_TRANSACTION):
        again_where_it_passes(lambda: _forget_some(some, run, kept, actor))  # noqa: B023


@transaction.atomic
def _forget_some(
    paths: Sequence[str], run: ImportRun, kept: Set[int], actor: AbstractBaseUser | None
) -> None:
    owners = dict(SourceFile.objects.filter(path__in=paths).values_list("path", "article"))
    own = [path for path in paths if owners.get(path) not in kept]
    articles = Article.objects.filter(pk__in={owners[path] for path in own if owners.get(path)})
    locked = articles.order_by("pk").select_for_update(of=("self",), no_key=True)
    articles = list(locked.select_related("subject"))
    changes = ChangeSet()
    if forget_kept(run, own):
        for article in articles:
            take_waiting(article, changes, actor=actor, but_of=run)
    apply(changes)
