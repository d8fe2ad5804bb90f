"""Articles as rows of a sheet, and the rows of an edited one as a run that waits for its yes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from articles.bulk_runs.orders.article_fields import SHEET_DAYS, SHEET_TEXTS
from articles.bulk_runs.orders.kinds import SHEET
from articles.bulk_runs.planning import choose, give_order
from articles.core.article_content import FIELDS
from articles.core.sheets import BadSheet, Sheet, SheetRow, Unreadable, unguarded
from articles.core.sheets.cells import day_of, text_of
from articles.core.source.article_paths import article_path, parse_article_path
from articles.database.among import among
from articles.database.batches import batches
from articles.database.bulk_insert import update_rows
from articles.models import Article, BulkItem, BulkRun, IndexStatus, Redirect, Status

KEY, ADDRESS, VERSION = "Key", "Address", "Version"
EDITABLE = (*SHEET_TEXTS, *SHEET_DAYS)
# What the sheet says beside, and does not bring back.
_BESIDE = ("Subject", "Status", "In search engines")
HEADING = (KEY, ADDRESS, VERSION, *(FIELDS[name].label for name in EDITABLE), *_BESIDE)
_BY_HEADING = {FIELDS[name].label.casefold(): name for name in EDITABLE}
_KEYS_A_QUERY = 500
_LARGEST_KEY = 2**63 - 1
_PROBLEMS_NAMED = 100


def rows_of(articles: QuerySet[Article]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet, in the order of the articles: a query for 500."""
    keys = list(articles.values_list("pk", flat=True))
    columns = ("pk", "subject__slug", "slug", "version", *EDITABLE)
    columns += ("subject__name", "status", "index_status")
    for some in batches(keys, _KEYS_A_QUERY):
        rows = Article.objects.filter(among("pk", some)).order_by().values_list(*columns)
        found = {row[0]: row for row in rows}
        for key in some:
            if row := found.get(key):
                pk, subject, slug, version, *values, name, status, index = row
                yield (
                    *(pk, article_path(subject, slug), version, *values, name),
                    *(Status(status).label, IndexStatus(index).label),
                )


@dataclass(slots=True)
class Understood:
    """What the rows of a sheet say: {key of an article: {"base", "cells"}}; `problems` are rows
    that are not used, as (number, why), and `ignored` the headings that bring nothing back."""

    plans: dict[int, dict[str, Any]] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def understand(sheet: Sheet, articles: QuerySet[Article] | None = None) -> Understood:
    """Return what a sheet says of some of the articles, writing nothing; others are none to it.
    Raises BadSheet where its heading is another."""
    articles = Article.objects.all() if articles is None else articles
    places = _places(sheet.heading)
    understood = Understood()
    known = {KEY.casefold(), ADDRESS.casefold(), VERSION.casefold(), *_BY_HEADING}
    beside = {name.casefold() for name in _BESIDE}
    understood.ignored = [
        name for name in sheet.heading if name and name.casefold() not in known | beside
    ]
    for some in batches(sheet.rows, _KEYS_A_QUERY):
        _understand_rows(some, places, understood, articles)
    _leave_repeated(understood)
    understood.problems.sort()
    return understood


@transaction.atomic
def begin_from_sheet(
    understood: Understood, name: str, *, actor: AbstractBaseUser | None
) -> BulkRun:
    """Write down what a sheet says as a run, to be planned. Its order names the rows that are not
    used."""
    run = choose(sorted(understood.plans), actor=actor)
    items = run.items.order_by().values_list("pk", "key")
    plans = [(json.dumps(understood.plans[key]), pk) for pk, key in items]
    update_rows(BulkItem, ("plan",), plans)
    counts = Counter(why for _, why in understood.problems)
    order = {
        "kind": SHEET,
        "sheet": name[:100],
        "problems": [[why, number] for why, number in counts.most_common(30)],
        "rows": understood.problems[:_PROBLEMS_NAMED],
        "ignored": understood.ignored[:30],
    }
    give_order(run, order)
    return run


def _places(heading: Sequence[str]) -> dict[str, int]:
    """{heading, folded: column}."""
    names = [name.casefold() for name in heading]
    repeated = {name for name in names if name and names.count(name) > 1}
    if repeated:
        raise BadSheet(f"The heading “{sorted(repeated)[0]}” stands there twice.")
    places = {name: place for place, name in enumerate(names) if name}
    if KEY.casefold() not in places and ADDRESS.casefold() not in places:
        raise BadSheet(f"The first row is no heading with “{KEY}” or “{ADDRESS}”.")
    if not places.keys() & _BY_HEADING.keys():
        labels = ", ".join(FIELDS[name].label for name in EDITABLE)
        raise BadSheet(f"The sheet has no column that can be changed: {labels}.")
    return places


