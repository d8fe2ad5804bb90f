"""Storage of files whose article is away: kept by the import that brought them, settled by the one
whose file takes their place, forgotten by the undo of their import.

Deliveries are deltas (docs/corpus.md, "Deliveries"): a file that is skipped is never sent again.
"""

from collections.abc import Sequence

from articles.database.among import among
from articles.database.retry import Overtaken
from articles.importer.planning.database_state import path_of
from articles.importer.planning.decision import Action, Planned
from articles.models import ImportRun, KeptDelivery, SourceFile


def keep_skipped(plans: Sequence[Planned], run: ImportRun) -> None:
    """Keep the files that were skipped, if they say something new: not the one that waits already,
    not the bytes that were imported last, and not a file that this site wrote.

    Raises Overtaken where a deleted article has come back meanwhile.
    """
    skipped = {
        path_of(plan.prepared): plan
        for plan in plans
        if plan.action is Action.SKIPPED and not plan.known.is_own_export
    }
    if not skipped:
        return
    _hold_tombstones([path for path, plan in skipped.items() if plan.known.ours is None])
    waiting = dict(
        KeptDelivery.objects.waiting().filter(path__in=skipped).values_list("path", "sha256")
    )
    KeptDelivery.objects.bulk_create(
        [
            KeptDelivery(
                import_run=run, path=path, sha256=plan.prepared.sha256, data=plan.prepared.data
            )
            for path, plan in skipped.items()
            if waiting.get(path) != plan.prepared.sha256
            and (path in waiting or not plan.known.is_same_file)
        ],
        update_conflicts=True,
        unique_fields=["import_run", "path"],
        update_fields=["sha256", "data"],
    )


def settle_kept(paths: Sequence[str], run: ImportRun) -> None:
    """What waited for the paths does so no more: a file of `run` has been read there."""
    KeptDelivery.objects.filter(among("path", paths), settled_by=None).update(settled_by=run)


def forget_kept(run: ImportRun, paths: Sequence[str]) -> bool:
    """Forget what the run kept of some paths, and let wait again what its files had settled: as if
    it had never been. Return whether anything waits again; whoever undoes a run takes that where
    the article is not away."""
    run.kept_deliveries.filter(path__in=paths).delete()
    return run.settled_deliveries.filter(path__in=paths).update(settled_by=None) > 0


def _hold_tombstones(paths: Sequence[str]) -> None:
    """Let no deleted article come back until this transaction is over: who brings it back ties its
    files to it, and then looks for what was kept."""
    # In one order, so that two imports do not wait for each other.
    files = SourceFile.objects.filter(path__in=paths, article=None).order_by("pk")
    held = set(files.select_for_update(no_key=True).values_list("path", flat=True))
    for path in paths:
        if path not in held:
            raise Overtaken(0)
