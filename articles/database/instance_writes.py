"""One instance written with all of its columns, by a statement that is made once.

`Model.save` makes the SQL anew: of an edit of an article that was a sixth of the time. It sends
signals, too, which nobody hears of the library's models. What is an expression, such as a default
that the database has, is left to it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models


def insert_instance(instance: models.Model) -> None:
    """Insert a row, and give the instance its key, unless it has one; as `save(force_insert=True)`
    does."""
    fields = instance._meta.concrete_fields
    if instance.pk is None:
        fields = [field for field in fields if not field.primary_key]
    values = _values(instance, fields, is_new=True)
    if _has_expression(values):
        instance.save(force_insert=True)
        return
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(instance), has_key=instance.pk is not None), values)
        (instance.pk,) = cursor.fetchone()
    instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS


def update_instance(instance: models.Model) -> None:
    """Write what an instance says to its row, which somebody holds who knows that it is there; as
    `save(force_update=True)` does."""
    fields = [field for field in instance._meta.concrete_fields if not field.primary_key]
    values = _values(instance, fields, is_new=False)
    if _has_expression(values):
        instance.save(force_update=True)
        return
    with connection.cursor() as cursor:
        cursor.execute(_update(type(instance)), [*values, instance.pk])


def _values(instance: models.Model, fields: Sequence[models.Field], *, is_new: bool) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(instance, is_new), connection) for field in fields
    ]


def _has_expression(values: Sequence[Any]) -> bool:
    return any(hasattr(value, "resolve_expression") for value in values)


@cache
def _insert(model: type[models.Model], *, has_key: bool) -> str:
    quote = connection.ops.quote_name
    fields = [f for f in model._meta.concrete_fields if has_key or not f.primary_key]
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key}"


@cache
def _update(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"UPDATE {table} SET {assignments} WHERE {key} = %s"