def _understand_rows(
    rows: Sequence[SheetRow],
    places: Mapping[str, int],
    understood: Understood,
    articles: QuerySet[Article],
) -> None:
    named = [(row, *_name_of(row, places)) for row in rows]
    keys, paths = {key for _, key, _ in named if key}, {path for *_, path in named if path}
    known = _articles(articles, keys, paths)
    for row, key, path in named:
        found = known.get(key or path or "")
        if found is None:
            why = "no such article" if key or path else "it names no article"
            understood.problems.append((row.number, why))
            continue
        pk, addresses = found
        if key and path and path not in addresses:
            why = "its key and its address name different articles"
            understood.problems.append((row.number, why))
            continue
        cells = {
            name: _cell(row, place, is_day=name in SHEET_DAYS)
            for heading, name in _BY_HEADING.items()
            if (place := places.get(heading)) is not None
        }
        bad = [(name, cell) for name, cell in cells.items() if isinstance(cell, Unreadable)]
        if bad:
            name, cell = bad[0]
            why = f"“{FIELDS[name].label}” holds {cell.words}"
            understood.problems.append((row.number, why))
            continue
        version = _version(row, places.get(VERSION.casefold()))
        if isinstance(version, str):
            understood.problems.append((row.number, version))
            continue
        plan = {"base": version, "cells": cells, "row": row.number}
        if pk in understood.plans:
            understood.plans[pk].setdefault("again", []).append(row.number)
        else:
            understood.plans[pk] = plan


def _leave_repeated(understood: Understood) -> None:
    """Of two rows of one article nobody knows which is meant."""
    for key, plan in list(understood.plans.items()):
        if again := plan.pop("again", None):
            numbers = [plan["row"], *again]
            understood.problems += [
                (number, "its article stands in two rows") for number in numbers
            ]
            del understood.plans[key]


def _name_of(row: SheetRow, places: Mapping[str, int]) -> tuple[int | None, str]:
    """(key, path) as a row names its article; a key of -1 is none that can be."""
    text = _text(row, places.get(KEY.casefold()))
    location = parse_article_path(_text(row, places.get(ADDRESS.casefold())))
    path = article_path(*location) if location else ""
    if not text:
        return None, path
    number = _number(text)
    return (-1 if number is None else number), path


def _articles(
    articles: QuerySet[Article], keys: set[int], paths: set[str]
) -> dict[int | str, tuple[int, set[str]]]:
    """{key, and each of its addresses: (key, its addresses)}: where it stands, and those that lead
    there."""
    slugs = {location.slug for path in paths if (location := parse_article_path(path))}
    led = Redirect.objects.filter(among("old_path", sorted(paths)), article__isnull=False)
    old = dict(led.order_by().values_list("old_path", "article"))
    by_key = among("pk", sorted({*keys, *old.values()} - {-1}))
    named = articles.filter(Q(among("slug", sorted(slugs))) | Q(by_key))
    found: dict[int | str, tuple[int, set[str]]] = {}
    columns = ("pk", "subject__slug", "slug")
    for pk, subject, slug in named.order_by().values_list(*columns):
        own = article_path(subject, slug)
        entry = (pk, {own, *(path for path, key in old.items() if key == pk)})
        found[pk] = entry
        if own in paths:
            found[own] = entry
    for path, pk in old.items():
        if pk in found:
            found.setdefault(path, found[pk])
    return found


def _cell(row: SheetRow, place: int, *, is_day: bool = False) -> str | Unreadable:
    cell = row.cells[place] if place < len(row.cells) else None
    if is_day:
        cell = day_of(cell)
    return cell if isinstance(cell, Unreadable) else unguarded(text_of(cell))


def _version(row: SheetRow, place: int | None) -> int | str | None:
    """The version that a row was made of, None in a sheet without that column; or why its cell does
    not say it: changes made since could not be told from those of the sheet."""
    if place is None:
        return None
    cell = _cell(row, place)
    if isinstance(cell, Unreadable):
        return f"“{VERSION}” holds {cell.words}"
    if not cell.strip():
        return f"“{VERSION}” is empty: leave it as it was"
    version = _number(cell.strip())
    return f"“{VERSION}” is no number: leave it as it was" if version is None else version


def _text(row: SheetRow, place: int | None) -> str:
    cell = _cell(row, place) if place is not None else ""
    return cell.strip() if isinstance(cell, str) else ""


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= 18
    return int(text) if is_number and int(text) <= _LARGEST_KEY else None
