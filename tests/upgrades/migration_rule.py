"""What a migration may do while code of the release before still runs (docs/deployment.md,
"Migrations that old code survives").

`breaches` reads the operations of a migration, without a database. Each that old code does not
survive has a subject, `model`, `model.field` or `model.constraint`, for which the migration can
name the release that stopped using it:

    class Migration(migrations.Migration):
        unused_since = {"article.teaser": "1.4.0"}

What locks a large table for long has no such excuse.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from articles.database.concurrent_index import AddIndexConcurrently

# Their rows are as many as the library's articles, or more.
LARGE = frozenset(
    {
        *("article", "rendering", "searchdocument", "articlevector", "articletopic", "imageuse"),
        *("related", "computedrelated", "relatingdue", "textsignature", "textposting"),
        *("sourcefile", "keptdelivery", "replacedfile", "exportedfile", "revision", "change"),
        *("readership", "dailyviews", "finding"),
    }
)
_HARMLESS = (
    operations.CreateModel,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterModelTableComment,
    operations.AlterOrderWithRespectTo,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.RunPython,
    AddIndexConcurrently,
)


@dataclass(frozen=True, slots=True)
class Breach:
    """What of a migration does harm, and why; `is_excusable` by the name of a release."""

    subject: str
    reason: str
    is_excusable: bool = True


def breaches(
    migration: Migration, before: ProjectState, *, unreleased: Iterable[str] = ()
) -> list[Breach]:
    """Return what old code does not survive, in the order of the operations.

    `before` is the state in which the migration finds the models, and `unreleased` names, in lower
    case, those that no running code knows; what the migration itself makes is among them.
    """
    state, new = before.clone(), set(unreleased)
    found = []
    for operation in migration.operations:
        for one in _of_the_database(operation):
            if isinstance(one, operations.CreateModel):
                new.add(one.name_lower)
            if _model(one) not in new:
                found += _judge(one, state, migration.app_label)
        operation.state_forwards(migration.app_label, state)
    return found


def unexcused(
    migration: Migration, found: Iterable[Breach], released: Iterable[str]
) -> list[Breach]:
    """Return those for which the migration names no release that is out already."""
    names = getattr(migration, "unused_since", {})
    out = set(released)
    return [one for one in found if not (one.is_excusable and names.get(one.subject) in out)]


def _of_the_database(operation: Operation) -> list[Operation]:
    """What is done to tables: of SeparateDatabaseAndState one half."""
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return operation.database_operations
    return [operation]


def _model(operation: Operation) -> str:
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None) or ""
    return name.lower()


def _judge(operation: Operation, state: ProjectState, app: str) -> Iterator[Breach]:
    model = _model(operation)
    match operation:
        case operations.DeleteModel():
            yield Breach(model, "old code reads and writes the table")
        case operations.RenameModel():
            old = operation.old_name.lower()
            yield Breach(old, "old code knows the table by its old name")
        case operations.AlterModelTable():
            yield Breach(model, "old code knows the table by its old name")
        case operations.RemoveField():
            yield Breach(f"{model}.{operation.name}", "old code names the column in each query")
        case operations.RenameField():
            yield Breach(f"{model}.{operation.old_name}", "old code knows the old name")
        case operations.AddField():
            yield from _added(model, operation.name, operation.field)
        case operations.AlterField():
            old = state.models[app, model].fields[operation.name]
            yield from _altered(f"{model}.{operation.name}", old, operation.field, model)
        case operations.AddConstraint():
            yield Breach(f"{model}.{operation.constraint.name}", "old code may break it")
        case operations.RemoveConstraint():
            yield from _constraint_removed(model, operation.name, state.models[app, model])
        case operations.AlterUniqueTogether() | operations.AlterIndexTogether():
            yield Breach(model, "say it by a constraint or an index of its own")
        case _ if isinstance(operation, _HARMLESS):
            return
        case operations.AddIndex():
            if model in LARGE:
                yield _locking(f"{model}.{operation.index.name}")
        case operations.RunSQL():
            yield Breach("sql", "nobody can tell what it does to old code")
        case _:
            yield Breach(model or "?", f"the rule knows no {type(operation).__name__}")


def _added(model: str, name: str, field: models.Field) -> Iterator[Breach]:
    if field.many_to_many:
        return
    if not field.null and not field.has_db_default() and not field.primary_key:
        yield Breach(f"{model}.{name}", "old code inserts rows without it: null, or a db_default")
    if model in LARGE and (field.db_index or field.unique):
        yield _locking(f"{model}.{name}")


def _altered(subject: str, old: models.Field, new: models.Field, model: str) -> Iterator[Breach]:
    if old.null and not new.null:
        yield Breach(subject, "old code writes NULL")
    if new.unique and not old.unique:
        yield Breach(subject, "old code may write a value twice")
    if old.has_db_default() and not new.has_db_default() and not new.null:
        yield Breach(subject, "old code leaves the value to the database")
    if _column(old) != _column(new) and not _is_wider(old, new):
        yield Breach(subject, "another type or name of the column")
    if model in LARGE and (new.db_index or new.unique) and not (old.db_index or old.unique):
        yield _locking(subject)


def _column(field: models.Field) -> tuple:
    target = field.remote_field.model if field.remote_field else None
    kept = (field.max_length, getattr(field, "decimal_places", None), field.db_column)
    text = isinstance(field, models.TextField)  # its limit is the form's alone
    return (field.get_internal_type(), str(target).lower(), *(kept[1:] if text else kept))


def _is_wider(old: models.Field, new: models.Field) -> bool:
    """More room for text: PostgreSQL changes no row for it, and old code fills less."""
    if old.db_column != new.db_column or not isinstance(old, models.CharField):
        return False
    if isinstance(new, models.TextField):
        return True
    is_text = old.get_internal_type() == new.get_internal_type()
    return is_text and new.max_length > old.max_length


def _constraint_removed(model: str, name: str, state: object) -> Iterator[Breach]:
    constraints = {one.name: one for one in state.options.get("constraints", ())}
    if isinstance(constraints.get(name), models.UniqueConstraint):
        yield Breach(f"{model}.{name}", "old code may name it (ON CONFLICT)")


def _locking(subject: str) -> Breach:
    return Breach(
        subject,
        "locks a large table while the index is made: db_index=False, and AddIndexConcurrently",
        is_excusable=False,
    )
