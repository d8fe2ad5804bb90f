"""One batch of relating: some due articles, one stage, one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.core.relatedness.term_weights import Frequencies
from articles.database.among import among
from articles.database.retry import again_where_it_passes
from articles.models import RelatingDue, RelatingStage
from articles.publishing.effects import ChangeSet, apply
from articles.relating.stage_fill import fill_due
from articles.relating.stage_inbound import hold_up
from articles.relating.stage_read import read_due
from articles.relating.stored_library import StoredLibrary

# SQLite's lock is held for a batch: a few tenths of a second, in which an editor waits.
ARTICLES_A_BATCH = 50

# What was computed of some articles before the transaction: `signed` to read, `chosen` to fill,
# `offered` to hold up (see the stages). Of what is missing it is computed there.
Made = Mapping[int, Any]
NOTHING_MADE: Made = MappingProxyType({})


@dataclass(slots=True)
class Filled:
    """What was done: articles that were due, lists that changed, links added for articles that
    fewer than two led to."""

    articles: int = 0
    lists: int = 0
    inbound: int = 0


@dataclass(slots=True)
class Work:
    """A computation: what it weighs by, and what it has done."""

    frequencies: Frequencies
    done: Filled = field(default_factory=Filled)
    library: StoredLibrary = field(default_factory=StoredLibrary)

    def next_batch(self, stage: RelatingStage, last: int) -> list[int]:
        """Do the first articles at a stage behind `last`; return them, none at its end."""
        due = RelatingDue.objects.filter(article__gt=last)
        return self._do(stage, due, marked=stage, made=NOTHING_MADE, most=ARTICLES_A_BATCH)

    def batch_of(
        self,
        stage: RelatingStage,
        keys: Sequence[int],
        *,
        marked: int | None = None,
        made: Made = NOTHING_MADE,
    ) -> list[int]:
        """Do those of some articles that are still at the stage, or still marked with a claim."""
        due = RelatingDue.objects.filter(among("article", keys))
        return self._do(stage, due, marked=stage if marked is None else marked, made=made)

    def _do(
        self,
        stage: RelatingStage,
        due: QuerySet[RelatingDue],
        *,
        marked: int,
        made: Made,
        most: int | None = None,
    ) -> list[int]:
        @transaction.atomic
        def whole() -> list[int]:
            held = due.select_for_update().filter(stage=marked).order_by("article")
            keys = list(held.values_list("article_id", flat=True)[:most])
            if keys:
                self._act(stage, keys, made)
            return keys

        return again_where_it_passes(whole)

    def _act(self, stage: RelatingStage, keys: list[int], made: Made) -> None:
        """Do one stage for some articles, and note the next."""
        if stage == RelatingStage.READ:
            read_due(keys, self.frequencies, made)
            self._advance(keys, RelatingStage.FILL)
        elif stage == RelatingStage.FILL:
            self._advance(keys, RelatingStage.INBOUND)
            changed = fill_due(keys, self.library, self.frequencies, made)
            self.done.lists += len(changed)
            apply(ChangeSet(showing=set(changed)))
        else:
            changed = hold_up(keys, self.library, self.frequencies, made)
            self.done.inbound += len(changed)
            RelatingDue.objects.filter(among("article", keys)).delete()
            self.done.articles += len(keys)
            apply(ChangeSet(showing=set(changed)))

    def _advance(self, keys: list[int], stage: RelatingStage) -> None:
        RelatingDue.objects.filter(among("article", keys)).update(stage=stage)
