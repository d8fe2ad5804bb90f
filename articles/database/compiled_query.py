"""Querysets whose SQL is made once, for the queries that every page asks, and every save.

Django makes a statement anew from its expressions each time that it runs: for the article's page
that took 4 of 6 milliseconds, and its database 0.2. What a page asks differs in a few values alone.

    _BY_SLUG = CompiledQuery(
        lambda slug: Subject.objects.filter(slug=slug), slug=str
    )
    _BY_SLUG.instances(slug="physics")

The queryset is built, and compiled, when it is first asked for. Its values are strings and whole
numbers, which go to both databases as they are, and lists of them, which the queryset gives to
`articles.database.among.among`; everything else of a queryset (conversion of what comes back,
`select_related`, `only`, annotations, `values_list`, `union`) is Django's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.deletion import Collector
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import DeleteQuery

from articles.database.among import list_parameter
from articles.database.replica_reads import reading_connection

# Values that no query of ours holds, and that both databases take; to tell them in the statement.
_TEXT = "\ufdd0parameter {}\ufdd0"
_NUMBER = 7_310_579_000_000_000_000
Value = str | int | Iterable[str] | Iterable[int]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    """`names` says for each parameter whose value it is; None: its own, in `constants`.

    `numbers` are (literal, name) of the whole numbers that stand in the SQL itself: LIMIT and
    OFFSET. `lists` are the names of the lists.
    """

    sql: str
    names: Sequence[str | None]
    constants: Sequence[Any]
    numbers: Sequence[tuple[str, str]]
    lists: Sequence[str]

    def with_values(
        self, values: Mapping[str, Value], database: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Return the SQL and its parameters."""
        sql = self.sql
        for literal, name in self.numbers:
            sql = sql.replace(literal, str(int(values[name])))
        given = dict(values)
        for name in self.lists:
            given[name] = list_parameter(values[name], database.vendor)
        pairs = zip(self.names, self.constants, strict=True)
        return sql, [own if name is None else given[name] for name, own in pairs]


@dataclass(frozen=True, slots=True)
class _Selection:
    """What comes back: `converters` are (position in a row, function, expression)."""

    statement: _Statement
    converters: Sequence[tuple[int, Callable, Any]]
    width: int
    populate: Callable[[Row], models.Model] | None


class CompiledQuery:
    """`build` makes the queryset from a placeholder for each of `kinds`, by name: str, int, or list
    for what it gives to `among`."""

    def __init__(
        self, build: Callable[..., models.QuerySet], **kinds: type[str] | type[int] | type[list]
    ) -> None:
        self._build = build
        self._kinds = kinds
        # By database: the tests of a process meet one; two threads may both compile, to the same.
        self._selections: dict[str, _Selection] = {}

    def rows(self, **values: Value) -> list[Row]:
        """Return the rows of a `values_list`."""
        return self._run(self._selection(), values)

    def flat(self, **values: Value) -> list[Any]:
        """Return the values of a `values_list` of one column."""
        return [value for (value,) in self._run(self._selection(), values)]

    def instances(self, **values: Value) -> list[Any]:
        """Return the model's instances, in one query."""
        selection = self._selection()
        return [selection.populate(row) for row in self._run(selection, values)]

    def first(self, **values: Value) -> Any | None:
        """Return the first instance, None where there is none. The queryset has its own LIMIT."""
        return next(iter(self.instances(**values)), None)

    def _run(self, selection: _Selection, values: Mapping[str, Value]) -> list[Row]:
        """Within a transaction this is the primary: what it has written is read."""
        database = reading_connection()
        with database.cursor() as cursor:
            cursor.execute(*selection.statement.with_values(values, database))
            rows = cursor.fetchall()
        if not rows or (len(rows[0]) == selection.width and not selection.converters):
            return rows
        converted = []
        for values_of_row in rows:
            row = list(values_of_row[: selection.width])
            for position, convert, expression in selection.converters:
                row[position] = convert(row[position], expression, connection)
            converted.append(tuple(row))
        return converted

    def _selection(self) -> _Selection:
        found = self._selections.get(connection.vendor)
        if found is None:
            found = self._selections[connection.vendor] = self._compile()
        return found

    def _compile(self) -> _Selection:
        queryset = self._build(**_placeholders(self._kinds))
        compiler = queryset.query.get_compiler(connection=connection)
        statement = _statement(*compiler.as_sql(), self._kinds)
        is_of_instances = issubclass(queryset._iterable_class, ModelIterable)
        return _Selection(
            statement=statement,
            converters=_converters(compiler),
            width=compiler.col_count,
            populate=_populator(compiler) if is_of_instances else None,
        )


