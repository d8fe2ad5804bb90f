"""Beginning a run that assigns."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.bulk_runs.runs import begin
from articles.models import BulkRun


@transaction.atomic
def begin_assigning(
    action: str,
    keys: Sequence[int],
    assignee: AbstractBaseUser | None,
    *,
    actor: AbstractBaseUser | None,
    selection: str = "",
) -> BulkRun:
    """Write down that the rows shall be somebody's, or nobody's, and do nothing yet."""
    run = begin(action, keys, actor=actor, selection=selection)
    run.assignee = assignee
    run.save(update_fields=["assignee"])
    return run
