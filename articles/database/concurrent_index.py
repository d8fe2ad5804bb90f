"""Migration operation for an index of a table that grows with the library.

`AddIndex` locks the table against every write for as long as PostgreSQL reads it: seconds for a
hundred thousand articles, in which editors wait and then see 503. `CREATE INDEX CONCURRENTLY` waits
for writers instead of stopping them (postgresql.org/docs/current/sql-createindex.html, "Building
Indexes Concurrently"), and must not stand in a transaction:

    class Migration(migrations.Migration):
        atomic = False
        operations = [AddIndexConcurrently("article", models.Index(…))]

Django's own operation of this name knows PostgreSQL alone.
"""

from typing import Any

from django.db import NotSupportedError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexConcurrently(AddIndex):
    """AddIndex that stops nobody on PostgreSQL; on SQLite it is AddIndex.

    One that was killed half-way leaves an invalid index of its name behind, and a whole one where
    the next of a migration was killed: it is taken away first, so that the migration can be run
    again. Raises NotSupportedError in an atomic migration.
    """

    atomic = False

    def describe(self) -> str:
        return f"Concurrently create index {self.index.name} on model {self.model_name}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self._is_here(schema_editor, app_label, model):
            return
        name = schema_editor.quote_name(self.index.name)
        if schema_editor.connection.vendor != "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
            schema_editor.add_index(model, self.index)
            return
        _require_no_transaction(schema_editor)
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        if not self._is_here(schema_editor, app_label, model):
            return
        options = {}
        if schema_editor.connection.vendor == "postgresql":
            _require_no_transaction(schema_editor)
            options = {"concurrently": True}
        schema_editor.remove_index(model, self.index, **options)

    def _is_here(self, editor: BaseDatabaseSchemaEditor, app_label: str, model: Any) -> bool:
        return self.allow_migrate_model(editor.connection.alias, model)


def _require_no_transaction(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.in_atomic_block:
        raise NotSupportedError("AddIndexConcurrently needs a migration with atomic = False.")
