"""Querysets whose SQL is made once, for the queries that every page asks.

Django makes a statement anew from its expressions each time that it runs: for the article's page
that took 4 of 6 milliseconds, and its database 0.2. What a page asks differs in a few values alone.

    _BY_SLUG = CompiledQuery(
        lambda slug: Subject.objects.filter(slug=slug), slug=str
    )
    _BY_SLUG.instances(slug="physics")

The queryset is built, and compiled, when it is first asked for. Its values are strings and whole
numbers, which go to both databases as they are; everything else of a queryset (conversion of what
comes back, `select_related`, `only`, annotations, `values_list`, `union`) is Django's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import ModelIterable, get_related_populators

from articles.database.replica_reads import reading_connection

# Values that no query of ours holds, and that both databases take; to tell them in the statement.
_TEXT = "\ufdd0parameter {}\ufdd0"
_NUMBER = 7_310_579_000_000_000_000
Value = str | int
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    """`names` says for each parameter whose value it is; None: its own, in `constants`.

    `numbers` are (literal, name) of the whole numbers that stand in the SQL itself: LIMIT and
    OFFSET. `converters` are (position in a row, function, expression).
    """

    sql: str
    names: Sequence[str | None]
    constants: Sequence[Any]
    numbers: Sequence[tuple[str, str]]
    converters: Sequence[tuple[int, Callable, Any]]
    width: int
    populate: Callable[[Row], models.Model] | None

    def with_values(self, values: dict[str, Value]) -> tuple[str, list[Any]]:
        """Return the SQL and its parameters."""
        sql = self.sql
        for literal, name in self.numbers:
            sql = sql.replace(literal, str(int(values[name])))
        pairs = zip(self.names, self.constants, strict=True)
        return sql, [own if name is None else values[name] for name, own in pairs]


class CompiledQuery:
    """`build` makes the queryset from a placeholder for each of `kinds`, by name: str or int."""

    def __init__(self, build: Callable[..., models.QuerySet], **kinds: type[Value]) -> None:
        self._build = build
        self._kinds = kinds
        # By database: the tests of a process meet one; two threads may both compile, to the same.
        self._statements: dict[str, _Statement] = {}

    def rows(self, **values: Value) -> list[Row]:
        """Return the rows of a `values_list`."""
        return self._run(self._statement(), values)

    def instances(self, **values: Value) -> list[Any]:
        """Return the model's instances, in one query."""
        statement = self._statement()
        return [statement.populate(row) for row in self._run(statement, values)]

    def first(self, **values: Value) -> Any | None:
        """Return the first instance, None where there is none. The queryset has its own LIMIT."""
        return next(iter(self.instances(**values)), None)

    def _run(self, statement: _Statement, values: dict[str, Value]) -> list[Row]:
        sql, parameters = statement.with_values(values)
        with reading_connection().cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        converted = []
        for values_of_row in rows:
            row = list(values_of_row[: statement.width])
            for position, convert, expression in statement.converters:
                row[position] = convert(row[position], expression, connection)
            converted.append(tuple(row))
        return converted

    def _statement(self) -> _Statement:
        found = self._statements.get(connection.vendor)
        if found is None:
            found = self._statements[connection.vendor] = self._compile()
        return found

    def _compile(self) -> _Statement:
        """Raises LookupError where a value does not come up in the statement."""
        placeholders: dict[str, Value] = {
            name: _TEXT.format(name) if kind is str else _NUMBER + number
            for number, (name, kind) in enumerate(self._kinds.items())
        }
        queryset = self._build(**placeholders)
        is_of_instances = issubclass(queryset._iterable_class, ModelIterable)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, constants = compiler.as_sql()
        names_of = {value: name for name, value in placeholders.items()}
        names = [_name_of(constant, names_of) for constant in constants]
        numbers = [
            (str(value), name)
            for name, value in placeholders.items()
            if isinstance(value, int) and str(value) in sql
        ]
        if unused := self._kinds.keys() - {*names, *(name for _, name in numbers)}:
            raise LookupError(f"the query does not use {', '.join(sorted(unused))}")
        return _Statement(
            sql=sql,
            names=names,
            constants=constants,
            numbers=numbers,
            converters=_converters(compiler),
            width=compiler.col_count,
            populate=_populator(compiler) if is_of_instances else None,
        )


def _name_of(constant: Any, names_of: dict[Value, str]) -> str | None:
    is_value = isinstance(constant, str | int) and not isinstance(constant, bool)
    return names_of.get(constant) if is_value else None


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
