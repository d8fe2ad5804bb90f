"""What a write sets off: a `ChangeSet` says what changed, `apply` does in one order what follows.

A module an effect, each with `follow(changes)`. `run_end` does once for a whole run what its
batches left out.
"""

from articles.publishing.effects.changeset import Agreement, ChangeSet, WrittenText
from articles.publishing.effects.sequence import EFFECTS, Effect, apply

__all__ = ["EFFECTS", "Agreement", "ChangeSet", "Effect", "WrittenText", "apply"]