class CompiledDelete:
    """The removal of the rows of a queryset, which `build` makes as for a `CompiledQuery`, by one
    statement. Of rows on which nothing hangs: Django removes those in the same way, and must be
    asked for the others (raises TypeError)."""

    def __init__(
        self, build: Callable[..., models.QuerySet], **kinds: type[str] | type[int] | type[list]
    ) -> None:
        self._build = build
        self._kinds = kinds
        self._statements: dict[str, _Statement] = {}

    def __call__(self, **values: Value) -> int:
        """Remove the rows; return how many there were."""
        statement = self._statements.get(connection.vendor)
        if statement is None:
            statement = self._statements[connection.vendor] = self._compile()
        with connection.cursor() as cursor:
            cursor.execute(*statement.with_values(values, connection))
            return cursor.rowcount

    def _compile(self) -> _Statement:
        queryset = self._build(**_placeholders(self._kinds)).order_by()
        if not Collector(DEFAULT_DB_ALIAS).can_fast_delete(queryset):
            raise TypeError(f"something hangs on rows of {queryset.model.__name__}")
        # As `QuerySet._raw_delete` does it.
        query = queryset.query.clone()
        query.__class__ = DeleteQuery
        return _statement(*query.get_compiler(connection=connection).as_sql(), self._kinds)


def _placeholders(kinds: Mapping[str, type]) -> dict[str, Any]:
    placeholders: dict[str, Any] = {}
    for number, (name, kind) in enumerate(kinds.items()):
        text = _TEXT.format(name)
        placeholders[name] = {str: text, int: _NUMBER + number, list: [text]}[kind]
    return placeholders


def _statement(sql: str, constants: Sequence[Any], kinds: Mapping[str, type]) -> _Statement:
    """Raises LookupError where a value does not come up in the statement."""
    placeholders = _placeholders(kinds)
    lists = [name for name, kind in kinds.items() if kind is list]
    for name in lists:
        placeholders[name] = list_parameter(placeholders[name], connection.vendor)
    names = [_name_of(constant, placeholders) for constant in constants]
    numbers = [
        (str(value), name)
        for name, value in placeholders.items()
        if isinstance(value, int) and str(value) in sql
    ]
    if unused := kinds.keys() - {*names, *(name for _, name in numbers)}:
        raise LookupError(f"the query does not use {', '.join(sorted(unused))}")
    return _Statement(sql=sql, names=names, constants=constants, numbers=numbers, lists=lists)


def _name_of(constant: Any, placeholders: Mapping[str, Any]) -> str | None:
    return next((name for name, value in placeholders.items() if value == constant), None)


def _converters(compiler: Any) -> list[tuple[int, Callable, Any]]:
    """What Django does to a row's values, as `SQLCompiler.apply_converters` does it."""
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return [
        (position, convert, expression)
        for position, (functions, expression) in compiler.get_converters(columns).items()
        for convert in functions
    ]


def _populator(compiler: Any) -> Callable[[Row], models.Model]:
    """Return what makes an instance of a row, as `django.db.models.query.ModelIterable` does."""
    about = compiler.klass_info
    model, fields = about["model"], about["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    related = get_related_populators(about, compiler.select, DEFAULT_DB_ALIAS)
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def populate(row: Row) -> models.Model:
        instance = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in related:
            populator.populate(row, instance)
        for name, position in annotations:
            setattr(instance, name, row[position])
        return instance

    return populate
