"""Another subject for articles, at the same slug: `{"subject": key}`. The old address redirects."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from articles.bulk_runs.orders.change import BadOrder, Change, Chosen, Wished, stays
from articles.core.source.article_paths import article_path
from articles.database.among import among
from articles.models import Article, BulkItem, Redirect, Subject


def move_to(order: Mapping[str, Any]) -> Change:
    """Return the change; raises BadOrder."""
    subject = _subject(order)

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        taken, led = _taken(batch, subject), _led_from(batch, subject)
        wishes = []
        for chosen in batch:
            slug = chosen.article.slug
            if chosen.article.subject_id == subject.pk:
                wishes.append(stays(chosen))
            elif slug in taken:
                wishes.append(stays(chosen, "another article stands at that address"))
            elif led.get(slug, chosen.article.pk) != chosen.article.pk:
                # A page that is published there would take it, and no undo gives it back.
                wishes.append(stays(chosen, "that address is an old one, and leads elsewhere"))
            else:
                taken.add(slug)  # of two that are chosen the first goes there
                wishes.append(Wished(chosen.content, subject))
        return wishes

    return change


def words_of_moving(order: Mapping[str, Any]) -> str:
    return f"Subject: {_subject(order).name}"


def _taken(batch: Sequence[Chosen], subject: Subject) -> set[str]:
    """The slugs that stand in the subject, or will once the articles of the run that are planned
    already are there."""
    moving = [chosen for chosen in batch if chosen.article.subject_id != subject.pk]
    if not moving:
        return set()
    planned = BulkItem.objects.filter(run=moving[0].item.run_id, state=BulkItem.State.WAITING)
    planned = planned.exclude(among("key", [chosen.article.pk for chosen in moving]))
    rows = Article.objects.filter(among("slug", [chosen.article.slug for chosen in moving]))
    rows = rows.filter(Q(subject=subject) | Q(pk__in=planned.values("key")))
    return set(rows.order_by().values_list("slug", flat=True))


def _led_from(batch: Sequence[Chosen], subject: Subject) -> dict[str, int | None]:
    """{slug: the article that its address in the subject leads to, None for what else}."""
    slugs = {article_path(subject.slug, slug): slug for slug in (one.article.slug for one in batch)}
    rows = Redirect.objects.filter(among("old_path", slugs), is_gone=False).order_by()
    return {slugs[path]: article for path, article in rows.values_list("old_path", "article")}


def _subject(order: Mapping[str, Any]) -> Subject:
    subject = Subject.objects.filter(pk=order.get("subject")).first()
    if subject is None:
        raise BadOrder("Choose a subject.")
    return subject
