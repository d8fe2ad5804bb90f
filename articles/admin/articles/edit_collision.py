"""Collision detection between an open form and the versions saved since it was opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.admin.base.field_changes import FieldChange, alike, as_text, changes, label_of
from articles.admin.base.lookup_guards import VERSION_DIGITS, read_number
from articles.admin.base.three_way_diff import Chunk, panes
from articles.admin.history.timeline import author_of
from articles.core.article_content import ArticleContent, changed_fields
from articles.core.merging import merge
from articles.core.source.article_paths import parse_article_path
from articles.models import Article, Revision, Subject
from articles.models.article import CONTENT_COLUMNS
from articles.publishing import Version, version_at

_SHOWN_SAVES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """What a form says beside the content: `address` is (primary key of the subject, slug)."""

    status: str
    address: tuple[int, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """What saving shall make of the form: the editor's word where nobody else spoke, the other's
    where the editor did not. `collisions` names the fields that both changed differently, in which
    the editor's word stands; `kept` those that the other changed alone."""

    content: ArticleContent
    place: Place
    collisions: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollidingField:
    """A field in three panes: as it was, as it was saved since, as the form has it."""

    label: str
    chunks: Sequence[Chunk]


@dataclass(frozen=True, slots=True)
class Save:
    """One save that the editor had not seen."""

    number: int
    author: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Collision:
    """What the page shows. Where nothing is known of the version that the editor had opened,
    `differences` holds what differs from the article as it is, and `fields` nothing."""

    saves: Sequence[Save]
    fields: Sequence[CollidingField]
    differences: Sequence[FieldChange]
    kept: str


def opened_version(article: Article, sent: str) -> Version | None:
    """Return the version that a form says that it was made of; None where it is not known."""
    number = read_number(sent, VERSION_DIGITS)
    return None if number is None else version_at(article, number)


def settled(
    article: Article,
    opened: Version | None,
    *,
    saved: ArticleContent,
    mine: tuple[ArticleContent, Place],
) -> Settled | None:
    """Return what saving shall make of the form; None where it is not known what was opened."""
    if opened is None:
        return None
    was = Place(opened.status, _address_of(opened, article))
    now = Place(article.status, (article.subject_id, article.slug))
    return settle((opened.content, was), (saved, now), mine)


def settle(
    opened: tuple[ArticleContent, Place],
    saved: tuple[ArticleContent, Place],
    mine: tuple[ArticleContent, Place],
) -> Settled:
    """Merge what the form says into what was saved since it was opened."""
    merged = merge(opened[0], theirs=saved[0], ours=mine[0])
    collisions = [conflict.field for conflict in merged.conflicts]
    kept = [
        name
        for name in changed_fields(opened[0], saved[0])
        if name not in collisions and getattr(mine[0], name) != getattr(saved[0], name)
    ]
    place = {}
    for name in ("status", "address"):
        old, new, own = (getattr(side[1], name) for side in (opened, saved, mine))
        place[name] = new if own == old else own
        if new not in (old, own):
            (kept if own == old else collisions).append(name)
    return Settled(merged.content, Place(**place), tuple(collisions), tuple(kept))


def collision(
    settled: Settled | None,
    *,
    opened: Mapping[str, Any],
    saved: Mapping[str, Any],
    mine: Mapping[str, Any],
    saves: Sequence[Save],
) -> Collision:
    """Return what to show of three states, {field: value}; `settled` is None where nothing is known
    of the one that was opened."""
    if settled is None:
        return Collision(saves, (), changes(saved, mine), "")
    sides = opened, saved, mine
    fields = tuple(
        CollidingField(label_of(group), panes(*(as_text(side[group[0]]) for side in sides)))
        for group in alike(settled.collisions, lambda name: [side[name] for side in sides])
    )
    return Collision(saves, fields, (), label_of(settled.kept) if settled.kept else "")


def as_sent(content: ArticleContent) -> dict[str, str]:
    """Return what a browser would send for the columns of a content."""
    values = {name: getattr(content, name) for name in CONTENT_COLUMNS}
    data = {name: "" if value is None else str(value) for name, value in values.items()}
    if not content.title == content.article_title == content.question:
        data["separate_texts"] = "on"
    return data


def saves_since(article: Article, number: int) -> list[Save]:
    """Return the versions after `number`, the newest first, the last ten."""
    rows = Revision.objects.filter(article_key=article.pk, version__gte=number)
    rows = rows.select_related("actor").defer("packed").order_by("-version")[:_SHOWN_SAVES]
    return [Save(row.version + 1, _author(row), row.created_at) for row in rows]


def who_saved(saves: Sequence[Save]) -> str:
    """`[…]` -> `"anna and import 12"`, each once."""
    names = list(dict.fromkeys(save.author for save in saves)) or ["somebody else"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _author(row: Revision) -> str:
    if row.import_run_id and row.kind != Revision.Kind.UNDONE:
        return f"import {row.import_run_id}"
    return author_of(row.actor) or "somebody else"


def _address_of(version: Version, article: Article) -> tuple[int, str]:
    """A subject that is gone by now was taken away by somebody else, not by this editor."""
    location = parse_article_path(version.address)
    subject = Subject.objects.filter(slug=location.subject_slug).first()
    return (subject.pk if subject else article.subject_id), location.slug
