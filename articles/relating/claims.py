"""Claims: articles whose lists are chosen apart from the database, while it is not locked.

A claim is committed before anything is read for it. So what is read has every change that was
marked before, and a change that is marked later takes the article away from the claim.
"""

import random

from articles.database.retry import again_where_it_passes
from articles.models import RelatingDue, RelatingStage

_FIRST = RelatingStage.INBOUND + 1
_LAST = 32_767


def claim_lists() -> int:
    """Claim every article whose list is to be chosen; return the number they are marked with.

    Two computations at once draw different numbers, but for one time in 30,000: then both choose
    the same lists.
    """
    claim = random.randint(_FIRST, _LAST)
    _mark(RelatingStage.FILL, claim)
    return claim


def release(claim: int) -> None:
    """Give back what is left of a claim."""
    _mark(claim, RelatingStage.FILL)


def release_all() -> None:
    """Give back what computations left that were killed. One that is at work loses its claims by
    that, and nothing else: somebody chooses these lists."""
    due = RelatingDue.objects.filter(stage__gte=_FIRST)
    again_where_it_passes(lambda: due.update(stage=RelatingStage.FILL))


def is_claim(stage: int) -> bool:
    return stage >= _FIRST


def _mark(stage: int, new_stage: int) -> None:
    due = RelatingDue.objects.filter(stage=stage)
    again_where_it_passes(lambda: due.update(stage=new_stage))
