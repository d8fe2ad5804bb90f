"""What was decided about an article and others as duplicates: kept when it is deleted, for the
database forgets it with either of the two."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q

from articles.models import Absorption, Article, ChosenCanonical, DuplicatePair

_PAIR_COLUMNS = ("one_id", "other_id", "kind", "score", "one_digest", "other_digest")
_ABSORPTION_COLUMNS = (
    *("article_id", "into_id", "old_paths", "related_paths", "helpful", "unhelpful"),
    *("actor_id", "made_at"),
)
_CHOICE_COLUMNS = ("article_id", "canonical_id", "actor_id", "decided_at")


def decisions_of(article: Article) -> dict[str, list[dict[str, Any]]]:
    """Return, as JSON, the decisions that name an article on either side: three queries."""
    key = article.pk
    chosen = ChosenCanonical.objects.filter(Q(article=key) | Q(canonical=key))
    absorbed = Absorption.objects.filter(Q(article=key) | Q(into=key))
    differing = DuplicatePair.objects.filter(Q(one=key) | Q(other=key), differs=True)
    return {
        "chosen": [_json(row, "decided_at") for row in chosen.values(*_CHOICE_COLUMNS)],
        "absorbed": [_json(row, "made_at") for row in absorbed.values(*_ABSORPTION_COLUMNS)],
        "differing": list(differing.order_by("pk").values(*_PAIR_COLUMNS)),
    }


def bring_back_decisions(kept: Mapping[str, list[dict[str, Any]]]) -> None:
    """Decide again what was decided, where both articles are there. What somebody has decided about
    one of them meanwhile stands."""
    _bring_back(ChosenCanonical, kept["chosen"], ("article_id", "canonical_id"), "decided_at")
    _bring_back(Absorption, kept["absorbed"], ("article_id", "into_id"), "made_at")
    pairs = _of_two_that_are_there(kept["differing"], ("one_id", "other_id"))
    DuplicatePair.objects.bulk_create(
        (DuplicatePair(**row, differs=True) for row in pairs), ignore_conflicts=True
    )


def _bring_back(
    model: type[Model], rows: Iterable[dict[str, Any]], ends: tuple[str, str], moment: str
) -> None:
    rows = _of_two_that_are_there(rows, ends)
    known = model.objects.filter(pk__in=[row["article_id"] for row in rows])
    decided = set(known.values_list("pk", flat=True))
    actors = get_user_model().objects.filter(pk__in={row["actor_id"] for row in rows} - {None})
    accounts = set(actors.values_list("pk", flat=True))
    for row in rows:
        if row["article_id"] not in decided:
            actor = row["actor_id"] if row["actor_id"] in accounts else None
            made = model.objects.create(**{**row, "actor_id": actor})
            # The field says the moment of the insertion by itself.
            when = {moment: datetime.fromisoformat(row[moment])}
            model.objects.filter(pk=made.pk).update(**when)


def _of_two_that_are_there(
    rows: Iterable[dict[str, Any]], ends: tuple[str, str]
) -> list[dict[str, Any]]:
    rows = list(rows)
    named = Article.objects.filter(pk__in={row[end] for row in rows for end in ends})
    there = set(named.values_list("pk", flat=True)) if rows else set()
    return [row for row in rows if all(row[end] in there for end in ends)]


def _json(row: dict[str, Any], moment: str) -> dict[str, Any]:
    return {**row, moment: row[moment].isoformat()}
